"""Takes the data out of JSON values and keeps their shape, guided by the specification.

Many values are taken column by column: all that one member has at once, split by their types, so
that what is the same of all of them is done once.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, islice
from types import NoneType
from typing import Any

from contract_kit.model.pointer import tokens
from contract_kit.model.shape import (
    ANY,
    MOST_MEMBERS,
    MOST_VALUES,
    NOTHING,
    Items,
    Numbers,
    Record,
    Shape,
    Span,
    merge,
    merged,
    mostly_data,
)
from contract_kit.model.text_shape import is_word, texts_of

_DEEPEST = 50  # levels that are looked at, since whoever reads a shape walks it by recursion
_LARGEST = 1.7976931348623157e308  # JSON has whole numbers that no double can hold
_EXACT = 2**53  # up to here a double holds every whole number
_AT_ONCE = 2000  # values of a stream that are held at a time
_TELLING = re.compile(
    r"(?:.*[_-])?(?i:status|state|phase|kind|type|success|ok)"
    r"|.*[a-z](?:Status|State|Phase|Kind|Type)"
)
_Object = Mapping[str, Any]
_Alike = tuple[tuple[str, ...], Sequence[_Object]]  # objects of the same keys in the same order


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
    return _column((value,), known, _DEEPEST)


def shapes_of(values: Iterable[object], known: Guide = Guide()) -> Shape:
    """What the shapes of all values come to when they are merged; a stream is read in batches.

    >>> shapes_of([{"id": 7}, {"id": 8}]).record.members["id"].numbers
    Numbers(n=2, whole=2, span=Span(low=7, high=8))
    """
    stream, found = iter(values), NOTHING
    while batch := list(islice(stream, _AT_ONCE)):
        found = merge(found, _column(batch, known, _DEEPEST))
    return found


def _column(values: Sequence[Any], known: Guide, levels: int) -> Shape:
    if not levels or () in known.free:
        return Shape(len(values))
    parts = _by_type(values)
    trues = sum(parts[bool]) if bool in parts else 0
    numbers = int in parts or float in parts
    return Shape(
        len(values),
        len(parts.get(NoneType, ())),
        trues,
        len(parts[bool]) - trues if bool in parts else 0,
        texts_of(parts[str], plain=() not in known.volatile) if str in parts else None,
        _numbers(parts.get(int, ()), parts.get(float, ())) if numbers else None,
        _items(parts[list], known.under(ANY), levels - 1) if list in parts else None,
        _records(parts[dict], known, levels - 1) if dict in parts else {},
    )


def _by_type(values: Sequence[Any]) -> Mapping[type, Sequence[Any]]:
    kinds = set(map(type, values))
    if len(kinds) == 1:
        return {_base(kinds.pop()): values}
    parts: dict[type, list[Any]] = {}
    for kind in kinds:
        parts.setdefault(_base(kind), []).extend(v for v in values if type(v) is kind)
    return parts


@lru_cache
def _base(kind: type) -> type:
    """The type that JSON knows; `object` for those that it doesn't, which are not looked at."""
    for base in (NoneType, str, bool, int, float, dict, list):
        if issubclass(kind, base):
            return base
    return list if issubclass(kind, tuple) else object


def _numbers(whole: Sequence[int], broken: Sequence[float]) -> Numbers:
    bounds = [*map(_bound, broken)]
    if whole:
        bounds += _bound(min(whole)), _bound(max(whole))
    return Numbers(len(whole) + len(broken), len(whole), Span(min(bounds), max(bounds)))


def _bound(number: float) -> float:
    """The number as a bound: the same for equal numbers however they are written."""
    held = float(max(-_LARGEST, min(_LARGEST, number)))
    return int(held) if held.is_integer() and -_EXACT < held < _EXACT else held


def _items(lists: Sequence[Sequence[Any]], inner: Guide, levels: int) -> Items:
    lengths = list(map(len, lists))
    items = list(chain.from_iterable(lists))
    shape = _column(items, inner, levels) if items else NOTHING
    return Items(len(lists), Span(min(lengths), max(lengths)), shape)


def _records(objects: Sequence[_Object], known: Guide, levels: int) -> Mapping[str, Record]:
    alike: dict[tuple[str, ...], list[_Object]] = defaultdict(list)
    for keys, one in zip(map(tuple, objects), objects, strict=True):
        alike[keys].append(one)
    tagged: dict[str, list[_Alike]] = defaultdict(list)
    for keys, group in alike.items():
        for tag, those in _by_tag(group, _telling(keys, known)):
            tagged[tag].append((keys, those))
    if len(tagged) > MOST_VALUES:
        return {ANY: _record([*chain.from_iterable(tagged.values())], known, levels)}
    return {tag: _record(groups, known, levels) for tag, groups in tagged.items()}


def _telling(keys: tuple[str, ...], known: Guide) -> Sequence[str]:
    """The members that may tell what sort of object this is, without what is free or volatile.

    The lifecycle's state comes first, then the shortest name.
    """
    tags = known.tags
    names = [name for name in keys if name in tags or _tells(name)]
    names.sort(key=lambda name: (name not in tags, len(name), name))
    if not known.free and not known.volatile:
        return names
    inner = ((name, known.under(name)) for name in names)
    return [name for name, its in inner if () not in its.free and () not in its.volatile]


@lru_cache(maxsize=4096)
def _tells(name: str) -> bool:
    return _TELLING.fullmatch(name) is not None


def _by_tag(
    objects: Sequence[_Object], names: Sequence[str]
) -> Iterator[tuple[str, Sequence[_Object]]]:
    """Objects by the first of these members that tells something, with its value."""
    if not names:
        yield "", objects
        return
    name, silent = names[0], []
    said: dict[str, list[_Object]] = defaultdict(list)
    for one in objects:
        value = one[name]
        if isinstance(value, str):
            said[value].append(one)
        elif isinstance(value, bool):
            said[str(value).lower()].append(one)
        else:
            silent.append(one)
    for word, those in said.items():
        if is_word(word):
            yield f"{name}={word}", those
        else:
            silent += those
    if silent:
        yield from _by_tag(silent, names[1:])


def _record(groups: Sequence[_Alike], known: Guide, levels: int) -> Record:
    columns: dict[str, list[Any]] = defaultdict(list)
    for keys, objects in groups:
        values = zip(*[one.values() for one in objects], strict=True)
        for name, column in zip(keys, values, strict=True):
            columns[name] += column
    seen = sum(len(objects) for _, objects in groups)
    too_many = ANY in columns or len(columns) > MOST_MEMBERS
    if too_many or any(mostly_data(keys) for keys, _ in groups):
        return Record(seen, {ANY: _pooled(columns, known, levels)})
    members = {name: _column(its, known.under(name), levels) for name, its in columns.items()}
    return Record(seen, members)


def _pooled(columns: Mapping[str, Sequence[Any]], known: Guide, levels: int) -> Shape:
    pools: dict[Guide, list[Any]] = defaultdict(list)
    for name, column in columns.items():
        pools[known.under(name)] += column
    return merged(_column(pool, inner, levels) for inner, pool in pools.items())


@lru_cache(maxsize=4096)
def _under(known: Guide, token: str) -> Guide:
    def below(places: frozenset[tuple[str, ...]]) -> frozenset[tuple[str, ...]]:
        return frozenset(place[1:] for place in places if place and place[0] in (token, ANY))

    return Guide(below(known.free), below(known.volatile), known.tags)
