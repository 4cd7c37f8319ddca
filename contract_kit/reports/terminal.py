"""The run for a person at a terminal: how far it is, then a table, the findings, one last line.

The one door to rich.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from typing import TextIO

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn
from rich.progress import Progress as Display
from rich.table import Table
from rich.text import Text

from contract_kit.model.finding import Finding
from contract_kit.model.report import Progress, Report
from contract_kit.reports.glance import (
    CLASSES,
    commands,
    effort,
    facts,
    left_out,
    lines,
    name_of,
    ordered,
    taken,
    tally,
    visible,
)

_STYLES = {
    "finding": "bold red",
    "error": "bold red",
    "warning": "bold yellow",
    "info": "cyan",
    "skipped": "dim",
    "ok": "green",
}


def render(report: Report, *, width: int, colour: bool) -> str:
    """The report as text for a terminal of `width` columns.

    Commands and the summary at the end are lines that are not broken, so that they can be copied
    and searched for; all else fits the width.
    """
    console = Console(
        file=StringIO(),
        width=width,
        force_terminal=colour,
        color_system="standard" if colour else None,
        no_color=not colour,
        legacy_windows=False,
        highlight=False,
        markup=False,
        emoji=False,
        _environ={},
    )
    with console.capture() as capture:
        if lines(report):
            console.print(_table(report))
        for finding in ordered(report):
            _print_finding(console, finding)
        _print_left_out(console, report)
        for line in taken(report):
            console.print(Text(line, "dim"))
        console.print()
        counts = (tally(report), _STYLES[_worst(report)])
        console.print(Text.assemble(counts, f" · {effort(report)}"), soft_wrap=True)
    return "\n".join(line.rstrip() for line in capture.get().split("\n"))


@contextmanager
def follow(stream: TextIO, *, live: bool) -> Iterator[Progress]:
    """Tells on `stream` how far long work is.

    Live: one line that moves and is gone at the end. Else one plain line for each new label.
    """
    if not live:
        yield _plain(stream)
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False))
    console = Console(file=stream)
    with Display(
        *columns, BarColumn(), MofNCompleteColumn(), console=console, transient=True
    ) as on:
        task = on.add_task("starting", total=None)
        yield lambda label, done, total: on.update(
            task, description=visible(label), completed=done, total=total
        )


def _plain(stream: TextIO) -> Progress:
    told: set[str] = set()

    def tell(label: str, done: int, total: int | None) -> None:
        if label not in told:
            told.add(label)
            stream.write(f"{visible(label)}\n")
            stream.flush()

    return tell


def _table(report: Report) -> Table:
    table = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    table.add_column("API", overflow="fold")
    table.add_column("operation", overflow="fold")
    for status in CLASSES:
        table.add_column(status, justify="right", no_wrap=True)
    table.add_column("", no_wrap=True)
    shown = ""
    for line in lines(report):
        table.add_row(
            Text(visible(line.api) if line.api != shown else ""),
            Text(name_of(line.operation)),
            *(f"{line.cases[status]:,}" if line.cases.get(status) else "·" for status in CLASSES),
            Text(line.mark, _STYLES[line.mark]),
        )
        shown = line.api
    return table


def _print_finding(console: Console, finding: Finding) -> None:
    place = visible(f"{finding.api} {name_of(finding.operation)} {finding.status}".rstrip())
    console.print()
    console.print(Text.assemble((finding.severity, _STYLES[finding.severity]), f" {place}"))
    _print_fact(console, "rule", finding.rule)
    for label, text in facts(finding):
        _print_fact(console, label, text)
    steps = commands(finding)
    if steps:
        console.print(Text("see it again with:", "dim"))
    for step in steps:
        console.print(Text(step), soft_wrap=True)


def _print_fact(console: Console, label: str, text: str) -> None:
    grid = Table.grid(padding=(0, 1))
    grid.add_column(width=11, no_wrap=True)
    grid.add_column(overflow="fold")
    grid.add_row(Text(label, "dim"), Text(text))
    console.print(Padding(grid, (0, 0, 0, 2)))


def _print_left_out(console: Console, report: Report) -> None:
    groups = left_out(report)
    if groups:
        console.print()
    for group in groups:
        names = ", ".join(group.operations)
        place = f"{visible(group.api)} {names}: {visible(group.detail)}"
        console.print(Text.assemble(("not looked at", "dim"), f" ({group.reason}) {place}"))


def _worst(report: Report) -> str:
    return next((s for s in ("error", "warning", "info") if report.count(s)), "ok")
