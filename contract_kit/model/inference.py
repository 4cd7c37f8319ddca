"""Takes the data out of JSON values and keeps their shape, guided by the specification."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from contract_kit.model.pointer import tokens
from contract_kit.model.shape import (
    ANY,
    NOTHING,
    Items,
    Numbers,
    Record,
    Shape,
    Span,
    Texts,
    bounded,
    merged,
)
from contract_kit.model.text_format import format_of

_WORD = re.compile(r"[A-Za-z_][A-Za-z0-9_./+-]{0,59}")
_TAG = re.compile(r"(?:.*[_-])?(?:status|state|phase|kind|type|success|ok)", re.IGNORECASE)


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
        return Guide(_under(self.free, token), _under(self.volatile, token), self.tags)


def guide(free: Iterable[str], volatile: Iterable[str], tags: Iterable[str]) -> Guide:
    """A guide by JSON pointers."""
    return Guide(frozenset(map(tokens, free)), frozenset(map(tokens, volatile)), frozenset(tags))


def shape_of(value: object, known: Guide = Guide()) -> Shape:
    """The shape of one JSON value.

    >>> shape_of({"id": 7}).record.members["id"].numbers
    Numbers(n=1, whole=1, span=Span(low=7, high=7))
    """
    shape = NOTHING if () in known.free else _shape(value, known)
    return shape if shape.n else Shape(1)


def _shape(value: object, known: Guide) -> Shape:
    match value:
        case None:
            shape = Shape(1, nulls=1)
        case bool():
            shape = Shape(1, trues=int(value), falses=int(not value))
        case str():
            shape = Shape(1, texts=_texts(value, plain=() not in known.volatile))
        case int() | float():
            span = Span(value, value)
            shape = Shape(1, numbers=Numbers(1, int(isinstance(value, int)), span))
        case Mapping():
            members = {str(k): shape_of(v, known.under(str(k))) for k, v in value.items()}
            shape = Shape(1, records={_tag(value, known): Record(1, bounded(members))})
        case list() | tuple():
            item = merged(shape_of(entry, known.under(ANY)) for entry in value)
            shape = Shape(1, items=Items(1, Span(len(value), len(value)), item))
        case _:
            shape = NOTHING
    return shape


def _under(places: frozenset[tuple[str, ...]], token: str) -> frozenset[tuple[str, ...]]:
    return frozenset(place[1:] for place in places if place and place[0] in (token, ANY))


def _texts(text: str, *, plain: bool) -> Texts:
    values = {text: 1} if plain and _WORD.fullmatch(text) else None
    same = sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:8]
    return Texts(1, {format_of(text): 1}, Span(len(text), len(text)), values, same)


def _tag(value: Mapping[Any, Any], known: Guide) -> str:
    """The member that tells what sort of object this is, with its value; empty where none does."""
    for name in sorted(value, key=lambda name: (name not in known.tags, str(name))):
        said = value[name]
        named = name in known.tags or _TAG.fullmatch(str(name))
        if named and isinstance(said, bool):
            return f"{name}={str(said).lower()}"
        if named and isinstance(said, str) and _WORD.fullmatch(said):
            return f"{name}={said}"
    return ""
