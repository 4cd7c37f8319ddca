"""Judges the order of the items of a walk, as far as it can be told from chance."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import lgamma, log
from typing import Any

from contract_kit.model.instant import instant, is_before, is_number
from contract_kit.rules.pages_to_the_end.walks import Broken, Seen, Walk

# How much more likely an order is meant than by chance, as a logarithm: 1 in 500, 1 in 100,000.
_LIKELY, _SURE = log(500), log(100_000)


def broken(walk: Walk) -> Iterator[Broken]:
    """An order that all pages have within and none has to the next, or that is reversed going back.

    Where a parameter sorts, another rule judges the order.
    """
    if walk.pagination.identity is None:
        return
    operation = walk.forth[0].sighting.operation
    sorts = [*(one.honours for one in operation.parameters), *operation.honours.values()]
    if any("sorted_by" in one for one in sorts):
        return
    pages = [seen for seen in walk.forth if seen.page.count]
    orders = [
        _Order(_keys(pages, name), ascending) for name in _names(walk) for ascending in (1, 0)
    ]
    if any(order.breaks for order in orders) and not any(order.holds for order in orders):
        message = "the order from page to page"
        yield Broken("order-changes", pages[1], walk.of_items, message, "as within", "the opposite")
        return
    yield from _reversed(walk)


def _names(walk: Walk) -> list[str | None]:
    """What all items may be in the order of: their identity (None), a time, a number."""
    items = [item for seen in walk.forth for item in seen.page.items or ()]
    first = items[0] if items and isinstance(items[0], dict) else {}
    names = [name for name, value in first.items() if is_number(value) or instant(value)]
    return [
        *([None] if all(is_number(i) for seen in walk.forth for i in seen.page.identities) else []),
        *(n for n in names if all(isinstance(i, dict) and _sorts(i.get(n)) for i in items)),
    ]


def _sorts(value: object) -> bool:
    return is_number(value) or instant(value) is not None


def _keys(pages: Sequence[Seen], name: str | None) -> list[list[Any]]:
    if name is None:
        return [list(seen.page.identities) for seen in pages]
    return [[item[name] for item in seen.page.items or ()] for seen in pages]


@dataclass(frozen=True, slots=True)
class _Order:
    """The keys of the items page by page, and the direction in which they may be in order."""

    pages: Sequence[Sequence[object]]
    ascending: int

    @property
    def holds(self) -> bool:
        """Whether the order is kept from the first item to the last, and says something of most."""
        steps = list(pairwise(key for page in self.pages for key in page))
        rising = sum(self._wrong(b, a) for a, b in steps)
        return 2 * rising > len(steps) and not any(self._wrong(a, b) for a, b in steps)

    @property
    def breaks(self) -> bool:
        """Whether every page keeps it, and no page keeps it to the next; and not by chance."""
        within = [(a, b) for page in self.pages for a, b in pairwise(page)]
        between = [(one[-1], other[0]) for one, other in pairwise(self.pages)]
        chance = sum(lgamma(len(page) + 1) for page in self.pages) + len(between) * log(2)
        return (
            len(between) > 1
            and chance > _SURE
            and not any(self._wrong(a, b) for a, b in within)
            and any(self._wrong(b, a) for a, b in within)
            and all(self._wrong(a, b) for a, b in between)
        )

    def _wrong(self, one: object, other: object) -> bool:
        return is_before(other, one) if self.ascending else is_before(one, other)


def _reversed(walk: Walk) -> Iterator[Broken]:
    pairs = list(walk.pairs)
    turned = [seen for seen, forth in pairs if seen.page.identities == forth.page.identities[::-1]]
    chance = sum(lgamma(seen.page.count + 1) for seen in turned)
    if pairs and len(turned) == len(pairs) and chance > _LIKELY:
        message = "the order of a page on the way back"
        yield Broken("order-changes", turned[0], walk.of_items, message, "as forth", "reversed")
