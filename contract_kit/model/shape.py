"""What is left of JSON values when the data is taken out, each part with how often it was seen.

Shapes are a commutative monoid: `merge` is associative and commutative, `NOTHING` its identity,
counts included. So the order of recordings cannot matter, and every claim has its sample size.
What is kept of the data itself is little: few-valued words, and how large numbers and lengths are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

MOST_VALUES = 12  # words of a text that is taken for few-valued
MOST_MEMBERS = 64  # members of an object whose keys are names; beyond that they are data
ANY = "*"  # the member that stands for all members, the tag that stands for all tags


@dataclass(frozen=True, slots=True)
class Span:
    """The least and the greatest of some numbers."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Texts:
    """Strings: how many of each format (`text_format.format_of`), and how long.

    `values` counts the words, None where there are more than `MOST_VALUES` or not only words.
    `same` is the digest of the one text that all of them were, empty where they were several.
    """

    n: int
    formats: Mapping[str, int]
    lengths: Span
    values: Mapping[str, int] | None
    same: str


@dataclass(frozen=True, slots=True)
class Numbers:
    """Numbers: how many of them were written whole, and from where to where they go."""

    n: int
    whole: int
    span: Span


@dataclass(frozen=True, slots=True)
class Items:
    """Arrays: how long, and what all their items are."""

    n: int
    lengths: Span
    item: "Shape"


@dataclass(frozen=True, slots=True)
class Record:
    """Objects: a member's `n` beside this one tells how often it was there.

    Where the keys are data, the one member `*` is what all of their values are.
    """

    n: int
    members: Mapping[str, "Shape"]


@dataclass(frozen=True, slots=True)
class Shape:
    """`n` JSON values. Those without a type in it are the customer's own, and not looked at.

    `records` are the objects by their tag (`status=queued`), `""` those without one; where the tags
    are too many, the one tag `*` has all of them.
    """

    n: int = 0
    nulls: int = 0
    trues: int = 0
    falses: int = 0
    texts: Texts | None = None
    numbers: Numbers | None = None
    items: Items | None = None
    records: Mapping[str, Record] = field(default_factory=dict)

    @property
    def record(self) -> Record | None:
        """All objects whatever their tag; None where there was no object."""
        return _one_record(self.records.values())


NOTHING = Shape()


def merge(one: Shape, other: Shape) -> Shape:
    """The shape of all values of both."""
    if not one.n or not other.n:
        return one if one.n else other
    return Shape(
        one.n + other.n,
        one.nulls + other.nulls,
        one.trues + other.trues,
        one.falses + other.falses,
        _both(one.texts, other.texts, _merge_texts),
        _both(one.numbers, other.numbers, _merge_numbers),
        _both(one.items, other.items, _merge_items),
        _merge_records(one.records, other.records),
    )


def merged(shapes: Iterable[Shape]) -> Shape:
    """The shape of the values of all."""
    found = NOTHING
    for shape in shapes:
        found = merge(found, shape)
    return found


def _both(one: Any, other: Any, merge_them: Any) -> Any:
    if one is None or other is None:
        return other if one is None else one
    return merge_them(one, other)


def _merge_texts(one: Texts, other: Texts) -> Texts:
    values = None
    if one.values is not None and other.values is not None:
        values = _added(one.values, other.values)
        values = values if len(values) <= MOST_VALUES else None
    return Texts(
        one.n + other.n,
        _added(one.formats, other.formats),
        _span(one.lengths, other.lengths),
        values,
        one.same if one.same == other.same else "",
    )


def _merge_numbers(one: Numbers, other: Numbers) -> Numbers:
    return Numbers(one.n + other.n, one.whole + other.whole, _span(one.span, other.span))


def _merge_items(one: Items, other: Items) -> Items:
    return Items(one.n + other.n, _span(one.lengths, other.lengths), merge(one.item, other.item))


def _merge_records(one: Mapping[str, Record], other: Mapping[str, Record]) -> Mapping[str, Record]:
    if not one or not other:
        return one or other
    found = dict(one)
    for tag, record in other.items():
        found[tag] = _merge_record(found[tag], record) if tag in found else record
    if ANY in found or len(found) > MOST_VALUES:
        everything = _one_record(found.values())
        return {ANY: everything} if everything else {}
    return found


def _one_record(records: Iterable[Record]) -> Record | None:
    found: Record | None = None
    for record in records:
        found = record if found is None else _merge_record(found, record)
    return found


def _merge_record(one: Record, other: Record) -> Record:
    members = dict(one.members)
    for name, shape in other.members.items():
        members[name] = merge(members[name], shape) if name in members else shape
    return Record(one.n + other.n, bounded(members))


def bounded(members: Mapping[str, Shape]) -> Mapping[str, Shape]:
    """The members of an object, or what all are where there are too many for names."""
    if ANY in members or len(members) > MOST_MEMBERS:
        return {ANY: merged(members.values())}
    return members


def _added(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    found = dict(one)
    for key, count in other.items():
        found[key] = found.get(key, 0) + count
    return found


def _span(one: Span, other: Span) -> Span:
    return Span(min(one.low, other.low), max(one.high, other.high))
