"""What breaks `pages_to_the_end`, and what comes close and keeps it."""

from dataclasses import replace
from functools import reduce
from typing import Any

from contract_kit.model.exhibit import Comparison, Exhibit, Journey
from contract_kit.model.facts import NO_FACTS, Facts, facts_of, merge_facts
from tests.rules.examples.example import Example
from tests.rules.walks import CURSOR, LINKS, NUMBERS, Body, Edit, Listing, things, walked

NEXT, PREVIOUS, ITEMS = "/links/next", "/links/previous", "/data/*/id"
MORE, TOTAL = {**LINKS, "more": "/more"}, {**LINKS, "total": "/total"}
SEVEN = Listing(things(7), LINKS)
SIX = Listing(things(6), LINKS)


def examples() -> tuple[Example, ...]:
    return (*_links(), *_ends(), *_sizes(), *_items(), *_totals(), *_early())


def _links() -> tuple[Example, ...]:
    absolute = Listing(things(7), LINKS, absolute=True)
    host, scheme = (
        "https://other.example/v2/things?after=2",
        "http://shop.example/v2/things?after=2",
    )
    user = "https://me:secret@shop.example/v2/things?after=2"
    token = "/v2/things?size=2&after=2&access_token=t0ken"
    opaque = Listing(things(7), LINKS, size=2)
    honest = walked(SEVEN)
    long = "/v2/things?size=2&after=2&more=" + "x" * 8000
    return (
        _example("broken-link", NEXT, _linked("/v2/others?after=2"), _linked("?after=2&size=2")),
        _example("broken-link", NEXT, _linked(["/v2/things"]), _linked("")),
        _example("other-host", NEXT, _linked(host), walked(absolute)),
        _example("other-scheme", NEXT, _linked(scheme), walked(absolute)),
        _example("credentials-in-link", NEXT, _linked(user), walked(absolute)),
        _example("credentials-in-link", NEXT, _linked(token, pages=1), honest),
        _example("loop", NEXT, _linked("/v2/things/?size=2", at=2), honest),
        _example("loop", PREVIOUS, _linked("?size=2&after=2", at=2, way="previous"), honest),
        _example("loop", "/after", _cursor("2"), _cursor(4)),
        _example("broken-link", "/after", _cursor({"at": 4}), _cursor("4")),
        _example("long-link", NEXT, _linked(long, pages=1), _linked(long[:8000], pages=1)),
        _example(
            "parameters-dropped",
            NEXT,
            _linked("/v2/things?after=2", pages=2),
            walked(opaque, _set("links", "next", "/v2/things?after=2", 1), pages=2),
        ),
        _example(
            "ways-disagree",
            "header:Link",
            walked(SEVEN, pages=1, relinked=lambda value, _: value.replace("after=2", "after=3")),
            walked(
                SEVEN, relinked=lambda value, _: value.replace("</v2", "<https://shop.example/v2")
            ),
        ),
        *_cursors(),
    )


def _cursors() -> tuple[Example, ...]:
    both = Listing(things(7), {**MORE, **CURSOR})
    honest, kind = walked(both), "ways-disagree"
    return (
        _example(kind, "/after", walked(both, _set("after", None, "5", 1)), honest),
        _example(kind, "/after", walked(both, _set("after", None, None, 1)), honest),
    )


def _ends() -> tuple[Example, ...]:
    more = Listing(things(7), MORE)
    after = "/v2/things?size=2&after="
    listed = Listing(things(7), {**LINKS, "pages": 4})
    honest = walked(SEVEN, back=True)
    return (
        _example(
            "next-on-last",
            NEXT,
            _linked(f"{after}7", at=4),
            walked(SIX, _set("links", "next", f"{after}6", 3)),
        ),
        _example("no-next", NEXT, walked(more, _set("links", "next", None, 1)), walked(more)),
        _example("no-next", NEXT, walked(SEVEN, _set("links", "next", None, 6), back=True), honest),
        _example("more-lies", "/more", walked(more, _set("more", None, False, 1)), walked(more)),
        _example("previous-on-first", PREVIOUS, _linked(f"{after}0", at=1, way="previous"), honest),
        _example("no-previous", PREVIOUS, _linked(None, at=2, way="previous"), honest),
        _example(
            "previous-not-inverse",
            PREVIOUS,
            walked(SEVEN, _set("links", "previous", "/v2/things?size=2", 4), back=True),
            honest,
        ),
        _example(
            "too-many-pages",
            NEXT,
            walked(Listing(things(8), {**LINKS, "pages": 3})),
            walked(listed),
        ),
    )


def _sizes() -> tuple[Example, ...]:
    def added(body: Body, number: int) -> None:
        body["data"] += [{"id": "more"}] if number == 1 else []

    small, usual = Listing(things(7), LINKS, size=3), Listing(things(7), LINKS)
    return (
        _example("size-ignored", "/data", walked(SEVEN, added), walked(SEVEN)),
        _example(
            "size-capped",
            "/data",
            walked(Listing(things(7), LINKS, most=2), query="size=3"),
            walked(Listing(things(7), {**LINKS, "size": {}}, most=2), query="size=3"),
        ),
        _example("size-changed", "/data", walked(SEVEN, _less(2)), walked(SEVEN, _less(4))),
        _example("default-size", "/data", walked(small, query=""), walked(usual, query="")),
    )


def _items() -> tuple[Example, ...]:
    thirty = Listing(things(30), LINKS)

    def turned(body: Body, _: int) -> None:
        body["data"].reverse()

    def hidden(body: Body, number: int) -> None:
        body["data"] = body["data"] if number > 4 else [t for t in body["data"] if t["id"] != "t2"]

    unsized = Listing(things(7), {**LINKS, "size": {}})
    fallen = _put({2: [1, 2], 3: [3, 4], 4: [5, 6]})
    inclusive = walked(Listing(things(7), LINKS, overlap=1), query="size=3", back=True)
    return (
        _example("repeat", ITEMS, walked(SEVEN, _put({3: [4, 0]})), walked(SEVEN)),
        _example("repeat", ITEMS, inclusive, walked(SEVEN, back=True)),
        _example("overlap", ITEMS, walked(SEVEN, fallen), walked(SEVEN)),
        _example("gap", ITEMS, walked(unsized, hidden, back=True), walked(unsized, back=True)),
        _example(
            "order-changes",
            ITEMS,
            walked(thirty, turned, query="size=5"),
            walked(thirty, query="size=5"),
        ),
    )


def _totals() -> tuple[Example, ...]:
    listing = Listing(things(7), TOTAL)

    def left(body: Body, number: int) -> None:
        body["total"] -= 2 * (number - 1)

    def grown(body: Body, number: int) -> None:
        body["total"] += number

    def wrong(body: Body, _: int) -> None:
        body["total"] = 9

    def new(body: Body, number: int) -> None:
        body["total"] += number > 2

    numbered = walked(Listing(things(7), NUMBERS))
    return (
        _example("gap", ITEMS, walked(listing, _less(2)), numbered),
        _example("total-lies", "/total", walked(listing, wrong), walked(listing, new)),
        _example("total-lies", "/total", walked(listing, grown), walked(listing)),
        _example("total-changes", "/total", walked(listing, left), walked(listing)),
        _example(
            "no-next",
            NEXT,
            walked(listing, _set("links", "next", None, 2)),
            walked(Listing(things(4), TOTAL)),
        ),
    )


def _example(kind: str, pointer: str, bad: Exhibit, good: Exhibit) -> Example:
    return Example("pages_to_the_end", kind, pointer, bad, good, operation="list", status="200")


def _linked(link: Any, *, at: int = 1, way: str = "next", pages: int = 20) -> Exhibit:
    """A walk on which one page has another link."""
    return walked(SEVEN, _set("links", way, link, at), pages=pages)


def _cursor(cursor: Any) -> Exhibit:
    """A walk by cursors, of which the second is another."""
    return walked(Listing(things(7), CURSOR), _set("after", None, cursor, 2))


def _set(name: str, member: str | None, value: Any, at: int) -> Edit:
    def edit(body: Body, number: int) -> None:
        if number == at and member:
            body[name][member] = value
        elif number == at:
            body[name] = value

    return edit


def _less(at: int) -> Edit:
    """A page lacks its last item."""

    def edit(body: Body, number: int) -> None:
        body["data"] = body["data"][:-1] if number == at else body["data"]

    return edit


def _put(pages: dict[int, list[int]]) -> Edit:
    """Pages show other items than they should."""

    def edit(body: Body, number: int) -> None:
        if number in pages:
            body["data"] = [things(7)[n] for n in pages[number]]

    return edit


def _early() -> tuple[Example, ...]:
    operation = _journey(1).sightings[0].operation
    operations = {operation.id: operation, "make": replace(operation, id="make", effect="write")}
    before = reduce(merge_facts, [_facts(7)] * 10, NO_FACTS)
    bad, good, others = (
        Comparison("small", operations, before, facts)
        for facts in (_facts(2), _facts(1), facts_of(_journey(2)))
    )
    return (
        _example("ends-early", NEXT, bad, good),
        _example("ends-early", NEXT, bad, others),
    )


def _facts(count: int) -> Facts:
    """What a story teaches that makes things itself, and lists them."""
    journey = _journey(count)
    made = Facts(steps={(journey.name, "make", "make"): {"201": 1}})
    return merge_facts(made, facts_of(journey))


def _journey(count: int) -> Journey:
    seen = walked(Listing(things(count), LINKS))
    assert isinstance(seen, Journey)
    return seen
