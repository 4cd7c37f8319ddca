"""Finds where two JSON values mean something else, whatever of them only looks different."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from json import dumps

from contract_kit.model.instant import age, instant

Place = tuple[str, ...]

_HOST = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://[^/?#]*")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DEEPEST = 30  # levels that are compared


def alike(one: object, other: object) -> bool:
    """Whether two values mean the same.

    Arrays may be in another order, times in another form of the same second, URLs on another host,
    1 may be 1.0.

    >>> alike(["a", "http://h/x"], ["https://g/x", "a"])
    True
    """
    return _alike(one, other, frozenset(), 0)


def differences(
    one: object, other: object, hidden: frozenset[Place], place: Place = ()
) -> Iterator[Place]:
    """The members that both values have and that are not alike, as deep in objects as they lie.

    `hidden` are places that are not compared, with `*` for any item.
    """
    if () in hidden or _same(one, other):
        return
    if isinstance(one, Mapping) and isinstance(other, Mapping) and len(place) < _DEEPEST:
        for name in one:
            if name in other:
                under = _under(hidden, name)
                yield from differences(one[name], other[name], under, (*place, name))
    elif not _alike(one, other, hidden, len(place)):
        yield place


def _alike(one: object, other: object, hidden: frozenset[Place], depth: int) -> bool:
    return _same(one, other) or _essence(one, hidden, depth) == _essence(other, hidden, depth)


def _same(one: object, other: object) -> bool:
    """Whether two values are surely alike, asked fast; 1 is equal to true as well, but not so."""
    return one == other and repr(one) == repr(other)


def _essence(value: object, hidden: frozenset[Place], depth: int) -> str:
    """A text that is the same for values that are alike."""
    if () in hidden or depth >= _DEEPEST:
        return "…"
    if isinstance(value, Mapping):
        members = ((name, _under(hidden, name), value[name]) for name in sorted(value))
        parts = (f"{dumps(name)}:{_essence(v, u, depth + 1)}" for name, u, v in members)
        return "{" + ",".join(parts) + "}"
    if isinstance(value, list):
        under = _under(hidden, "*")
        return "[" + ",".join(sorted(_essence(item, under, depth + 1) for item in value)) + "]"
    if isinstance(value, str):
        time = instant(value)
        return dumps(_HOST.sub("", value) if time is None else str(age(_EPOCH, time)))
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return dumps(value)


def _under(places: frozenset[Place], token: str) -> frozenset[Place]:
    return frozenset(place[1:] for place in places if place and place[0] in (token, "*"))
