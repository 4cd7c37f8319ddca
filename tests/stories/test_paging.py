"""Listings walked page by page, in every way that a specification can say how."""

from typing import Any

import pytest

from contract_kit.model.exchange import header
from contract_kit.stories import Event
from tests.stories.shop import URL, Say, Vendor, numbers, stop, story


def walk(
    operation: str, *says: Say, way: str = "next", pages: int = 9, **step: Any
) -> tuple[Vendor, list[Event]]:
    """Walks a listing, and expects afterwards what `pages` and `items` came to."""
    walking = {
        "stepId": "walk",
        "operationId": operation,
        "x-pages": {"way": way, "pages": pages},
        **step,
    }
    vendor = Vendor(*says)
    return vendor, vendor.play(story([walking]))


def page(items: str, **members: Any) -> Say:
    return Say({"items": [{"id": item} for item in items], **members})


@pytest.mark.parametrize("links", [("/linked?p=2", "/linked?p=3"), (f"{URL}/linked?p=2", "?p=3")])
def test_links_are_followed_relative_and_absolute(links: tuple[str, str]) -> None:
    says = page("ab", next=links[0]), page("cd", next=links[1]), page("e", next=None)
    vendor, events = walk("listLinked", *says)
    assert vendor.urls() == ["/linked", "/linked?p=2", "/linked?p=3"]
    assert numbers(events) == [1, 2, 3]


def test_both_ways_go_to_the_end_and_back_to_the_start() -> None:
    second = page("b", next="/linked?p=3", previous="/linked?p=1")
    third = page("c", next=None, previous="/linked?p=2")
    says = page("a", next="/linked?p=2"), second, third, second, page("a", next="/linked?p=2")
    vendor, events = walk("listLinked", *says, way="both")
    assert vendor.urls() == ["/linked", *(f"/linked?p={n}" for n in (2, 3, 2, 1))]
    assert numbers(events) == [1, 2, 3, 4, 5]


def test_items_and_pages_are_those_of_the_way_forth() -> None:
    says = page("ab", next="/linked?p=2"), page("c", previous="/linked?p=1"), page("ab")
    walking = {"stepId": "walk", "operationId": "listLinked", "x-pages": {"way": "both"}}
    counted = {
        "stepId": "count",
        "operationId": "listJobs",
        "successCriteria": [
            {"condition": "$steps.walk.outputs.pages == 2"},
            {"condition": "$steps.walk.outputs.items#/2/id == 'c'"},
            {"condition": "$steps.walk.outputs.items#/3 == null"},
            {"condition": "$steps.walk.outputs.last#/items/1/id == 'b'"},
        ],
    }
    assert numbers(Vendor(*says).play(story([walking, counted]))) == [1, 2, 3, 1]


def test_no_more_pages_are_asked_for_than_allowed() -> None:
    says = [page("a", next=f"/linked?p={number}") for number in range(2, 9)]
    vendor, events = walk("listLinked", *says, pages=3)
    assert vendor.urls() == ["/linked", "/linked?p=2", "/linked?p=3"]
    assert numbers(events) == [1, 2, 3]


ELSEWHERE = (
    "https://elsewhere.example/linked?p=2",
    "//elsewhere.example/linked",
    "http://shop.example/linked",
    "https://me:pass@shop.example/linked",
    "https://shop.example:444/linked",
    "file:///etc/passwd",
    "/jobs/1",
    "https://[",
    "https://shop.example:port/linked",
    "/linked?p=a b",
    7,
    "",
    "/linked",
)


@pytest.mark.parametrize("link", ELSEWHERE)
def test_a_link_to_anywhere_else_ends_the_walk_and_the_story_goes_on(link: Any) -> None:
    walking = {"stepId": "walk", "operationId": "listLinked", "x-pages": {}}
    vendor = Vendor(page("a", next=link))
    events = vendor.play(story([walking, {"stepId": "after", "operationId": "listJobs"}]))
    assert vendor.urls() == ["/linked", "/jobs"]
    assert numbers(events) == [1, 1]


def test_a_link_to_a_page_walked_before_ends_the_walk() -> None:
    says = page("a", next="?p=2&s=1"), page("b", next="?p=3"), page("c", next="/linked/?s=%31&p=2")
    vendor, _ = walk("listLinked", *says)
    assert vendor.urls() == ["/linked", "/linked?p=2&s=1", "/linked?p=3"]


@pytest.mark.parametrize("link", ["/linked?p=2", "https://elsewhere.example/linked", None])
def test_a_way_back_to_the_page_itself_or_elsewhere_is_not_gone(link: Any) -> None:
    says = page("a", next="/linked?p=2"), page("b", previous=link)
    vendor, events = walk("listLinked", *says, way="both")
    assert vendor.urls() == ["/linked", "/linked?p=2"]
    assert numbers(events) == [1, 2]


def test_every_page_is_held_to_the_criteria() -> None:
    says = page("a", next="/linked?p=2"), Say({"error": "broken"}, 500)
    _, events = walk("listLinked", *says)
    assert numbers(events) == [1, 2]
    assert stop(events)[2] == "$statusCode is 500"


def test_a_body_is_sent_again_where_the_specification_says_so() -> None:
    says = page("a", next="/searched?p=2"), page("b")
    vendor, _ = walk("search", *says, requestBody={"payload": {"q": "x"}})
    assert [request.body for request in vendor.requests] == [b'{"q":"x"}'] * 2
    assert {request.method for request in vendor.requests} == {"POST"}


def test_a_body_is_not_sent_again_where_it_does_not() -> None:
    says = page("a", next="/forgotten?p=2"), page("b")
    vendor, _ = walk("forget", *says, requestBody={"payload": {"q": "x"}})
    assert [request.body for request in vendor.requests] == [b'{"q":"x"}', b""]
    assert header(vendor.requests[1].headers, "Content-Type") is None


def test_links_stand_in_a_header() -> None:
    first = Say(
        {"items": []}, headers={"Link": '</headed?p=1>; rel="first", </headed?p=2>; rel=next'}
    )
    last = Say({"items": []}, headers={"link": f'<{URL}/headed>; title="a, b"; rel="prev start"'})
    vendor, _ = walk("listHeaded", first, last, Say({"items": []}), way="both")
    assert vendor.urls() == ["/headed", "/headed?p=2", "/headed"]


def test_a_cursor_is_sent_in_its_place() -> None:
    size = [{"name": "size", "in": "query", "value": 2}]
    says = page("ab", after="x&y"), page("cd", after=7), page("e", after=None)
    vendor, _ = walk("listPlaced", *says, parameters=size)
    assert vendor.urls() == [f"/placed?size=2{more}" for more in ("", "&after=x%26y", "&after=7")]


def test_a_listing_ends_where_it_says_that_there_is_no_more() -> None:
    vendor, _ = walk(
        "listPlaced", page("a", after="x", more=True), page("b", after="y", more=False)
    )
    assert vendor.urls() == ["/placed", "/placed?after=x"]


@pytest.mark.parametrize("start", [None, 5])
def test_pages_are_numbered_on_until_one_is_empty(start: int | None) -> None:
    parameters = [{"name": "page", "in": "query", "value": start}] if start else []
    vendor, _ = walk("listNumbered", page("a"), page("b"), page(""), parameters=parameters)
    first = [f"/numbered?page={start}"] if start else ["/numbered"]
    number = start or 1
    assert vendor.urls() == [*first, *(f"/numbered?page={number + more}" for more in (1, 2))]


def test_numbered_pages_end_with_the_last_item() -> None:
    vendor, _ = walk("listNumbered", page("ab", total=3), page("c", total=3), page("d"))
    assert vendor.urls() == ["/numbered", "/numbered?page=2"]


def test_a_cursor_may_belong_into_the_body() -> None:
    says = page("a", after="x"), page("b")
    vendor, _ = walk("listBodied", *says, requestBody={"payload": {"q": 1}})
    assert [request.body for request in vendor.requests] == [b'{"q":1}', b'{"q": 1, "after": "x"}']
