"""Each change of a walk is told once, by its kind and where; honest recordings are not."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from contract_kit import openapi
from contract_kit.formats import store
from contract_kit.model.exhibit import Exhibit, Journey, Sighting
from contract_kit.model.finding import Finding
from contract_kit.openapi.schemas import compile_alone
from contract_kit.rules import pages_to_the_end
from contract_kit.rules.pages_to_the_end.walks import walks_of
from tests.rules.walks import (
    CURSOR,
    LINKS,
    SERVER,
    Body,
    Edit,
    Listing,
    alone,
    things,
    walked,
)

ROOT = Path(__file__).parents[2]


def judged(exhibit: Exhibit) -> list[Finding]:
    return list(pages_to_the_end.judge(exhibit))


def kinds(exhibit: Exhibit) -> set[str]:
    return {finding.kind for finding in judged(exhibit)}


def linking(way: str, at: int, link: object) -> Edit:
    def edit(body: Body, number: int) -> None:
        if number == at:
            body["links"][way] = link

    return edit


def showing(at: int, *shown: int) -> Edit:
    def edit(body: Body, number: int) -> None:
        if number == at:
            body["data"] = [things(20)[n] for n in shown]

    return edit


PROMISE = Listing((), LINKS).operation.answers["200"]
HTTP = SERVER.replace("https", "http")
HOST = "https://internal.shop.example:8443/v2"
USER = SERVER.replace("//", "//me:pass@")
ON, OFF = "/links/next", "/links/previous"


@pytest.mark.parametrize(
    ("edit", "kind", "pointer", "place"),
    [
        (linking("next", 3, "?size=3&after=3"), "loop", ON, 3),
        (linking("next", 4, "?size=3&after=10"), "next-on-last", ON, 4),
        (linking("next", 2, f"{HTTP}/things?size=3&after=6"), "other-scheme", ON, 2),
        (linking("next", 2, f"{HOST}/things?size=3&after=6"), "other-host", ON, 2),
        (linking("next", 2, f"{USER}/things?size=3&after=6"), "credentials-in-link", ON, 2),
        (linking("next", 2, {"href": "/v2/things"}), "broken-link", ON, 2),
        (linking("next", 2, "/v2/jobs?size=3&after=6"), "broken-link", ON, 2),
        (linking("next", 1, "/v2/things?after=3"), "parameters-dropped", ON, 1),
        (linking("next", 2, "/v2/things?after=6"), "parameters-dropped", ON, 2),
        (linking("next", 6, None), "no-next", ON, 6),
        (linking("previous", 3, None), "no-previous", OFF, 3),
        (linking("previous", 1, "?size=3&after=0"), "previous-on-first", OFF, 1),
        (linking("previous", 4, "?size=3&after=9"), "loop", OFF, 4),
        (linking("previous", 4, "?size=3"), "previous-not-inverse", OFF, 5),
        (linking("previous", 4, "?size=3&after=3"), "previous-not-inverse", OFF, 5),
        (linking("previous", 4, "?after=6"), "parameters-dropped", OFF, 4),
        (showing(3, 6, 1, 8), "repeat", "/data/*/id", 3),
        (showing(2, 0, 1, 2), "repeat", "/data/*/id", 2),
        (showing(2, 3, 4, 5, 18, 19), "size-ignored", "/data", 2),
        (showing(2, 3, 5), "size-changed", "/data", 2),
    ],
)
def test_each_change_of_a_walk_is_told_once_and_where(
    edit: Edit, kind: str, pointer: str, place: int
) -> None:
    back = pointer == OFF or kind == "no-next"
    journey = walked(Listing(things(10), LINKS), edit, query="size=3", back=back)
    found = [(one.kind, one.pointer, one.evidence.exchange) for one in judged(journey)]
    assert found == [(kind, pointer, place)]


@pytest.mark.parametrize(
    ("said", "back", "by_id", "count", "kind"),
    [
        (LINKS, True, False, 7, "repeat"),
        (LINKS, False, False, 7, "overlap"),
        (LINKS, False, False, 17, "repeat"),
        (CURSOR, False, False, 7, "overlap"),
        (CURSOR, False, True, 4, "repeat"),
    ],
)
def test_pages_that_overlap_are_told_as_far_as_nobody_may_have_inserted(
    said: Mapping[str, Any], back: bool, by_id: bool, count: int, kind: str
) -> None:
    listing = Listing(things(count), said, overlap=1, by_id=by_id)
    assert kinds(walked(listing, query="size=3", back=back)) == {kind}


def test_a_single_exchange_is_judged_as_far_as_it_shows() -> None:
    def foreign(body: Body, _: int) -> None:
        body["links"]["next"] = "https://other.example/v2/things"
        body["data"] += things(5)[2:]

    journey = walked(Listing(things(7), LINKS), foreign)
    assert kinds(alone(journey)) == {"other-host", "size-ignored"}
    assert kinds(alone(walked(Listing(things(7), LINKS)), 4)) == set()


def test_a_listing_that_is_polled_is_no_walk() -> None:
    (page,) = walked(Listing(things(2), LINKS), query="").sightings
    polled = tuple(replace(page, number=number) for number in (1, 2, 3))
    journey = Journey("small", "tale", SERVER, polled)
    assert [len(walk.forth) for walk in walks_of(journey)] == [1, 1, 1]
    assert judged(journey) == []


def test_what_the_schema_refuses_already_is_not_told_again() -> None:
    journey = walked(Listing(things(7), LINKS), linking("next", 2, 7))
    (told,) = judged(journey)
    link = {"type": ["string", "null"]}
    schema = {"properties": {"links": {"properties": {"next": link}}}}
    promise = replace(PROMISE, content={"application/json": compile_alone(schema)})
    typed = replace(journey.sightings[0].operation, answers={"200": promise})
    seen = tuple(replace(one, operation=typed) for one in journey.sightings)
    assert told.kind == "broken-link"
    assert judged(replace(journey, sightings=seen)) == []


@pytest.mark.parametrize("words", [{"carries": ["size"]}, {"longest": 20}])
def test_the_specification_may_say_what_links_are_like(words: Mapping[str, Any]) -> None:
    def short(body: Body, number: int) -> None:
        if body["links"]["next"] and "carries" in words:
            body["links"]["next"] = f"?after={2 * number}"

    listing = Listing(things(7), LINKS, size=2)
    assert judged(walked(listing, short, pages=1)) == []
    worded = replace(listing, said={**LINKS, **words})
    (told,) = judged(walked(worded, short, pages=1))
    assert told.kind == ("parameters-dropped" if "carries" in words else "long-link")


WALKS = {
    ("zendesk-sunshine", "look"): (3, 2),
    ("zendesk-sunshine", "search-both-ways"): (3, 2),
    ("zendesk-support", "look"): (3, 2),
    ("zendesk-support", "walk-list"): (10, 9),
    ("zuora-custom-objects", "look"): (3, 0),
}


@pytest.mark.parametrize(("api", "name"), WALKS)
def test_the_recorded_walks_keep_the_promise(api: str, name: str) -> None:
    contract = openapi.load(ROOT / "specs" / f"{api}.yaml", api)
    seen, number, step = list[Sighting](), 0, ""
    for one in store.load(ROOT / "cassettes" / api / f"{name}.yaml").exchanges:
        number, step = (number + 1 if one.step == step else 1), one.step
        operation = contract.operations[one.operation]
        seen.append(Sighting(api, operation, one.exchange, step=step, number=number))
    journey = Journey(api, name, contract.server, tuple(seen))
    lengths = [(len(walk.forth), len(walk.back)) for walk in walks_of(journey)]
    assert max(lengths) == WALKS[api, name]
    assert judged(journey) == []
