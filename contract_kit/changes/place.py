"""Lays what was seen before beside what is seen now, place by place and state by state.

A job that is done has other members than one that waits, so like is compared with like: records of
the same tag (`status=done`) make a stratum each. A tag that was not seen before, or is not now,
says nothing of what its records have.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from contract_kit.model.pointer import build
from contract_kit.model.shape import ANY, NOTHING, Record, Shape, is_map, merged

Path = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pair:
    """The values of a place before and now, and how many parents they could have been in."""

    before: Shape
    now: Shape
    of_before: int
    of_now: int
    tag: str = ""


@dataclass(frozen=True, slots=True)
class Place:
    """A place in a body: all that was seen of it, and the same by stratum.

    `tags` says that its values tell what sort of record it is in.
    """

    path: Path
    whole: Pair
    strata: tuple[Pair, ...]
    tags: bool = False

    @property
    def pointer(self) -> str:
        """The place as a JSON pointer with `*` for any item."""
        return build(self.path)


def root(before: Shape, now: Shape) -> Place:
    """The place of a whole body."""
    whole = Pair(before, now, before.n, now.n)
    return Place((), whole, (whole,))


def members(place: Place) -> Iterator[Place]:
    """The members of the records at a place; `*` where the keys are data."""
    both = _totals(place.whole)
    if both is None:
        return
    before, now = both
    keys_are_data = is_map(before) or is_map(now)
    records = [found for pair in place.strata for found in _alike_records(pair)]
    names = [ANY] if keys_are_data else sorted({*before.members, *now.members})
    tagging = _tagging({**place.whole.before.records, **place.whole.now.records})
    for name in names:
        whole = _pair(before, now, name, place.whole.tag)
        if name in tagging:  # a record without it is in another stratum: only all show it
            yield Place((*place.path, name), whole, (whole,), tags=True)
        else:
            strata = tuple(_pair(old, new, name, tag) for old, new, tag in records)
            yield Place((*place.path, name), whole, strata)


def items(place: Place) -> Place | None:
    """The items of the arrays at a place; None where there were no arrays, or are none now."""
    whole = _item_pair(place.whole)
    if whole is None:
        return None
    strata = tuple(pair for pair in map(_item_pair, place.strata) if pair)
    return Place((*place.path, ANY), whole, strata)


def _totals(pair: Pair) -> tuple[Record, Record] | None:
    before, now = pair.before.record, pair.now.record
    return (before, now) if before and now else None


def _alike_records(pair: Pair) -> Iterator[tuple[Record, Record, str]]:
    """The records of each tag that is on both sides, else all, if the tags tell other things."""
    before, now = _by_key(pair.before.records), _by_key(pair.now.records)
    common = before.keys() & now.keys()
    for key in sorted(common):
        yield before[key][1], now[key][1], before[key][0] or pair.tag
    if not common and not _tagging(pair.before.records) & _tagging(pair.now.records):
        both = _totals(pair)
        if both:
            yield (*both, pair.tag)


def _by_key(records: Mapping[str, Record]) -> dict[str, tuple[str, Record]]:
    """The records by a tag in which case and separators make no difference."""
    found: dict[str, tuple[str, Record]] = {}
    for tag, record in sorted(records.items()):
        found.setdefault(plain(tag), (tag, record))
    return found


def plain(name: str) -> str:
    """A name without case and separators: `createdAt`, `created_at` and `Created-At` are one.

    >>> plain("createdAt") == plain("Created-At")
    True
    """
    return re.sub(r"[\s_.\-]", "", name).casefold()


def _tagging(records: Mapping[str, Record]) -> frozenset[str]:
    """The names of the members that the tags are of."""
    return frozenset(tag.partition("=")[0] for tag in records if "=" in tag)


def _pair(before: Record, now: Record, name: str, tag: str) -> Pair:
    old, new = _member(before, name), _member(now, name)
    if name == ANY:
        return Pair(old, new, old.n, new.n, tag)
    return Pair(old, new, before.n, now.n, tag)


def _member(record: Record, name: str) -> Shape:
    if name == ANY:
        return merged(record.members.values())
    return record.members.get(name, NOTHING)


def _item_pair(pair: Pair) -> Pair | None:
    before, now = pair.before.items, pair.now.items
    if before is None or now is None:
        return None
    return Pair(before.item, now.item, before.item.n, now.item.n, pair.tag)
