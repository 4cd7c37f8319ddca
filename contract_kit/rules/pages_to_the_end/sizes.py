"""Judges how many items a page has, beside how many were asked for or are documented."""

from collections.abc import Iterator

from contract_kit.model.page import Page, asked, asked_number
from contract_kit.model.pagination import Pagination
from contract_kit.rules.pages_to_the_end.walks import Broken, Seen, Walk


def promised(pagination: Pagination, page: Page) -> int | None:
    """How many items a page has that others follow; None where the specification does not say.

    What was asked for counts up to the documented maximum; beyond, and without a maximum, a server
    may give fewer.
    """
    wanted = _wanted(pagination, page)
    if wanted is None:
        return None if _asks(pagination, page) else pagination.default
    return wanted if pagination.most is not None else None


def limit(pagination: Pagination, page: Page) -> int | None:
    """How many items a page has at most; None where nothing says so."""
    return pagination.default if not _asks(pagination, page) else _wanted(pagination, page)


def broken(walk: Walk) -> Iterator[Broken]:
    """What is wrong with the sizes of the pages of a walk."""
    place = walk.pagination.items or ""
    for seen in (*walk.forth, *walk.back):
        most = limit(walk.pagination, seen.page)
        if _is_known(walk, seen) and most is not None and seen.page.count > most:
            kind = "size-ignored" if _asks(walk.pagination, seen.page) else "default-size"
            yield _told(kind, seen, place, f"{most} at most")
    yield from _short(walk, place)


def _is_known(walk: Walk, seen: Seen) -> bool:
    """Whether the size is known: a page that asks for none may have that of the first request."""
    asks, begins = (_asks(walk.pagination, page.page) for page in (seen, walk.forth[0]))
    return asks or (walk.from_start and not begins)


def _short(walk: Walk, place: str) -> Iterator[Broken]:
    """Pages with too few items though others follow: all the same too few, or some."""
    followed = list(_followed(walk))
    short = [seen for seen in followed if _is_short(seen)]
    if not short:
        return
    alike = len({seen.page.count for seen in followed}) == 1
    kind = "size-capped" if alike else "size-changed"
    if alike and not _asks(walk.pagination, short[0].page):
        kind = "default-size"
    yield _told(kind, short[0], place, str(promised(walk.pagination, short[0].page)))


def _is_short(seen: Seen) -> bool:
    size = promised(seen.pagination, seen.page)
    return size is not None and seen.page.count < size


def _followed(walk: Walk) -> Iterator[Seen]:
    """The pages of a known size after which others came that have something new."""
    known = set[object]()
    for seen, follower in walk.steps:
        known |= set(seen.page.identities) - {None}
        new = any(identity not in known for identity in follower.page.identities)
        if new and _is_known(walk, seen):
            yield seen


def _told(kind: str, seen: Seen, place: str, expected: str) -> Broken:
    return Broken(kind, seen, place, "the number of items", expected, str(seen.page.count))


def _asks(pagination: Pagination, page: Page) -> bool:
    return pagination.size is not None and asked(page.request, pagination.size) is not None


def _wanted(pagination: Pagination, page: Page) -> int | None:
    """The size that a request asks for, where that is one that may be asked for."""
    if pagination.size is None:
        return None
    number = asked_number(page.request, pagination.size)
    fits = number is not None and 1 <= number <= (pagination.most or number)
    return number if fits else None
