"""Answers requests out of a recording: by index, in order where a request repeats, or with a miss.

A request is the same when method, path, query (in any order) and body are; JSON and form bodies are
compared as values. The same request asked again gets the next answer that was recorded for it, and
the last one for ever after, so a client that polls more often than was recorded reaches the end.
What stands in for a secret in the recording is the same as whatever is sent in its place.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from heapq import nsmallest
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from contract_kit.model.cassette import Recorded
from contract_kit.model.content import Unreadable, is_structured, parse
from contract_kit.model.errors import CouldNotLook
from contract_kit.model.exchange import Request
from contract_kit.model.pointer import escape

_NEAREST = 3  # recorded requests that a miss names
_DIFFERENCES = 4  # of each
_SHOWN = 60  # characters of a value
_ABSENT = object()

_Raw = tuple[str, str, str, bytes]  # method, path, query and body as sent
_Key = tuple[str, str, tuple[tuple[str, str], ...], str | bytes]


class Miss(CouldNotLook):
    """A request that no recording answers; the message names the nearest ones and what differs."""

    def __init__(self, message: str) -> None:
        super().__init__("no-data", message)


class Player:
    """Plays one recording; two players of the same recording know nothing of each other.

    `stands_in` says of a text whether it was recorded in place of a secret.
    """

    def __init__(
        self,
        recorded: tuple[Recorded, ...],
        stands_in: Callable[[str], bool] = lambda _: False,
    ) -> None:
        self._recorded, self._stands_in = recorded, stands_in
        self._places: dict[_Key, list[int]] = {}
        self._keys: dict[_Raw, _Key] = {}
        self._played: dict[_Key, int] = {}
        for index, entry in enumerate(recorded):
            request = entry.exchange.request
            key = _key(request)
            self._places.setdefault(key, []).append(index)
            self._keys[_raw(request)] = key

    def play(self, request: Request) -> Recorded:
        """The next recorded exchange of a request; raises `Miss` where there is none."""
        raw = _raw(request)
        key = self._keys.get(raw)
        if key is None:
            key = self._find(request)
            self._keys[raw] = key
        places = self._places[key]
        turn = self._played.get(key, 0)
        self._played[key] = turn + 1
        return self._recorded[places[min(turn, len(places) - 1)]]

    def _find(self, request: Request) -> _Key:
        key = _key(request)
        if key in self._places:
            return key
        for known, places in self._places.items():
            if known[:2] == key[:2]:
                recorded = self._recorded[places[0]].exchange.request
                if self._is_meant(request, recorded):
                    return known
        raise Miss(self._explain(request))

    def _is_meant(self, asked: Request, recorded: Request) -> bool:
        """Whether two requests differ only where a secret was taken out of the recorded one."""
        return all(
            isinstance(found.recorded, str) and self._stands_in(found.recorded)
            for found in _differences(asked, recorded)
        )

    def unplayed(self) -> tuple[Recorded, ...]:
        """What nobody has asked for yet."""
        left = sorted(
            index
            for key, places in self._places.items()
            for index in places[self._played.get(key, 0) :]
        )
        return tuple(self._recorded[index] for index in left)

    def _explain(self, request: Request) -> str:
        known = {_raw(entry.exchange.request): entry for entry in self._recorded}
        nearest = nsmallest(
            _NEAREST, known.values(), key=lambda entry: _distance(request, entry.exchange.request)
        )
        lines = [f"nothing recorded answers {request.method} {_target(request)}"]
        for entry in nearest:
            other = entry.exchange.request
            lines.append(f"  recorded (exchange {entry.n}): {other.method} {_target(other)}")
            lines += [f"    {found}" for found in _differences(request, other)][:_DIFFERENCES]
        return "\n".join(lines)


def _raw(request: Request) -> _Raw:
    parts = urlsplit(request.url)
    return request.method, parts.path, parts.query, request.body


def _key(request: Request) -> _Key:
    method, path, query, body = _raw(request)
    value = _value(request)
    same = body if value is _ABSENT else json.dumps(value, sort_keys=True)
    return method, unquote(path), tuple(sorted(parse_qsl(query, keep_blank_values=True))), same


def _value(request: Request) -> Any:
    """The value of a JSON or form body, `_ABSENT` for all others."""
    kind = request.media_type
    if not request.body or not is_structured(kind):
        return _ABSENT
    try:
        return parse(kind, request.body)
    except Unreadable:
        return _ABSENT


def _distance(asked: Request, recorded: Request) -> tuple[bool, float, int]:
    here, there = urlsplit(asked.url), urlsplit(recorded.url)
    alike = SequenceMatcher(None, here.path, there.path).ratio()
    return asked.method != recorded.method, -alike, sum(1 for _ in _differences(asked, recorded))


@dataclass(frozen=True, slots=True)
class _Difference:
    """A part of a request that is not as it was recorded; `_ABSENT` where there is none."""

    part: str
    asked: Any
    recorded: Any

    def __str__(self) -> str:
        if self.asked is _ABSENT:
            return f"{self.part}: absent, recorded {_shown(self.recorded)}"
        if self.recorded is _ABSENT:
            return f"{self.part}: {_shown(self.asked)}, recorded without it"
        return f"{self.part}: {_shown(self.asked)}, recorded {_shown(self.recorded)}"


def _differences(asked: Request, recorded: Request) -> Iterator[_Difference]:
    """What of a request differs from a recorded one, part by part."""
    if asked.method != recorded.method:
        yield _Difference("method", asked.method, recorded.method)
    here, there = urlsplit(asked.url), urlsplit(recorded.url)
    if unquote(here.path) != unquote(there.path):
        yield _Difference("path", here.path, there.path)
    yield from _members(_grouped(here.query), _grouped(there.query), "query:")
    ours, theirs = _value(asked), _value(recorded)
    if ours is not _ABSENT and theirs is not _ABSENT:
        yield from _unequal(ours, theirs, "body ")
    elif asked.body != recorded.body:
        yield _Difference("body", _sized(asked.body), _sized(recorded.body))


def _grouped(query: str) -> dict[str, Any]:
    """The values of each name of a query: one, or all of them where there are several."""
    found: dict[str, list[str]] = {}
    for name, value in sorted(parse_qsl(query, keep_blank_values=True)):
        found.setdefault(name, []).append(value)
    return {name: values[0] if len(values) == 1 else values for name, values in found.items()}


def _members(
    ours: Mapping[str, Any], theirs: Mapping[str, Any], before: str
) -> Iterator[_Difference]:
    for name in [*theirs, *(name for name in ours if name not in theirs)]:
        part = f"{before}{escape(name)}"
        yield from _unequal(ours.get(name, _ABSENT), theirs.get(name, _ABSENT), part)


def _unequal(ours: Any, theirs: Any, part: str) -> Iterator[_Difference]:
    """The JSON pointers at which two values differ."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        yield from _members(ours, theirs, f"{part}/")
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for index, (one, other) in enumerate(zip(ours, theirs, strict=True)):
            yield from _unequal(one, other, f"{part}/{index}")
    elif ours != theirs or type(ours) is not type(theirs):
        yield _Difference(part if part != "body " else "body /", ours, theirs)


def _sized(body: bytes) -> str:
    return f"{len(body)} bytes"


def _target(request: Request) -> str:
    parts = urlsplit(request.url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
