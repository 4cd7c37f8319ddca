"""Answers requests out of a recording: by index, in order where a request repeats, or with a miss.

A request is the same when method, path, query (in any order) and body are; JSON and form bodies are
compared as values. The same request asked again gets the next answer that was recorded for it, and
the last one for ever after, so a client that polls more often than was recorded reaches the end.
"""

import json
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from heapq import nsmallest
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from contract_kit.model.cassette import Recorded
from contract_kit.model.content import Unreadable, is_structured, parse
from contract_kit.model.errors import CouldNotLook
from contract_kit.model.exchange import Request, media_type
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
    """Plays one recording; two players of the same recording know nothing of each other."""

    def __init__(self, recorded: tuple[Recorded, ...]) -> None:
        self._recorded = recorded
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
            key = _key(request)
            if key not in self._places:
                raise Miss(self._explain(request))
            self._keys[raw] = key
        places = self._places[key]
        turn = self._played.get(key, 0)
        self._played[key] = turn + 1
        return self._recorded[places[min(turn, len(places) - 1)]]

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
            lines += [f"    {line}" for line in _differences(request, other)][:_DIFFERENCES]
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
    kind = media_type(request.headers)
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


def _differences(asked: Request, recorded: Request) -> Iterator[str]:
    """What of a request differs from a recorded one, part by part."""
    if asked.method != recorded.method:
        yield f"method: {asked.method}, recorded {recorded.method}"
    here, there = urlsplit(asked.url), urlsplit(recorded.url)
    if unquote(here.path) != unquote(there.path):
        yield f"path: {here.path}, recorded {there.path}"
    yield from _members(_grouped(here.query), _grouped(there.query), "query:")
    ours, theirs = _value(asked), _value(recorded)
    if ours is not _ABSENT and theirs is not _ABSENT:
        yield from _unequal(ours, theirs, "")
    elif asked.body != recorded.body:
        yield f"body: {len(asked.body)} bytes, recorded {len(recorded.body)} other ones"


def _grouped(query: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in sorted(parse_qsl(query, keep_blank_values=True)):
        found.setdefault(name, []).append(value)
    return found


def _members(ours: Mapping[str, Any], theirs: Mapping[str, Any], before: str) -> Iterator[str]:
    for name in [*theirs, *(name for name in ours if name not in theirs)]:
        pointer = f"{before}{name if before == 'query:' else escape(name)}"
        if name not in ours:
            yield f"{pointer}: absent, recorded {_shown(theirs[name])}"
        elif name not in theirs:
            yield f"{pointer}: {_shown(ours[name])}, recorded without it"
        elif before == "query:":
            if ours[name] != theirs[name]:
                yield f"{pointer}: {_shown(ours[name])}, recorded {_shown(theirs[name])}"
        else:
            yield from _unequal(ours[name], theirs[name], pointer)


def _unequal(ours: Any, theirs: Any, pointer: str) -> Iterator[str]:
    """The JSON pointers at which two values differ."""
    if isinstance(ours, dict) and isinstance(theirs, dict):
        yield from _members(ours, theirs, f"{pointer}/")
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for index, (one, other) in enumerate(zip(ours, theirs, strict=True)):
            yield from _unequal(one, other, f"{pointer}/{index}")
    elif ours != theirs or type(ours) is not type(theirs):
        yield f"body {pointer or '/'}: {_shown(ours)}, recorded {_shown(theirs)}"


def _target(request: Request) -> str:
    parts = urlsplit(request.url)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path


def _shown(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
