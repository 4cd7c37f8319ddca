"""How far a story's walks through listings went, so that one that ends early can be noticed."""

from collections.abc import Iterator, Mapping
from itertools import groupby

from contract_kit.model.inference import shape_of
from contract_kit.model.page import Page, asked_number, read_page
from contract_kit.model.pagination import Pagination, read_pagination
from contract_kit.model.shape import Shape
from contract_kit.model.sighting import Journey, Sighting

Step = tuple[str, str, str]  # story, step, operation


def walked(journey: Journey) -> Mapping[Step, Shape]:
    """The shape of `{"pages": …, "full": …}` by step: how many pages, and whether it ended full.

    Full is an end with as many items as a page was asked to have: there may have been more.
    """
    found = {}
    for (step, operation), group in groupby(journey.sightings, key=_place):
        pages = list(_pages(group))
        if pages:
            ends = [page for pagination, page in pages if _is_end(pagination, page)]
            full = any(_is_full(pages[0][0], page) for page in ends)
            found[journey.name, step, operation] = shape_of({"pages": len(pages), "full": full})
    return found


def _place(sighting: Sighting) -> tuple[str, str]:
    return sighting.step, sighting.operation.id


def _pages(group: Iterator[Sighting]) -> Iterator[tuple[Pagination, Page]]:
    for sighting in group:
        operation, exchange = sighting.operation, sighting.exchange
        if not operation.pagination or exchange.answer.status // 100 != 2:
            continue
        pagination = read_pagination(operation.pagination, operation.path)
        if pagination.onward:
            page = read_page(pagination, exchange.request, exchange.answer)
            if page.items is not None:
                yield pagination, page


def _is_end(pagination: Pagination, page: Page) -> bool:
    onward = page.next if pagination.next else page.cursor
    return page.more is False or not onward


def _is_full(pagination: Pagination, page: Page) -> bool:
    asked = asked_number(page.request, pagination.size) if pagination.size else None
    size = asked or pagination.default
    return size is not None and page.count >= size
