"""Keeps each exchange from the moment it was answered, before there is a recording to save.

A journal is a hidden file beside the recording's, `.it.yaml.<pid>-<random>.journal`: one line of
JSON that says what is recorded, then one an exchange. Its writer holds a lock on it for life, so a
journal that nobody locks was left by a killed process.

A journal outlives its process, not the machine: lines are handed to the system and not forced onto
the disk. That would cost each answer a wait for the disk (0.1 ms on a fast one, ten and more on a
slow one), in order to keep the beginning of a recording that has to be made again anyway. What a
power cut takes is the end of a recording under way, whose whole lines before it still count; what
`finish` has saved is on the disk before the journal goes.
"""

import json
import os
import re
import secrets
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from contract_kit.formats.durable import beside, try_lock
from contract_kit.model.cassette import Heading, Recorded
from contract_kit.model.errors import Mistake
from contract_kit.model.exchange import Answer, Exchange, Headers, Request

_NAME = re.compile(r"\.(?P<cassette>.+)\.[0-9]+-[0-9a-f]{8}\.journal", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Past:
    """What a recording begins anew instead of: the digest of a file, and journals left before."""

    file: str
    journals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """What a journal holds, up to the moment when its process was killed."""

    heading: Heading
    past: Past | None
    recorded: tuple[Recorded, ...]


class Journal:
    """The journal of this process; threads may share it."""

    def __init__(self, cassette: Path, heading: Heading, past: Past | None) -> None:
        self.path = beside(cassette, f"{os.getpid()}-{secrets.token_hex(4)}.journal")
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND
        self._descriptor = os.open(self.path, flags, 0o666)
        self._size = 0
        self._lock = Lock()
        try_lock(self._descriptor)
        try:
            self._write({"heading": asdict(heading), "past": past and asdict(past)})
        except Mistake:
            self.close()
            self.path.unlink()
            raise

    def append(self, one: Recorded) -> None:
        """Keeps an exchange: killed right after, the process has not lost it.

        A power cut before the recording is finished may take it (see above).
        """
        self._write(_written(one))

    def close(self) -> None:
        """Lets go of the journal, which is then for others to take."""
        with self._lock:
            if self._descriptor >= 0:
                os.close(self._descriptor)
                self._descriptor = -1

    def _write(self, data: Any) -> None:
        line = json.dumps(data, separators=(",", ":")).encode() + b"\n"
        with self._lock:
            try:
                written = os.write(self._descriptor, line)
                while written < len(line):
                    written += os.write(self._descriptor, line[written:])
            except OSError as error:
                os.ftruncate(self._descriptor, self._size)  # half a line would hide the next one
                raise Mistake(f"{self.path}: {error.strerror or error}") from None
            self._size += len(line)


def cassette_of(path: Path) -> Path | None:
    """The file whose recording a journal keeps; None of a file that is no journal."""
    found = _NAME.fullmatch(path.name)
    return path.with_name(found["cassette"]) if found else None


def journals_of(cassette: Path) -> tuple[Path, ...]:
    """All journals of a recording, by name."""
    there = sorted(cassette.parent.glob(".*.journal"))
    return tuple(path for path in there if cassette_of(path) == cassette)


def is_live(path: Path) -> bool:
    """Whether a process or thread is still writing a journal."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        return not try_lock(descriptor)
    finally:
        os.close(descriptor)


def read(path: Path) -> Left | None:
    """What a journal holds, less a last line that was cut off; None where it says nothing yet."""
    lines = _whole_lines(path.read_bytes().split(b"\n"))
    opening = next(lines, None)
    if opening is None:
        return None
    try:
        past = opening["past"] and Past(opening["past"]["file"], tuple(opening["past"]["journals"]))
        return Left(Heading(**opening["heading"]), past, tuple(map(_recorded, lines)))
    except (TypeError, KeyError, ValueError) as error:
        raise Mistake(f"{path}: is no journal of this kit: {error!r}") from None


def _whole_lines(lines: Sequence[bytes]) -> Iterator[Any]:
    for line in lines[:-1]:
        try:
            yield json.loads(line)
        except ValueError:  # after a power cut the end may be anything
            return


def _written(one: Recorded) -> dict[str, Any]:
    request, answer = one.exchange.request, one.exchange.answer
    return {
        "request": [request.method, request.url, request.headers, _as_text(request.body)],
        "answer": [answer.status, answer.headers, _as_text(answer.body)],
        "note": [one.step, one.operation, one.at, one.withheld],
    }


def _recorded(line: Any) -> Recorded:
    method, url, asked, request_body = line["request"]
    status, told, answer_body = line["answer"]
    step, operation, at, withheld = line["note"]
    exchange = Exchange(
        Request(method, url, _headers(asked), _as_bytes(request_body)),
        Answer(status, _headers(told), _as_bytes(answer_body)),
    )
    return Recorded(0, exchange, step, operation, at, tuple(withheld))


def _headers(pairs: Any) -> Headers:
    return tuple((name, value) for name, value in pairs)


def _as_text(body: bytes) -> str:
    return body.decode("latin-1")  # any bytes are text in ISO 8859-1, and come back from it


def _as_bytes(body: str) -> bytes:
    return body.encode("latin-1")
