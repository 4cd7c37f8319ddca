"""Tells when arrays that always had one length, as coordinates have, have another."""

from collections.abc import Iterator

from contract_kit.changes.claims import types
from contract_kit.changes.place import Place
from contract_kit.model.change import Change
from contract_kit.model.shape import Items

_SHORTEST, _LONGEST = 2, 8  # items of an array whose length is meant


def lengths(place: Place) -> Iterator[Change]:
    """The change of length of the arrays at a place; an array of objects is a list, of any length.

    An empty array says nothing.
    """
    before, now = place.whole.before.items, place.whole.now.items
    if not before or not now or "object" in types(before.item) | types(now.item):
        return
    old, new = before.lengths, now.lengths
    fixed = old.low == old.high and new.low == new.high
    if fixed and _is_meant(before) and new.high and old.low != new.low:
        told = f"{old.low:g} items", f"{new.low:g} items"
        yield Change(place.pointer, "length", *told, before.n, now.n)


def _is_meant(items: Items) -> bool:
    return _SHORTEST <= items.lengths.low <= _LONGEST
