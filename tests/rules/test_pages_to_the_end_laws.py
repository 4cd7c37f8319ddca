"""Honest listings of every style are walked to the end without a word, busy ones as well."""

import json
from collections.abc import Mapping
from dataclasses import replace
from random import Random
from time import perf_counter
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from contract_kit.model.exchange import Answer, Exchange, Request
from contract_kit.model.exhibit import Exhibit, Journey, Sighting
from contract_kit.model.finding import Finding
from contract_kit.rules import pages_to_the_end
from tests.model.laws import bodies, headers, law, queries, values
from tests.rules.walks import (
    CURSOR,
    HEADER,
    LINKS,
    NUMBERS,
    SERVER,
    Body,
    Listing,
    shown_items,
    things,
    walked,
)

MORE, TOTAL = {"more": "/more"}, {"total": "/total"}
BACK = (LINKS, HEADER)
styles = st.builds(
    lambda way, more, total: {**way, **more, **total},
    st.sampled_from([LINKS, HEADER, CURSOR, NUMBERS, {**LINKS, **CURSOR}]),
    st.sampled_from([{}, MORE]),
    st.sampled_from([{}, TOTAL]),
)


def judged(exhibit: Exhibit) -> list[Finding]:
    return list(pages_to_the_end.judge(exhibit))


def kinds(exhibit: Exhibit) -> set[str]:
    return {finding.kind for finding in judged(exhibit)}


@law
@given(styles, st.integers(0, 30), st.integers(1, 7), st.booleans(), st.booleans(), st.booleans())
def test_an_honest_listing_yields_all_its_items_and_no_word(
    said: Mapping[str, Any], count: int, size: int, absolute: bool, asks: bool, back: bool
) -> None:
    listing = Listing(things(count), said, absolute=absolute)
    back = back and "next" in said
    journey = walked(listing, query=f"state=done&size={size}" if asks else "", pages=40, back=back)
    forth = journey.sightings if not back else journey.sightings[: 1 + len(journey.sightings) // 2]
    assert shown_items(replace(journey, sightings=forth)) == [t["id"] for t in things(count)]
    assert judged(journey) == []
    assert [finding for seen in journey.sightings for finding in judged(seen)] == []


@law
@given(styles, st.integers(4, 24), st.integers(2, 6), st.integers(0, 10**6))
def test_what_others_add_and_delete_meanwhile_is_no_breach(
    said: Mapping[str, Any], count: int, size: int, seed: int
) -> None:
    dice, live = Random(seed), things(count)
    listing = Listing(live, said)

    def busy(_: Body, number: int) -> None:
        if dice.random() < 0.3:
            time = {"at": f"2026-02-01T00:00:{number:02}Z"}
            live.insert(0, {"id": f"new{number}", "state": "done", **time})
        old = [thing for thing in live if thing["id"][0] == "t"]
        if dice.random() < 0.2 and old:
            live.remove(dice.choice(old))

    journey = walked(listing, busy, query=f"size={size}", pages=40, back="next" in said)
    assert {one.kind for one in judged(journey) if one.severity != "info"} == set()


@law
@given(st.integers(4, 30), st.integers(2, 5), st.integers(1, 6), st.sampled_from(BACK))
def test_a_page_that_comes_again_is_told_wherever_it_comes(
    count: int, size: int, at: int, said: Mapping[str, Any]
) -> None:
    def again(body: Body, number: int) -> None:
        if number == at + 1:
            body["data"] = things(count)[(at - 1) * size : at * size]

    journey = walked(Listing(things(count), said), again, query=f"size={size}", pages=40)
    if at * size < count:
        assert kinds(journey) == {"repeat"}


@law
@given(st.integers(3, 30), st.integers(1, 4), st.integers(1, 8), st.sampled_from(BACK))
def test_a_total_that_is_not_the_number_of_items_is_told(
    count: int, size: int, more: int, said: Mapping[str, Any]
) -> None:
    def lying(body: Body, _: int) -> None:
        body["total"] += more

    journey = walked(Listing(things(count), {**said, **TOTAL}), lying, query=f"size={size}")
    if 1 < len(journey.sightings) < 20:
        (told,) = judged(journey)
        assert (told.kind, told.pointer) in {
            ("total-lies", "/total"),
            ("no-next", "/links/next" if said is LINKS else "header:Link"),
        }


paginations = st.dictionaries(
    st.sampled_from(
        (
            "items",
            "identity",
            "next",
            "previous",
            "more",
            "total",
            "cursor",
            "page",
            "size",
            "pages",
        )
    ),
    values
    | st.sampled_from(("/data", "/id", "", "/0", "/a", "header:Link", 3))
    | st.sampled_from((CURSOR["cursor"], {"in": "body", "name": "a", "from": "/a"}))
    | st.sampled_from(({"in": "header", "name": "a", "max": 2}, {"in": "query", "name": "a"})),
)
pages = st.dictionaries(
    st.sampled_from(("data", "a", "0")),
    values
    | st.lists(st.dictionaries(st.sampled_from(("id", "a")), values), max_size=3)
    | st.sampled_from(("/things?a=1", "https://[", "?a=\ud800", "//h:port/", "\x00", True, 10**30)),
)
requests = st.builds(
    Request,
    method=st.just("GET"),
    url=queries.map(f"{SERVER}/things?a=1&".__add__) | queries.map("http://[h/".__add__),
    headers=headers,
    body=bodies,
)
answers = st.builds(
    Answer,
    status=st.sampled_from((200, 200, 200, 206, 404)),
    headers=headers | st.just((("Link", '<?a=2>; rel=next, <>; rel="prev"'),)),
    body=bodies | pages.map(json.dumps).map(str.encode),
)


@law
@given(paginations | values, st.lists(st.builds(Exchange, requests, answers), max_size=5))
def test_whatever_is_shown_nothing_is_raised(said: Any, exchanges: list[Exchange]) -> None:
    operation = replace(Listing((), LINKS).operation, pagination=said)
    seen = tuple(
        Sighting("small", operation, exchange, number=number)
        for number, exchange in enumerate([*exchanges, *exchanges[::-1]], 1)
    )
    exhibits: list[Exhibit] = [Journey("small", "tale", SERVER, seen), *seen]
    for exhibit in exhibits:
        for finding in judged(exhibit):
            assert finding.severity == pages_to_the_end.KINDS[finding.kind]


def test_ten_times_the_items_take_no_more_than_some_ten_times_as_long() -> None:
    def seconds(count: int) -> float:
        listing = Listing([{"id": n, "state": ""} for n in range(count)], {**LINKS, **TOTAL})
        journey = walked(listing, query="size=20", pages=count, back=True)
        began = perf_counter()
        assert judged(journey) == []
        return perf_counter() - began

    assert seconds(4000) < 50 * max(0.01, seconds(400))
