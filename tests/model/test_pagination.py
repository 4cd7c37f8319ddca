"""What a specification, a page and a link say of the pages beside it; and the walk along them."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_kit.model.exchange import Answer, Request
from contract_kit.model.link import address, fault, in_header, parameters_of, resolved
from contract_kit.model.page import asked, asked_number, key_of, neighbour, read_page
from contract_kit.model.pagination import Pagination, Place, read_pagination
from contract_kit.model.walk import walk
from tests.model.laws import bodies, headers, law, queries, values
from tests.rules.walks import CURSOR, LINKS, Listing, things, walked

HERE = "https://shop.example/v2/things"


def test_all_that_a_specification_says_is_read() -> None:
    said = {
        "items": "/data",
        "identity": "",
        "next": "header:Link",
        "more": None,
        "total": "/count",
        "cursor": {"in": "body", "name": "after", "from": "/after"},
        "page": {"in": "query", "name": "page"},
        "size": {"in": "header", "name": "Size", "default": 10, "max": 50},
        "pages": 80,
        "longest": 4096,
        "carries": ["size"],
        "resend_body": True,
    }
    assert read_pagination(said, "/things") == Pagination(
        path="/things",
        items="/data",
        identity="",
        next="header:Link",
        total="/count",
        cursor=Place("body", "after"),
        cursor_from="/after",
        page=Place("query", "page"),
        size=Place("header", "Size"),
        default=10,
        most=50,
        pages=80,
        resend_body=True,
        carries=("size",),
        longest=4096,
    )


@pytest.mark.parametrize(
    "said",
    [
        None,
        [],
        {"items": 3, "next": "links", "cursor": "after", "page": {"in": "query"}},
        {"size": {"in": "path", "name": "n", "default": True, "max": 0}, "pages": "80"},
        {"carries": "size", "longest": -1, "resend_body": "yes"},
    ],
)
def test_what_is_said_in_another_form_is_not_said(said: object) -> None:
    assert read_pagination(said, "/things") == Pagination("/things")


@pytest.mark.parametrize(
    ("link", "wrong"),
    [
        ("?a=1", None),
        ("/v2/things.json?a=1", None),
        ("HTTPS://Shop.example:443/v2/things/", None),
        ("//shop.example/v2/thin%67s", None),
        ("http://shop.example/v2/things", "scheme"),
        ("file:///v2/things", "scheme"),
        ("https://shop.example.evil/v2/things", "host"),
        ("https://shop.example:444/v2/things", "host"),
        ("https://shop.example@other.example/v2/things", "credentials"),
        ("/v3/things", "path"),
        ("/v2/things/1", "path"),
        ("?a=1 2", "broken"),
        ("https://[::1/v2/things", "broken"),
        ("https://shop.example:x/v2/things", "broken"),
    ],
)
def test_where_a_link_leads_is_seen_before_it_is_followed(link: str, wrong: str | None) -> None:
    assert fault(f"{HERE}?a=0", link, "/things") == wrong


def test_a_link_may_lead_to_another_path_of_the_same_operation() -> None:
    here, template = "https://h/v2/shelves/1/books", "/shelves/{shelf}/books"
    assert fault(here, "/v2/shelves/2/books?after=x", template) is None
    assert fault(here, "/v2/shelves/1/2/books", template) == "path"
    assert fault(here, "/v1/shelves/1/books", template) == "path"


def test_one_page_has_one_address_however_it_is_written() -> None:
    one = address(f"{HERE}?b=%5B&a=x+y")
    assert one == address("https://SHOP.example:443/v2/things.json?a=x%20y&b=[")
    assert one != address(f"{HERE}?b=%5B&a=x&a=y")


@pytest.mark.parametrize(
    ("sent", "cursor", "asks"),
    [
        (CURSOR["cursor"], "x&y", f"{HERE}?size=2&after=x%26y"),
        ({**CURSOR["cursor"], "in": "header"}, 7, "7"),
        ({**CURSOR["cursor"], "in": "body"}, "é", '{"q": 1, "after": "é"}'),
    ],
)
def test_a_cursor_is_put_in_its_place(sent: Any, cursor: Any, asks: str) -> None:
    pagination = read_pagination({"items": "/data", "cursor": sent}, "/things")
    request = Request("POST", f"{HERE}?size=2", (), b'{"q": 1}')
    body = {"data": [1], "after": cursor}
    found = neighbour(pagination, read_page(pagination, request, _answer(body)), "next", 1)
    assert found is not None
    assert pagination.cursor is not None
    assert asked(found, pagination.cursor) == str(cursor)
    assert asks in (found.url, found.body.decode(), *(value for _, value in found.headers))
    assert key_of(pagination, found) != key_of(pagination, request)


def _answer(body: object) -> Answer:
    return Answer(200, (("Content-Type", "application/json"),), json.dumps(body).encode())


@pytest.mark.parametrize(
    ("start", "then"), [("", "page=2"), ("?page=0", "page=1"), ("?page=9", "page=10")]
)
def test_pages_are_numbered_on_from_where_the_request_says(start: str, then: str) -> None:
    said = {"items": "/data", "page": {"in": "query", "name": "page"}, "total": "/total"}
    pagination = read_pagination(said, "/things")
    request = Request("GET", HERE + start)
    first = read_page(pagination, request, _answer({"data": [1], "total": 2}))
    found = neighbour(pagination, first, "next", 1)
    assert found is not None
    assert found.query == then
    assert neighbour(pagination, first, "next", 2) is None
    assert neighbour(pagination, first, "previous", 1) is None


def test_a_number_is_read_from_text_and_from_json() -> None:
    for location, request in (
        ("query", Request("GET", f"{HERE}?n=12")),
        ("header", Request("GET", HERE, (("N", "12"),))),
        ("body", Request("POST", HERE, (), b'{"n": 12}')),
    ):
        assert asked_number(request, Place(location, "n")) == 12
    for text in ("-1", "1.5", "²", "", "1" * 20):
        assert asked_number(Request("GET", f"{HERE}?n={text}"), Place("query", "n")) is None


@pytest.mark.parametrize(("pages", "forth"), [(2, ["", "n=1"]), (9, ["", "n=1", "n=2", "n=0"])])
def test_a_walk_ends_at_its_limit_and_where_it_began_to_go_round(
    pages: int, forth: list[str]
) -> None:
    """The link back is one to the page itself, which no walk follows."""
    pagination = read_pagination({"items": "/data", **LINKS}, "/things")
    walking = walk(pagination, Request("GET", HERE), pages, back=True)
    request: Request | None = next(walking)
    asked_for = list[str]()
    while request is not None:
        asked_for.append(request.query)
        number = int(request.query.partition("=")[2] or 0)
        links = {"next": f"?n={(number + 1) % 3}", "previous": request.url}
        try:
            request = walking.send(_answer({"data": [], "links": links}))
        except StopIteration as end:
            request, walked_ = None, end.value
    assert asked_for == forth
    assert [page.request.query for page, _ in walked_.forth] == forth
    assert walked_.back == ()


@law
@given(st.integers(0, 40), st.integers(1, 9), st.booleans())
def test_every_item_comes_once_and_once_more_on_the_way_back(
    count: int, size: int, absolute: bool
) -> None:
    listing = Listing(things(count), LINKS, absolute=absolute)
    journey = walked(listing, query=f"size={size}", pages=50, back=True)
    forth = max(1, -(-count // size))
    urls = [seen.exchange.request.query for seen in journey.sightings]
    assert len(urls) == 2 * forth - 1
    assert [parameters_of(f"?{url}") for url in urls] == [
        parameters_of(f"?{u}") for u in urls[::-1]
    ]


@law
@given(values, queries, headers, bodies, st.sampled_from(["next", "previous"]))
def test_whatever_is_read_nothing_is_raised(
    said: Any, text: str, some: Any, body: bytes, way: Any
) -> None:
    source = {"items": "/data", "next": "/0", "cursor": said, "size": said, **LINKS}
    for pagination in (read_pagination(said, text), read_pagination(source, "/{a}/b")):
        request = Request("GET", f"http://[h/{text}?{text}", some, body)
        page = read_page(pagination, request, Answer(200, some, body))
        neighbour(pagination, page, way, 0)
    assert in_header((), way) is None
    assert fault(text, text, text) in (None, "broken", "credentials", "host", "scheme", "path")
    assert resolved(text, text) is None or address(text)
