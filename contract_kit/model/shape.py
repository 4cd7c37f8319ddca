"""What is left of JSON values when the data is taken out, each part with how often it was seen.

Shapes are a commutative monoid: `merge` is associative and commutative, `NOTHING` its identity,
counts included. So the order of recordings cannot matter, and every claim has its sample size.
What is kept of the data itself is little: few-valued words, and how large numbers and lengths are.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import reduce

from contract_kit.model.text_format import looks_like_data

MOST_VALUES = 12  # words of a text that is taken for few-valued
MOST_MEMBERS = 64  # members of an object whose keys are names; beyond that they are data
_SEEN, _KEYS = 4, 8  # objects and keys from which on it tells that no key comes again and again
ANY = "*"  # the member that stands for all members, the tag that stands for all tags


@dataclass(frozen=True, slots=True)
class Span:
    """The least and the greatest of some numbers; equal ones are written alike (`inference`)."""

    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Texts:
    """Strings: how many of each format (`text_format.format_of`), and how long.

    `values` counts the words, None where there are more than `MOST_VALUES` or not only words.
    `same` is a checksum of the one text that all of them were, empty where they were several.
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

    Where the keys are data, the one member `*` is what all of their values are. A member that is
    really called so can't be told from that, so it makes its object one whose keys are data.
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
        return reduce(_merge_record, self.records.values()) if self.records else None


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
        _merge_texts(one.texts, other.texts),
        _merge_numbers(one.numbers, other.numbers),
        _merge_items(one.items, other.items),
        _merge_records(one.records, other.records),
    )


def merged(shapes: Iterable[Shape]) -> Shape:
    """The shape of the values of all."""
    found = NOTHING
    for shape in shapes:
        found = merge(found, shape)
    return found


def is_map(record: Record) -> bool:
    """Whether the keys of objects are data, such as ids or dates, so that none can be missed.

    They are where most of them look like it, or where enough objects of values of one sort have
    hardly a key in common.
    """
    return ANY in record.members or mostly_data(record.members) or _hardly_a_key_comes_again(record)


def mostly_data(names: Iterable[str]) -> bool:
    """Whether more than half of the keys of an object look like data."""
    looks = [looks_like_data(name) for name in names]
    return 2 * sum(looks) > len(looks)


def _hardly_a_key_comes_again(record: Record) -> bool:
    members = record.members.values()
    sorts = {_types(shape) for shape in members} - {frozenset()}
    return (
        record.n >= _SEEN
        and len(members) >= _KEYS
        and len(sorts) <= 1
        and all(2 * shape.n <= record.n for shape in members)
    )


def _types(shape: Shape) -> frozenset[str]:
    found = {
        "boolean": shape.trues or shape.falses,
        "string": shape.texts,
        "number": shape.numbers,
        "array": shape.items,
        "object": shape.records,
    }
    return frozenset(name for name, there in found.items() if there)


def _merge_texts(one: Texts | None, other: Texts | None) -> Texts | None:
    if one is None or other is None:
        return one or other
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


def _merge_numbers(one: Numbers | None, other: Numbers | None) -> Numbers | None:
    if one is None or other is None:
        return one or other
    return Numbers(one.n + other.n, one.whole + other.whole, _span(one.span, other.span))


def _merge_items(one: Items | None, other: Items | None) -> Items | None:
    if one is None or other is None:
        return one or other
    return Items(one.n + other.n, _span(one.lengths, other.lengths), merge(one.item, other.item))


def _merge_records(one: Mapping[str, Record], other: Mapping[str, Record]) -> Mapping[str, Record]:
    if not one or not other:
        return one or other
    found = dict(one)
    for tag, record in other.items():
        found[tag] = _merge_record(found[tag], record) if tag in found else record
    if ANY in found or len(found) > MOST_VALUES:
        return {ANY: reduce(_merge_record, found.values())}
    return found


def _merge_record(one: Record, other: Record) -> Record:
    members = dict(one.members)
    for name, shape in other.members.items():
        members[name] = merge(members[name], shape) if name in members else shape
    return Record(one.n + other.n, bounded(members))


def bounded(members: Mapping[str, Shape]) -> Mapping[str, Shape]:
    """The members of objects, or what all are where there are too many for names."""
    if ANY in members or len(members) > MOST_MEMBERS:
        return {ANY: merged(members.values())}
    return members


def _added(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    found = dict(one)
    for key, count in other.items():
        found[key] = found.get(key, 0) + count
    return found


def _span(one: Span, other: Span) -> Span:
    low, high = min(one.low, other.low), max(one.high, other.high)
    return one if (low, high) == (one.low, one.high) else Span(low, high)
