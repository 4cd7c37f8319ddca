"""Judges where a walk ends: that the ways on and back are there where pages are, and only there."""

from collections.abc import Iterator

from contract_kit.model.page import Page
from contract_kit.rules.pages_to_the_end.sizes import promised
from contract_kit.rules.pages_to_the_end.walks import Broken, Walk, goes_on, shown

_FEW = 2  # items that others may delete while a walk goes back


def broken(walk: Walk) -> Iterator[Broken]:
    """What is wrong with the ends of a walk."""
    if walk.sure:
        yield from _at_odds(walk)
    yield from _too_far(walk)
    yield from _too_many(walk)
    yield from _no_next(walk)
    yield from _no_previous(walk)
    yield from _before_the_first(walk)


def _at_odds(walk: Walk) -> Iterator[Broken]:
    """A page that says that there is more, and has no way on; or the other way round.

    Which of the two lies is told by the cursor, where there are link and cursor, else by the size:
    after a full page more is likely.
    """
    pagination = walk.pagination
    if pagination.more is None or pagination.onward is None:
        return
    for seen in walk.forth:
        page, on = seen.page, goes_on(pagination, seen.page)
        if page.more is None or page.more == on or (on and pagination.next is None):
            continue  # with cursors alone the last one may be there to ask again later
        kind, place = ("next-on-last" if on else "no-next"), walk.onward
        if _more_follows(walk, page) is on:
            kind, place = "more-lies", pagination.more
        yield Broken(
            kind,
            seen,
            place,
            "more, and the way on",
            f"a way on where {pagination.more} is true",
            f"{pagination.more} is {str(page.more).lower()}, {walk.onward} {_said(walk, page)}",
        )


def _said(walk: Walk, page: Page) -> str:
    value = page.next if walk.pagination.next else page.cursor
    return "is none" if value in (None, "") else shown(value)


def _more_follows(walk: Walk, page: Page) -> bool | None:
    """What a third witness says; None without one."""
    pagination = walk.pagination
    if pagination.next and pagination.cursor_from:
        return page.cursor not in (None, "")
    size = promised(pagination, page)
    return None if size is None else page.count >= size


def _too_far(walk: Walk) -> Iterator[Broken]:
    """A page that was not full, and yet had a way on, to an empty one.

    After a full page that is no lie: whether more follows is then not known without looking.
    """
    filled = [index for index, seen in enumerate(walk.forth) if seen.page.count]
    largest = max(seen.page.count for seen in walk.forth)
    for seen in walk.forth[filled[-1] if filled else 0 : -1]:
        size = promised(walk.pagination, seen.page) or largest
        if walk.pagination.onward and (seen.page.count < size or not size):
            message = "the way on from the last page"
            yield Broken("next-on-last", seen, walk.onward, message, "none", "an empty page")
            return


def _too_many(walk: Walk) -> Iterator[Broken]:
    most, pagination = walk.pagination.pages, walk.pagination
    if most is None or len(walk.forth) < most or not walk.from_start:
        return
    last = walk.forth[most - 1]
    if goes_on(pagination, last.page) and last.page.more is not False:
        message, expected = "the number of pages", f"{most} at most"
        yield Broken("too-many-pages", last, walk.onward, message, expected, "a way on from there")


def _no_next(walk: Walk) -> Iterator[Broken]:
    """A page that the walk went back to, so that others follow it, unless they were deleted."""
    followed = walk.forth[-1].page.count
    for seen, forth in walk.pairs:
        same = set(seen.page.identities) == set(forth.page.identities)
        ends = walk.pagination.next and not goes_on(walk.pagination, seen.page)
        if same and ends and followed > _FEW:
            message, expected = "the way on from an earlier page", "a link"
            yield Broken("no-next", seen, walk.onward, message, expected, "none")
        followed += forth.page.count


def _no_previous(walk: Walk) -> Iterator[Broken]:
    place = walk.pagination.previous
    for _, seen in walk.steps:
        if place and seen.page.count and seen.page.previous in (None, ""):
            message, expected = "the way back from a later page", "a link"
            yield Broken("no-previous", seen, place, message, expected, "none")


def _before_the_first(walk: Walk) -> Iterator[Broken]:
    place, first = walk.pagination.previous, walk.forth[0]
    if place is None or len(walk.forth) < 2 or not walk.from_start:
        return
    for seen in (first, *walk.back):
        link = seen.page.previous
        if seen.key == first.key and link not in (None, ""):
            message = "the way back from the first page"
            yield Broken("previous-on-first", seen, place, message, "none", shown(link))
