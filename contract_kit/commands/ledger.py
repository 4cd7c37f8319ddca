"""Keeps a book of what a run creates on a server, so that it is deleted whatever happens.

`.contract-kit/ledger/<api>.jsonl` has a line before the first request of each story that writes and
before each request by which the fuzzer creates, one whenever it is known of more how to delete it,
and one for each deletion. A line is on the disk before the next request leaves. Whoever writes
holds a lock for life, shared with other runs; who sweeps up has it alone, so that nobody deletes
what a run under way still needs.
"""

import fcntl
import json
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from contract_kit.model.errors import Mistake
from contract_kit.model.exchange import Request
from contract_kit.stories import Owed

_FOLDER = Path(".contract-kit", "ledger")


@dataclass(slots=True)
class Page:
    """One story of one run, or its fuzzing, which has no `story` and no name.

    It has what is owed to be deleted, in order, and which steps have done so; `unknown` are the
    operations that were asked to create something, as often as nobody knows how to delete it.
    """

    key: str
    target: str
    story: str
    run: str
    at: str
    owed: tuple[Owed, ...] = ()
    done: set[str] = field(default_factory=set)
    ended: bool = False
    unknown: list[str] = field(default_factory=list)

    @property
    def who(self) -> str:
        """Whose page it is, for people."""
        return f"story {self.story}" if self.story else "the fuzzer"

    @property
    def left(self) -> tuple[Owed, ...]:
        """What is still there to delete."""
        return tuple(one for one in self.owed if one.step not in self.done)


class Ledger:
    """The book of one API in a project; made on the first line."""

    def __init__(self, root: Path, api: str) -> None:
        self.path = root / _FOLDER / f"{api}.jsonl"
        self.pages: list[Page] = []  # those that this process has begun
        self._descriptor = -1

    def begin(self, target: str, story: str, run: str) -> Page:
        """A page for a story that is about to write, or for the fuzzer."""
        now = datetime.now(UTC).isoformat(timespec="seconds")
        page = Page(secrets.token_hex(6), target, story, run, now)
        self._write(page, {"target": target, "story": story, "run": run, "at": now})
        self.pages.append(page)
        return page

    def owe(self, page: Page, owed: Sequence[Owed]) -> None:
        """Notes what could be deleted now, where that is news."""
        if tuple(owed) != page.owed:
            page.owed = tuple(owed)
            self._write(page, {"owed": [_written(one, page.target) for one in owed]})

    def ask(self, page: Page, operation: str) -> None:
        """Notes that an operation is about to create something."""
        self._write(page, {"asks": operation})
        page.unknown.append(operation)

    def know(self, page: Page, operation: str, *more: Owed) -> None:
        """Notes what came of that: what has to be deleted besides the rest, or nothing."""
        page.unknown.remove(operation)
        page.owed = (*more, *page.owed)  # what was created last may need what was created first
        self._write(
            page, {"knows": operation, "more": [_written(one, page.target) for one in more]}
        )

    def strike(self, page: Page, step: str) -> None:
        """Notes that a clean-up step was done."""
        page.done.add(step)
        self._write(page, {"done": step})

    def end(self, page: Page) -> None:
        """Notes that nothing of a story is left."""
        page.ended = True
        self._write(page, {"ended": True})

    def abandoned(self, target: str) -> list[Page]:
        """The pages of runs that are over and left something; none while another run is under way.

        Until this process ends, nobody else can begin a page.
        """
        if not self.path.is_file():
            return []
        self._open()
        try:
            fcntl.flock(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return []
        return [page for page in self._read() if page.target == target and not page.ended]

    def close(self) -> None:
        """Lets go of the lock."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1

    def _open(self) -> None:
        if self._descriptor < 0:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            flags = os.O_RDWR | os.O_CREAT | os.O_APPEND
            self._descriptor = os.open(self.path, flags, 0o600)
            fcntl.flock(self._descriptor, fcntl.LOCK_SH)
            self._begin_a_line()

    def _begin_a_line(self) -> None:
        """A power cut may have cut off the last line; another one is not to be lost with it."""
        size = os.fstat(self._descriptor).st_size
        if size and os.pread(self._descriptor, 1, size - 1) != b"\n":
            os.write(self._descriptor, b"\n")

    def _write(self, page: Page, entry: Mapping[str, Any]) -> None:
        line = json.dumps({"key": page.key, **entry}, separators=(",", ":")).encode() + b"\n"
        try:
            self._open()
            os.write(self._descriptor, line)
            os.fsync(self._descriptor)
        except OSError as error:  # what nobody could write down is not created either
            raise Mistake(f"{self.path}: {error.strerror or error}") from None

    def _read(self) -> Iterable[Page]:
        pages: dict[str, Page] = {}
        for entry in _entries(self.path.read_bytes()):
            if "story" in entry:
                names = ("key", "target", "story", "run", "at")
                pages[entry["key"]] = Page(*(entry[name] for name in names))
            elif entry["key"] in pages:
                _apply(pages[entry["key"]], entry)
        return pages.values()


def _entries(source: bytes) -> Iterator[dict[str, Any]]:
    for line in source.split(b"\n"):
        try:
            entry = json.loads(line)
        except ValueError:  # the line that a power cut has cut off
            continue
        if isinstance(entry, dict) and "key" in entry:
            yield entry


def _apply(page: Page, entry: Mapping[str, Any]) -> None:
    page.ended = page.ended or bool(entry.get("ended"))
    if "done" in entry:
        page.done.add(entry["done"])
    if "owed" in entry:
        page.owed = tuple(_owed(one, page.target) for one in entry["owed"])
    if "asks" in entry:
        page.unknown.append(entry["asks"])
    if "knows" in entry:
        if entry["knows"] in page.unknown:
            page.unknown.remove(entry["knows"])
        page.owed = (*(_owed(one, page.target) for one in entry["more"]), *page.owed)


def _written(one: Owed, base: str) -> dict[str, Any]:
    request = one.request
    return {
        "step": one.step,
        "operation": one.operation,
        "method": request.method,
        "path": request.url.removeprefix(base),
        "headers": request.headers,
        "body": request.body.decode("latin-1"),
    }


def _owed(entry: Mapping[str, Any], base: str) -> Owed:
    headers = tuple((name, value) for name, value in entry["headers"])
    body = entry["body"].encode("latin-1")
    request = Request(entry["method"], f"{base}{entry['path']}", headers, body)
    return Owed(entry["step"], entry["operation"], request)
