"""Reads one page of a listing: its items, and how to ask for the page beside it."""

import json
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from contract_kit.model.content import Unreadable
from contract_kit.model.exchange import Answer, Request
from contract_kit.model.link import Address, Direction, address, fault, in_header, resolved
from contract_kit.model.pagination import IN_HEADER, Pagination, Place
from contract_kit.model.pointer import select

_DIGITS = 9  # of a number in a request


@dataclass(frozen=True, slots=True)
class Page:
    """What one answer of a listing says.

    `items` is None where there is no list of them; `identities` are those of the items, None for an
    item without one. `next` and `previous` are links, and `cursor` a cursor, as they stand in the
    answer, whatever they are; None and the empty text are the end of the way.
    """

    request: Request
    items: list[Any] | None
    identities: tuple[str | int | None, ...] = ()
    next: object = None
    previous: object = None
    cursor: object = None
    more: bool | None = None
    total: int | None = None

    @property
    def count(self) -> int:
        """How many items there are."""
        return len(self.items or ())


def read_page(pagination: Pagination, request: Request, answer: Answer) -> Page:
    """What an answer says as a page of a listing; raises nothing."""
    try:
        body = answer.json
    except Unreadable:
        body = None
    items = _at(body, pagination.items)
    items = items if isinstance(items, list) else None
    more, total = _at(body, pagination.more), _at(body, pagination.total)
    return Page(
        request=request,
        items=items,
        identities=tuple(_identity(pagination, item) for item in items or ()),
        next=_link(pagination.next, body, answer, "next"),
        previous=_link(pagination.previous, body, answer, "previous"),
        cursor=_at(body, pagination.cursor_from),
        more=more if isinstance(more, bool) else None,
        total=total if isinstance(total, int) and not isinstance(total, bool) else None,
    )


def neighbour(pagination: Pagination, page: Page, way: Direction, seen: int) -> Request | None:
    """The request for the page beside one; None where that is the end of the way.

    `seen` is how many items have come so far, this page's included: numbered pages end with the
    last of `total`, or with an empty page. A link that leads elsewhere is the end as well.
    """
    if way == "previous" or pagination.next:
        link = page.next if way == "next" else page.previous
        ended = way == "next" and page.more is False
        return None if ended or not isinstance(link, str) else followed(pagination, page, link)
    if page.more is False:
        return None
    if pagination.cursor and pagination.cursor_from:
        return _with(page.request, pagination.cursor, page.cursor)
    if pagination.page is None or not page.items:
        return None
    if page.total is not None and seen >= page.total:
        return None
    number = asked_number(page.request, pagination.page)
    return _with(page.request, pagination.page, 2 if number is None else number + 1)


def followed(pagination: Pagination, page: Page, link: str) -> Request | None:
    """The request for a link; None where it is empty or leads to another host or operation."""
    request = page.request
    url = resolved(request.url, link)
    if not link or url is None or fault(request.url, link, pagination.path):
        return None
    if request.body and not pagination.resend_body:
        kept = tuple(pair for pair in request.headers if pair[0].lower() != "content-type")
        return replace(request, url=url, headers=kept, body=b"")
    return replace(request, url=url)


def asked(request: Request, place: Place) -> object:
    """What a request says in a place; None where it says nothing there."""
    if place.location == "query":
        pairs = parse_qsl(request.query, keep_blank_values=True)
        return next((value for name, value in pairs if name == place.name), None)
    if place.location == "header":
        return request.named.get(place.name.lower())
    return _object(request).get(place.name)


def asked_number(request: Request, place: Place) -> int | None:
    """The whole number that a request has in a place, as a number or as text; None without one."""
    text = str(asked(request, place))
    return int(text) if text.isdecimal() and text.isascii() and len(text) <= _DIGITS else None


def key_of(pagination: Pagination, request: Request) -> Address:
    """What two requests have in common that ask for the same page."""
    places = (pagination.cursor, pagination.page)
    sent = (asked(request, place) for place in places if place and place.location == "header")
    return (*address(request.url), *sent, request.body)


def _at(body: object, pointer: str | None) -> object:
    if pointer is None or pointer == IN_HEADER:
        return None
    return next(select(body, pointer), None)


def _identity(pagination: Pagination, item: object) -> str | int | None:
    value = _at(item, pagination.identity)
    return value if isinstance(value, str | int) and not isinstance(value, bool) else None


def _link(place: str | None, body: object, answer: Answer, way: Direction) -> object:
    return in_header(answer.headers, way) if place == IN_HEADER else _at(body, place)


def _with(request: Request, place: Place, value: object) -> Request | None:
    """A request with a cursor or a page's number in its place; None where that is no cursor."""
    if value == "" or isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    text = value if isinstance(value, str) else json.dumps(value)
    if place.location == "query":
        pairs = parse_qsl(request.query, keep_blank_values=True)
        query = urlencode(
            [*(pair for pair in pairs if pair[0] != place.name), (place.name, text)],
            quote_via=quote,
            errors="replace",
        )
        return replace(request, url=f"{request.url.partition('?')[0]}?{query}")
    if place.location == "header":
        kept = tuple(pair for pair in request.headers if pair[0].lower() != place.name.lower())
        return replace(request, headers=(*kept, (place.name, text)))
    body = {**_object(request), place.name: value}
    return replace(request, body=json.dumps(body, ensure_ascii=False).encode("utf-8", "replace"))


def _object(request: Request) -> dict[str, Any]:
    try:
        value = request.json
    except Unreadable:
        return {}
    return value if isinstance(value, dict) else {}
