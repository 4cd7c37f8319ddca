"""Brings a run to the people who wait for it: how far it is, what came of it, files for CI.

What all faces need to get a report out of the process; the forms themselves are in `reports`.
"""

import os
import shutil
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from typing import Literal

from contract_kit.model.errors import Mistake
from contract_kit.model.report import Progress, Report

Format = Literal["text", "json"]


def progress(form: Format) -> AbstractContextManager[Progress]:
    """Tells on standard error how far the work is; beside JSON only where a person is watching."""
    live = sys.stderr.isatty()
    if form == "json" and not live:
        return nullcontext(lambda label, done, total: None)
    from contract_kit.reports import terminal

    return terminal.follow(sys.stderr, live=live)


def told(report: Report, form: Format) -> str:
    """The report for standard output, in colours only on a terminal, and never with NO_COLOR."""
    from contract_kit.reports import findings_json, terminal

    if form == "json":
        return findings_json.render(report)
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb"
    width = shutil.get_terminal_size().columns
    return terminal.render(report, width=width, colour=sys.stdout.isatty() and not plain)


def table(rows: Iterable[Sequence[str]]) -> str:
    """Rows of cells as lines, the columns beneath each other."""
    cells = list(rows)
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = ("  ".join(map(str.ljust, row, widths)).rstrip() for row in cells)
    return "\n".join(lines)


def prepare(folder: Path) -> None:
    """Makes the folder of the reports, before the work, so that none is lost for want of it."""
    with _writing(folder):
        folder.mkdir(parents=True, exist_ok=True)


def save(report: Report, folder: Path) -> None:
    """Writes every form that is a file; each is replaced whole or stays as it was.

    Raises `Mistake` where the folder cannot be written.
    """
    from contract_kit.reports import FILES

    for form in FILES:
        fresh = folder / f".{form.FILE}.{os.getpid()}"
        with _writing(folder):
            try:
                fresh.write_text(form.render(report), encoding="utf-8")
                fresh.replace(folder / form.FILE)
            finally:
                fresh.unlink(missing_ok=True)


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        reason = error.strerror or error
        raise Mistake(f"{folder}: {reason}; --report-dir names another folder") from None
