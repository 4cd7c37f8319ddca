"""Walks a listing page by page, to its end and back, whoever it is that asks and answers."""

from collections.abc import Generator
from dataclasses import dataclass

from contract_kit.model.exchange import Answer, Request
from contract_kit.model.link import Address, Direction
from contract_kit.model.page import Page, key_of, neighbour, read_page
from contract_kit.model.pagination import Pagination


@dataclass(frozen=True, slots=True)
class Walked:
    """The pages of a walk, each with its answer; those of the way back are in their own order."""

    forth: tuple[tuple[Page, Answer], ...]
    back: tuple[tuple[Page, Answer], ...]


Walking = Generator[Request, Answer, tuple[tuple[Page, Answer], ...]]


def walk(
    pagination: Pagination, first: Request, pages: int, *, back: bool = False
) -> Generator[Request, Answer, Walked]:
    """Walks a listing: yields what to ask, wants to be sent what came, returns the pages.

    Each way has `pages` pages at most, and ends where a link leads to a page already walked or to
    none of this listing.
    """
    forth = yield from _way(pagination, "next", first, pages, set())
    last = forth[-1][0]
    before = neighbour(pagination, last, "previous", 0) if back else None
    known = {key_of(pagination, last.request)}
    if before is None or key_of(pagination, before) in known:
        return Walked(forth, ())
    return Walked(forth, (yield from _way(pagination, "previous", before, pages, known)))


def _way(
    pagination: Pagination, way: Direction, first: Request, pages: int, known: set[Address]
) -> Walking:
    walked: list[tuple[Page, Answer]] = []
    request: Request | None = first
    seen = 0
    while request is not None and len(walked) < pages:
        answer = yield request
        page = read_page(pagination, request, answer)
        walked.append((page, answer))
        known.add(key_of(pagination, request))
        seen += page.count
        request = neighbour(pagination, page, way, seen)
        if request is not None and key_of(pagination, request) in known:
            break
    return tuple(walked)
