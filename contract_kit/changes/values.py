"""Tells how the values of a place changed: their types, nulls, and what stands for null."""

from collections.abc import Callable

from contract_kit.changes.alike import ALIKE, likeness
from contract_kit.changes.arrays import lengths
from contract_kit.changes.claims import types
from contract_kit.changes.numbers import numbers
from contract_kit.changes.place import Pair, Place
from contract_kit.changes.strength import is_missed, is_news
from contract_kit.changes.texts import texts
from contract_kit.changes.wording import say, where
from contract_kit.model.change import Change, Kind
from contract_kit.model.inference import shape_of
from contract_kit.model.shape import Numbers, Shape, Texts, merged

_STAND_INS = (
    *("0000-00-00", "0000-00-00 00:00:00", "0000-00-00T00:00:00Z", "0001-01-01T00:00:00Z"),
    *("1970-01-01", "1970-01-01T00:00:00Z", "1970-01-01T00:00:00.000Z"),
)
_SAMES = frozenset(found.same for found in (shape_of(text).texts for text in _STAND_INS) if found)


def values(place: Place) -> tuple[Change, ...]:
    """The changes of what is at a place itself; those of its members and items are told there.

    What is told first explains the rest: values of another type have other formats too.
    """
    pairs = [pair for pair in place.strata if pair.before.n and pair.now.n]
    for read in (_stand_ins, _retyped, _nulls):
        if change := read(place, pairs):
            return (change,)
    return (*texts(place, pairs), *numbers(place), *lengths(place))


def _retyped(place: Place, pairs: list[Pair]) -> Change | None:
    found = [pair for pair in pairs if _has_new_types(pair)]
    if not found:
        return None
    before, now = merged(p.before for p in found), merged(p.now for p in found)
    kind = _kind_of_types(before, now)
    return _change(place, kind, found, say(before), say(now))


def _has_new_types(pair: Pair) -> bool:
    before, new = types(pair.before), types(pair.now) - types(pair.before)
    if not before or not new:
        return False
    count = sum(_count(pair.now, name) for name in new)
    seen, now = pair.before.n - pair.before.nulls, pair.now.n - pair.now.nulls
    return is_news(seen, now, count)


def _count(shape: Shape, name: str) -> int:
    match name:
        case "boolean":
            return shape.trues + shape.falses
        case "string":
            return shape.texts.n if shape.texts else 0
        case "number":
            return shape.numbers.n if shape.numbers else 0
        case "array":
            return shape.items.n if shape.items else 0
    return shape.record.n if shape.record else 0


def _kind_of_types(before: Shape, now: Shape) -> Kind:
    was, new = types(before), types(now) - types(before)
    if "object" in new:
        if _is_within(before, now):
            return "wrapped" if "array" in was else "nested"
        return "array-to-object" if "array" in was else "retyped"
    if "object" in was and _is_within(now, before):
        return "unwrapped" if "array" in new else "flattened"
    if "array" in new:
        return "object-to-array" if "object" in was else "scalar-to-array"
    return "array-to-scalar" if "array" in was else "retyped"


def _is_within(inner: Shape, outer: Shape) -> bool:
    """Whether a member of the objects is what the value alone is on the other side."""
    record = outer.record
    members = record.members.values() if record else ()
    return any(
        types(member) == types(inner) and likeness(inner, member) > ALIKE for member in members
    )


def _stand_ins(place: Place, pairs: list[Pair]) -> Change | None:
    found = [pair for pair in pairs if _has_stand_ins(pair)]
    if not found:
        return None
    now = say(merged(pair.now for pair in found))
    return _change(place, "sentinel", found, "null", now)


def _has_stand_ins(pair: Pair) -> bool:
    """Whether nulls are gone, and what is often put in their place has come."""
    old, new = pair.before, pair.now
    if not old.nulls or new.nulls:
        return False
    times = _empty_texts(old.texts, new.texts) + _empty_numbers(old.numbers, new.numbers)
    return is_news(old.n, new.n, times) or (times > 0 and is_missed(old.nulls, old.n, new.n))


def _empty_texts(before: Texts | None, now: Texts | None) -> int:
    if now is None:
        return 0
    known = before.formats if before else {}
    if now.same in _SAMES and not (before and before.same == now.same):
        return now.n
    return sum(now.formats.get(name, 0) for name in ("empty", "null") if name not in known)


def _empty_numbers(before: Numbers | None, now: Numbers | None) -> int:
    if now is None or now.span.low not in (0, -1):
        return 0
    if before and before.span.low <= now.span.low:
        return 0
    return now.n if now.span.low == now.span.high else 1


def _nulls(place: Place, pairs: list[Pair]) -> Change | None:
    never = [pair for pair in pairs if types(pair.before) and not pair.before.nulls]
    found = [pair for pair in never if is_news(pair.before.n, pair.now.n, pair.now.nulls)]
    if not found:
        return None
    always = all(pair.now.nulls == pair.now.n for pair in never)
    kind: Kind = "always-null" if always else "nullable"
    old = say(merged(pair.before for pair in found))
    return _change(place, kind, found, old, "always null" if always else "null, too")


def _change(place: Place, kind: Kind, pairs: list[Pair], old: str, new: str) -> Change:
    tags = where(pairs, place)
    seen, now = (sum(map(count, pairs)) for count in _COUNTS)
    return Change(place.pointer, kind, old + tags, new + tags, seen, now)


_COUNTS: tuple[Callable[[Pair], int], ...] = (lambda pair: pair.before.n, lambda pair: pair.now.n)
