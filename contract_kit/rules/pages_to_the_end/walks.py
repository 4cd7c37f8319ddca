"""Finds the walks in what was shown: pages of one listing, each asked for as the one before says.

A poll of a listing is no walk, for it asks for the same page again.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from contract_kit.model.exchange import Request
from contract_kit.model.exhibit import Exhibit, Journey
from contract_kit.model.link import Address, parameters_of
from contract_kit.model.page import Page, asked, asked_number, key_of, neighbour, read_page
from contract_kit.model.pagination import Pagination, read_pagination
from contract_kit.model.sighting import Sighting

_SHOWN = 120  # characters of a value in a message


@dataclass(frozen=True, slots=True)
class Seen:
    """A page, where it was seen: the exchange, and its place in the journey."""

    sighting: Sighting
    place: int | None
    pagination: Pagination
    page: Page

    @property
    def key(self) -> Address:
        """The same for requests for the same page."""
        return key_of(self.pagination, self.page.request)


@dataclass(frozen=True, slots=True)
class Walk:
    """The pages of one walk, forth and then back, each way in the order in which it was gone.

    `sure` tells whether the first page is known to be on a way forth.
    """

    forth: tuple[Seen, ...]
    back: tuple[Seen, ...]
    sure: bool

    @property
    def pagination(self) -> Pagination:
        """What the specification says of the pages."""
        return self.forth[0].pagination

    @property
    def onward(self) -> str:
        """The pointer of what leads to the next page; with page numbers it is the items'."""
        return self.pagination.onward or self.pagination.items or ""

    @property
    def of_items(self) -> str:
        """The pointer of what tells the items apart."""
        return f"{self.pagination.items or ''}/*{self.pagination.identity or ''}"

    @property
    def steps(self) -> Iterator[tuple[Seen, Seen]]:
        """Each page of the way forth with the one after it."""
        return pairwise(self.forth)

    @property
    def pairs(self) -> Iterator[tuple[Seen, Seen]]:
        """Each page of the way back with the one of the way forth that it should be."""
        return zip(self.back, self.forth[-2::-1], strict=False)

    @property
    def from_start(self) -> bool:
        """Whether the walk begins with the first page of the listing."""
        first, pagination = self.forth[0].page, self.pagination
        cursor = asked(first.request, pagination.cursor) if pagination.cursor else None
        number = asked_number(first.request, pagination.page) if pagination.page else None
        begins = cursor in (None, "") and number in (None, 0, 1)
        return self.sure and begins and not _holds_a_place(first)

    @property
    def ended(self) -> bool:
        """Whether the way forth went on to where nothing says that more follows."""
        last = self.forth[-1].page
        if last.more or goes_on(self.pagination, last):
            return False
        return bool(self.pagination.onward) or (self.pagination.page is not None and not last.count)


@dataclass(frozen=True, slots=True)
class Broken:
    """One way in which a page breaks the promise; what was expected and came is for people."""

    kind: str
    seen: Seen
    pointer: str
    message: str
    expected: str
    actual: str


def goes_on(pagination: Pagination, page: Page) -> bool:
    """Whether a page has a link or a cursor to the next one, wherever that leads."""
    value = page.next if pagination.next else page.cursor
    return value not in (None, "")


def shown(value: object) -> str:
    """A value for people, not too long."""
    text = value if isinstance(value, str) else repr(value)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


def walks_of(exhibit: Exhibit) -> Iterator[Walk]:
    """The walks in the order in which they began; of a single exchange the one page that it is."""
    match exhibit:
        case Sighting():
            yield from _split([_seen(exhibit, None)])
        case Journey():
            places = enumerate(exhibit.sightings, 1)
            yield from _split(_seen(sighting, place) for place, sighting in places)


def _seen(sighting: Sighting, place: int | None) -> Seen | None:
    """A sighting as a page; None where it is no success, or shows no items."""
    operation, exchange = sighting.operation, sighting.exchange
    if not operation.pagination or not sighting.declared or exchange.answer.status // 100 != 2:
        return None
    pagination = read_pagination(operation.pagination, operation.path)
    page = read_page(pagination, exchange.request, exchange.answer)
    return None if page.items is None else Seen(sighting, place, pagination, page)


def _split(pages: Iterable[Seen | None]) -> Iterator[Walk]:
    path: _Path | None = None
    for seen in pages:
        if path is not None and (seen is None or not path.take(seen)):
            yield path.walk()
            path = None
        if path is None and seen is not None:
            path = _Path(seen)
    if path is not None:
        yield path.walk()


class _Path:
    """A walk as it grows."""

    def __init__(self, first: Seen) -> None:
        self._forth, self._back = [first], list[Seen]()
        self._gone = {first.key}
        self._count = first.page.count

    def walk(self) -> Walk:
        return Walk(tuple(self._forth), tuple(self._back), self._forth[0].sighting.number == 1)

    def take(self, seen: Seen) -> bool:
        """Whether a page is the one that the last one names on this way; then the walk has it."""
        last = (self._back or self._forth)[-1]
        one, other = last.sighting, seen.sighting
        if (one.operation.id, one.step) != (other.operation.id, other.step):
            return False
        if not self._back and seen.key not in self._gone and self._leads(last, "next", seen):
            self._forth.append(seen)
            self._count += seen.page.count
        elif seen.key != last.key and self._leads(last, "previous", seen):
            self._back.append(seen)
        else:
            return False
        self._gone.add(seen.key)
        return True

    def _leads(self, last: Seen, way: Any, seen: Seen) -> bool:
        request: Request | None = neighbour(last.pagination, last.page, way, self._count)
        return request is not None and key_of(last.pagination, request) == seen.key


def _holds_a_place(page: Page) -> bool:
    """Whether the request has a parameter that the page's links have with another value: a place.

    A cursor of the way back, for one, of which `x-pagination` says nothing.
    """
    links = [link for link in (page.next, page.previous) if isinstance(link, str)]
    linked = [pair for link in links for pair in parameters_of(link)]
    sent = dict(parameters_of(page.request.url))
    return any(sent.get(name, value) != value for name, value in linked)
