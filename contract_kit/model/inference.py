"""Takes the data out of JSON values and keeps their shape, guided by the specification."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from zlib import crc32

from contract_kit.model.pointer import tokens
from contract_kit.model.shape import (
    ANY,
    Items,
    Numbers,
    Record,
    Shape,
    Span,
    Texts,
    bounded,
    merged,
    mostly_data,
)
from contract_kit.model.text_format import format_of

_DEEPEST = 50  # levels that are looked at, since whoever reads a shape walks it by recursion
_LARGEST = 1.7976931348623157e308  # JSON has whole numbers that no double can hold
_EXACT = 2**53  # up to here a double holds every whole number
_REMEMBERED = 64  # characters of a text that is likely to come again
# one digit says a version or a level, more of them an id
_PART = r"[A-Za-z]+[0-9]?"
_WORD = re.compile(rf"(?=.{{1,60}}\Z)_*{_PART}(?:[_./+-]+{_PART})*_*")
_TELLING = re.compile(
    r"(?:.*[_-])?(?i:status|state|phase|kind|type|success|ok)"
    r"|.*[a-z](?:Status|State|Phase|Kind|Type)"
)


@dataclass(frozen=True, slots=True)
class Guide:
    """What is known of the values before they are seen.

    `free` are the places (pointers with `*`) of data that is not to be looked at, `volatile` of
    values that are nobody's words, `tags` names of members that tell objects apart besides the
    usual ones.
    """

    free: frozenset[tuple[str, ...]] = frozenset()
    volatile: frozenset[tuple[str, ...]] = frozenset()
    tags: frozenset[str] = frozenset()

    def under(self, token: str) -> "Guide":
        """What is known of the member of that name, or of the items (`*`)."""
        if not self.free and not self.volatile:
            return self
        return _under(self, token)


def guide(free: Iterable[str], volatile: Iterable[str], tags: Iterable[str]) -> Guide:
    """A guide by JSON pointers."""
    return Guide(frozenset(map(tokens, free)), frozenset(map(tokens, volatile)), frozenset(tags))


def shape_of(value: object, known: Guide = Guide()) -> Shape:
    """The shape of one JSON value; what lies too deep in it counts as data nobody looks at.

    >>> shape_of({"id": 7}).record.members["id"].numbers
    Numbers(n=1, whole=1, span=Span(low=7, high=7))
    """
    return _shape(value, known, _DEEPEST)


def _shape(value: object, known: Guide, levels: int) -> Shape:
    if not levels or () in known.free:
        return _NOT_LOOKED_AT
    match value:
        case str():
            short = len(value) <= _REMEMBERED
            shape = (_text if short else _text.__wrapped__)(value, () not in known.volatile)
        case bool() | None:
            shape = _CONSTANTS[value]
        case int() | float():
            span = Span(_bound(value), _bound(value))
            shape = Shape(1, numbers=Numbers(1, int(isinstance(value, int)), span))
        case dict():
            shape = _object(value, known, levels - 1)
        case list() | tuple():
            inner = known.under(ANY)
            item = merged(_shape(entry, inner, levels - 1) for entry in value)
            shape = Shape(1, items=Items(1, Span(len(value), len(value)), item))
        case _:
            shape = _NOT_LOOKED_AT
    return shape


@lru_cache(maxsize=4096)
def _text(text: str, plain: bool) -> Shape:
    kind = format_of(text)
    is_word = kind in ("empty", "null") or _WORD.fullmatch(text)
    values = {text: 1} if plain and is_word else None
    same = f"{crc32(text.encode('utf-8', 'surrogatepass')):08x}"
    return Shape(1, texts=Texts(1, {kind: 1}, Span(len(text), len(text)), values, same))


def _bound(number: float) -> float:
    """The number as a bound: the same for equal numbers however they are written."""
    held = float(max(-_LARGEST, min(_LARGEST, number)))
    return int(held) if held.is_integer() and -_EXACT < held < _EXACT else held


def _object(value: Mapping[str, Any], known: Guide, levels: int) -> Shape:
    members: Mapping[str, Shape] = {
        name: _shape(member, known.under(name), levels) for name, member in value.items()
    }
    members = {ANY: merged(members.values())} if mostly_data(members) else bounded(members)
    return Shape(1, records={_tag(value, known): Record(1, members)})


def _tag(value: Mapping[str, Any], known: Guide) -> str:
    """The member that tells what sort of object this is, with its value; empty where none does.

    Of several the lifecycle's state, else that of the shortest name.
    """
    names = [name for name in value if _tells(name) or name in known.tags]
    for name in sorted(names, key=lambda name: (name not in known.tags, len(name), name)):
        said, inner = value[name], known.under(name)
        if () in inner.free or () in inner.volatile:
            continue
        if isinstance(said, bool):
            return f"{name}={str(said).lower()}"
        if isinstance(said, str) and _WORD.fullmatch(said):
            return f"{name}={said}"
    return ""


@lru_cache(maxsize=4096)
def _tells(name: str) -> bool:
    return _TELLING.fullmatch(name) is not None


@lru_cache(maxsize=4096)
def _under(known: Guide, token: str) -> Guide:
    def below(places: frozenset[tuple[str, ...]]) -> frozenset[tuple[str, ...]]:
        return frozenset(place[1:] for place in places if place and place[0] in (token, ANY))

    return Guide(below(known.free), below(known.volatile), known.tags)


_NOT_LOOKED_AT = Shape(1)
_CONSTANTS = {None: Shape(1, nulls=1), True: Shape(1, trues=1), False: Shape(1, falses=1)}
