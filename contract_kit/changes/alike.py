"""Tells whether two shapes could be the same thing under another name."""

from collections.abc import Iterable
from difflib import SequenceMatcher

from contract_kit.changes.claims import types
from contract_kit.changes.place import plain
from contract_kit.model.shape import Numbers, Shape, Texts

ALIKE = 0.5  # from here on a likeness is taken for one
_LOOSE = frozenset(("word", "text", "empty"))  # formats that words of people have by turns


def likeness(one: Shape, other: Shape) -> float:
    """How alike the values are, from 0 (other types) to 1.

    >>> likeness(Shape(1, nulls=1), Shape(1, trues=1))
    0.5
    """
    names = types(one), types(other)
    if not all(names):  # nulls, and what nobody looks at, may be anything
        return ALIKE
    if names[0] != names[1]:
        return 0.0
    parts: list[float] = []
    if one.texts and other.texts:
        parts.append(_texts(one.texts, other.texts))
    if one.numbers and other.numbers:
        parts.append(_numbers(one.numbers, other.numbers))
    if one.items and other.items:
        parts.append((1 + likeness(one.items.item, other.items.item)) / 2)
    if one.record and other.record:
        parts.append(_records(one, other))
    return sum(parts) / len(parts) if parts else 1.0


def names_are_one(one: str, other: str) -> bool:
    """Whether two names differ in nothing but case and separators."""
    return bool(plain(one)) and plain(one) == plain(other)


def nearness(one: str, other: str) -> float:
    """How near two names are to each other, from 0 to 1."""
    return SequenceMatcher(None, plain(one), plain(other), autojunk=False).ratio()


def _texts(one: Texts, other: Texts) -> float:
    """Texts with a format of their own have to have the same."""
    formats = _kinds(one), _kinds(other)
    if not formats[0] & formats[1]:
        return 0.0
    words = one.values and other.values and _shared(one.values, other.values)
    return (1 + _shared(*formats) + (words or 0.0)) / 3 if words is not None else 2 / 3


def _kinds(texts: Texts) -> frozenset[str]:
    heads = {name.partition("/")[0] for name in texts.formats}
    return frozenset("text" if head in _LOOSE else head for head in heads)


def _numbers(one: Numbers, other: Numbers) -> float:
    apart = one.span.high < other.span.low or other.span.high < one.span.low
    return 0.6 if apart else 1.0


def _records(one: Shape, other: Shape) -> float:
    mine, theirs = one.record, other.record
    if mine is None or theirs is None:
        return 0.0
    names = mine.members.keys() & theirs.members.keys()
    alike = sum(likeness(mine.members[name], theirs.members[name]) for name in names)
    total = len(mine.members.keys() | theirs.members.keys())
    return alike / total if total else 1.0


def _shared(one: Iterable[str], other: Iterable[str]) -> float:
    mine, theirs = set(one), set(other)
    return len(mine & theirs) / len(mine | theirs) if mine | theirs else 1.0
