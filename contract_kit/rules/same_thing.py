"""Finds where an API says other things of one and the same thing: list and detail, sent and shown.

What may differ is left alone: cursors, counters and tokens, times and URLs in another form, the
order of arrays, null and empty members, text that is cut, and jobs that go on in between.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from contract_kit.model.content import Unreadable
from contract_kit.model.exchange import Message
from contract_kit.model.likeness import Place, alike, differences
from contract_kit.model.pointer import build, select, tokens
from contract_kit.model.sighting import Journey, Sighting

_MOVING = ("cursor", "token", "counter")
_TOUCHED = re.compile(r"updat|modif|chang|access|seen|sync", re.IGNORECASE)
_ENVELOPE = re.compile(r"status|state|ok|success|result|type|action|message", re.IGNORECASE)
_MASKED = re.compile(r"\*\*|\u2022\u2022|^(?:redacted|hidden)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Difference:
    """Two values that should be one; `place` is the exchange's in its journey, from 1."""

    place: int
    pointer: str
    expected: Any
    actual: Any


@dataclass(frozen=True, slots=True)
class _View:
    """A thing as one answer shows it; `at` is where it lies in the body."""

    sighting: Sighting
    at: Place
    thing: Mapping[str, Any]


_Name = tuple[str, str]  # the path of the list, and the identity of the thing


def unlike_views(journey: Journey) -> Iterator[Difference]:
    """What list and detail say differently of a thing that nothing has written in between.

    A detail's path is that of its list with one more segment, the thing's identity.
    """
    listed: dict[_Name, _View] = {}
    shown: dict[_Name, tuple[int, Sighting]] = {}
    for place, sighting in enumerate(journey.sightings, 1):
        if sighting.exchange.answer.status // 100 != 2:
            continue
        if sighting.operation.effect != "read":
            listed.clear()
            shown.clear()
        items = _items(sighting)
        listed |= items
        new = set(items)
        for name in _name_of_detail(sighting):
            shown[name] = (place, sighting)
            new.add(name)
        for name in new:
            if name in listed and name in shown:
                yield from _compared(listed[name], *shown[name])


def unlike_echoes(journey: Journey) -> Iterator[Difference]:
    """What comes back of a write with the same name at the same place, but as another value."""
    for place, sighting in enumerate(journey.sightings, 1):
        exchange = sighting.exchange
        written = sighting.operation.effect == "write" and sighting.declared
        if not written or exchange.answer.status // 100 != 2 or not exchange.request.body:
            continue
        sent, came = _json(exchange.request), _json(exchange.answer)
        closed = _volatile(sighting)
        for at, one, other in _echoes(sent, came, ()):
            if build(at) not in closed:
                yield Difference(place, build(at), one, other)


def _items(sighting: Sighting) -> dict[_Name, _View]:
    pages = sighting.operation.pagination
    where, identity = pages.get("items"), pages.get("identity")
    if sighting.operation.method != "GET" or where is None or not identity:
        return {}
    items = next(select(_json(sighting.exchange.answer), where), None)
    return {
        (_path(sighting), str(key)): _View(sighting, (*tokens(where), "*"), item)
        for item in (items if isinstance(items, list) else ())
        if isinstance(item, dict)
        for key in select(item, identity)
    }


def _name_of_detail(sighting: Sighting) -> Iterator[_Name]:
    operation = sighting.operation
    if operation.method == "GET" and operation.path.endswith("}") and sighting.declared:
        above, _, last = _path(sighting).rpartition("/")
        yield above, unquote(last)


def _path(sighting: Sighting) -> str:
    return sighting.exchange.request.path.rstrip("/").removesuffix(".json")


def _compared(listed: _View, place: int, sighting: Sighting) -> Iterator[Difference]:
    identity = listed.sighting.operation.pagination["identity"]
    detail = _same(listed, identity, sighting)
    if detail is None:
        return
    hidden = _closed(listed.sighting, listed.at) | _closed(sighting, detail.at)
    found = list(differences(listed.thing, detail.thing, frozenset(hidden)))
    if any(_TOUCHED.search(at[-1]) for at in found if at):
        return  # somebody else has written in between
    for at in found:
        if _may_go_on(detail, listed, at):
            continue
        one, other = (next(select(it.thing, build(at)), None) for it in (listed, detail))
        if not _is_shortened(one, other):
            yield Difference(place, build((*detail.at, *at)), one, other)


def _same(listed: _View, identity: str, sighting: Sighting) -> _View | None:
    """The thing in the answer of a detail: the body itself, or a member of it."""
    body = _json(sighting.exchange.answer)
    if not isinstance(body, dict):
        return None
    wanted = list(select(listed.thing, identity))
    for at, thing in (((), body), *(((name,), member) for name, member in body.items())):
        if isinstance(thing, dict) and list(select(thing, identity)) == wanted:
            return _View(sighting, at, thing)
    return None


def _may_go_on(detail: _View, listed: _View, at: Place) -> bool:
    """Whether a member of a job may have become another since, by the job's own doing."""
    promise = detail.sighting.promise
    for life in promise.lifecycles if promise else ():
        if tokens(life.at) != detail.at or build(at) in life.immutable:
            continue
        states = [next(select(it.thing, life.state), None) for it in (listed, detail)]
        if states[0] != states[1] or states[0] not in life.terminal:
            return True
    return False


def _is_shortened(one: Any, other: Any) -> bool:
    """Whether one of two values is left out, cut, or a link of another form."""
    if not one or not other:
        return one in (None, "", [], {}) or other in (None, "", [], {})
    if not isinstance(one, str) or not isinstance(other, str):
        return False
    cut = any(
        text.endswith(("…", "...")) and whole.startswith(text.rstrip(".…"))
        for text, whole in ((one, other), (other, one))
    )
    return cut or "://" in one or one.startswith("/")


def _closed(sighting: Sighting, at: Place) -> set[Place]:
    """The places below one that hold what is another at each look."""
    promise = sighting.promise
    marks = promise.volatile.items() if promise else ()
    places = (tokens(pointer) for pointer, mark in marks if mark in _MOVING)
    return {place[len(at) :] for place in places if place[: len(at)] == at}


def _volatile(sighting: Sighting) -> set[str]:
    """What the server says itself, whatever was sent: ids, times, and the states of jobs."""
    promise = sighting.promise
    if promise is None:
        return set()
    return {*promise.volatile, *(life.at + life.state for life in promise.lifecycles)}


def _echoes(sent: Any, came: Any, at: Place) -> Iterator[tuple[Place, Any, Any]]:
    """Members of the same name and type that do not mean the same.

    At the root they count only beside one that was echoed, or the answer may be of another thing.
    """
    if not isinstance(sent, dict) or not isinstance(came, dict):
        return
    shared = [name for name in sent if name in came]
    plain = [name for name in shared if _is_plain(sent[name], came[name])]
    unlike = [name for name in plain if not _is_echo(sent[name], came[name])]
    if at or len(unlike) < len(plain):
        for name in unlike:
            if not _ENVELOPE.fullmatch(name):
                yield (*at, name), sent[name], came[name]
    for name in shared:
        yield from _echoes(sent[name], came[name], (*at, name))


def _is_plain(one: Any, other: Any) -> bool:
    return isinstance(one, str | bool | int) and type(one) is type(other)


def _is_echo(one: Any, other: Any) -> bool:
    if not isinstance(one, str):
        return bool(one == other)
    same_address = "@" in one and one.casefold() == other.casefold()
    link = "://" in one or one.startswith("/")
    return alike(one, other) or same_address or link or bool(_MASKED.search(other))


def _json(message: Message) -> Any:
    try:
        return message.json
    except Unreadable:
        return None
