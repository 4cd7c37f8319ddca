"""Judges what the pages of a walk say of the number of all items, beside the items that come."""

from collections.abc import Iterator

from contract_kit.rules.pages_to_the_end.sizes import promised
from contract_kit.rules.pages_to_the_end.walks import Broken, Seen, Walk


def broken(walk: Walk) -> Iterator[Broken]:
    """What is wrong with the totals: of a walk that has seen all pages, one thing at most."""
    place = walk.pagination.total
    for seen in walk.forth:
        if place is not None and seen.page.total is not None and seen.page.total < seen.page.count:
            actual = f"{seen.page.total} beside {seen.page.count} items"
            yield Broken("total-lies", seen, place, "the number of all items", "all", actual)
            return
    totals = [seen.page.total for seen in walk.forth if seen.page.total is not None]
    if place is None or len(totals) < len(walk.forth) or not walk.from_start:
        return
    if _counts_down(walk, totals):
        expected, actual = f"{totals[0]} on every page", ", ".join(map(str, totals[:10]))
        yield Broken("total-changes", walk.forth[1], place, "the total", expected, actual)
    elif walk.ended:
        yield from _against_items(walk, place, totals)


def _counts_down(walk: Walk, totals: list[int]) -> bool:
    """Whether each page says how many items are left, which deletions would hardly hit."""
    if walk.ended and totals[-1] != walk.forth[-1].page.count:
        return False
    steps = zip(walk.steps, totals, totals[1:], strict=False)
    return totals[-1] < totals[0] and all(
        total - seen.page.count == left for (seen, _), total, left in steps
    )


def _against_items(walk: Walk, place: str, totals: list[int]) -> Iterator[Broken]:
    """The total and the items that came to the end; others may add and delete between two totals.

    Where items are missing, it is told where: on a page that was short, behind one that was full
    and had no way on. Else the total lies.
    """
    items = sum(seen.page.count for seen in walk.forth)
    known = {identity for seen in walk.forth for identity in seen.page.identities}
    came = len(known) if None not in known else items
    if min(totals) <= came <= max(totals) or min(totals) <= items <= max(totals):
        return
    last, message = walk.forth[-1], "the number of all items"
    kind, seen, pointer = "total-lies", last, place
    sizes = [promised(walk.pagination, one.page) for one in walk.forth]
    full = sizes[-1] is not None and last.page.count >= sizes[-1]
    if len(walk.forth) == 1 and came < min(totals) and not full:
        return  # an example that shows some of the items, or a walk that was not to go on
    short = [one for one, size in zip(walk.forth[:-1], sizes, strict=False) if _less(one, size)]
    if came < min(totals):
        if short:
            kind, seen, pointer = "gap", short[0], walk.of_items
        elif walk.pagination.onward and full:
            kind, pointer = "no-next", walk.onward
    yield Broken(kind, seen, pointer, message, str(totals[-1]), str(came))


def _less(seen: Seen, size: int | None) -> bool:
    return size is not None and seen.page.count < size
