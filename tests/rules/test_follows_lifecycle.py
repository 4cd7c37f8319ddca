"""What several answers show of a job or thing is told where it breaks a promise, once a cause."""

from pathlib import Path
from typing import Any

import pytest

from contract_kit import openapi
from contract_kit.formats import store
from contract_kit.model.sighting import Journey, Sighting
from contract_kit.rules import follows_lifecycle, judge
from tests.rules.journeys import (
    TABLE,
    job,
    journey,
    listed,
    operations,
    polled,
    saw,
    started,
    told,
)

ROOT = Path(__file__).parents[2]
CASSETTES = sorted(ROOT.glob("cassettes/*/*.yaml"))


def kinds(*sightings: Sighting) -> list[tuple[str, str]]:
    return [(one.kind, one.pointer) for one in told(journey(*sightings))]


def test_a_poll_that_is_wrong_in_between_is_told_once() -> None:
    polls = [polled(job(state)) for state in ("queued", "running", "queued", "running")]
    assert kinds(*polls) == [("backward-move", "/data/state")]


def test_a_wrong_first_answer_is_not_told_of_those_that_follow() -> None:
    wrong = started(job("done", owner="bob"))
    found = kinds(wrong, polled(job("running")), polled(job("checking")), listed(job("checking")))
    assert sorted(found) == [
        ("changed-immutable", "/data/owner"),
        ("wrong-first-state", "/data/state"),
    ]


def test_a_job_that_is_asked_for_again_may_be_in_any_state() -> None:
    assert kinds(started(job()), polled(job("done")), started(job("done"))) == []


def test_a_list_may_be_behind_but_not_go_another_way() -> None:
    assert kinds(polled(job("done")), listed(job("queued")), polled(job("done"))) == []
    assert kinds(polled(job("done")), listed(job("failed"))) == [("left-terminal", "/data/*/state")]
    assert kinds(polled(job("queued")), listed(job("done")), polled(job("running"))) == [
        ("left-terminal", "/data/state")
    ]


def test_what_the_schema_refuses_is_told_by_one_rule_only() -> None:
    for wrong in ({"state": "LOST"}, {"ended_at": 5}, {"updated_at": True}):
        sighting = polled({**job("running"), **wrong})
        assert [one.rule for one in judge(sighting)] == ["conforms_to_specification"]
        assert kinds(polled(job("running")), sighting, polled(job("running"))) == []


def test_one_cause_is_told_once_for_all_the_jobs_of_a_list() -> None:
    many = [job("lost", id=f"j{n}") for n in range(50)]
    assert kinds(listed(*many), listed(*many)) == [("unknown-state", "/data/*/state")] * 2
    assert list(follows_lifecycle.judge(journey(listed(*many)))) == []


@pytest.mark.parametrize(
    "between",
    [
        saw("addThing", "/things", status=201),
        saw("putThing", "/things/7/"),
        saw("putThing", "/things/7/restore"),
    ],
)
def test_what_may_have_been_made_again_may_be_there(between: Sighting) -> None:
    gone, there = saw("dropThing", "/things/7", status=204), saw("showThing", "/things/7.json")
    assert kinds(gone, there) == [("still-there", "status")]
    assert kinds(gone, between, there) == []


def test_what_is_no_deletion_of_one_thing_leaves_it_there() -> None:
    there = saw("showThing", "/things/7")
    assert kinds(saw("dropThing", "/things/7", status=202), there) == []
    assert kinds(saw("dropThing", "/things/7?only=parts", status=204), there) == []
    assert kinds(saw("dropThings", "/things", status=204), saw("listThings", "/things")) == []
    assert kinds(saw("cancelJob", "/jobs/j1", {"data": job()}), polled(job())) == []


def test_what_time_it_is_is_known_from_the_date_or_from_a_job_that_was_just_started() -> None:
    old = listed(job("done"))  # of the fourth of May, and it lives a day
    new = started(job(id="j2", created_at="2026-05-08T00:00:00Z", updated_at=None))
    assert (
        kinds(listed(job(id="j2", created_at="2026-05-08T00:00:00Z", updated_at=None)), old) == []
    )
    assert kinds(new, old) == [("outlives", "/data/*/created_at")]
    for date in ("Mon, 99 Maybe 2026", "Mon, 4 May 99999999999999 10:00:00 GMT", ""):
        assert kinds(listed(job("done"), headers=(("Date", date),))) == []


def test_a_job_that_began_again_makes_its_progress_again() -> None:
    again = {**TABLE, "moves": {**TABLE["moves"], "failed": ["queued"]}}
    shown = [job("running", progress=3), job("failed", progress=3), job("queued", progress=0)]
    polls = (saw("showJob", "/jobs/j1", {"data": one}, among=operations(again)) for one in shown)
    assert told(journey(*polls)) == []


def test_deeply_nested_jobs_are_compared_as_far_as_they_go() -> None:
    deep: Any = 1
    for _ in range(200):
        deep = [{"deeper": deep}]
    assert kinds(polled(job("done", results=deep)), polled(job("done", results=deep))) == []


@pytest.mark.parametrize("path", CASSETTES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_of_the_shipped_recordings_nothing_is_told(path: Path) -> None:
    contract = openapi.load(ROOT / "specs" / f"{path.parent.name}.yaml")
    cassette = store.load(path)
    sightings = tuple(
        Sighting(contract.api, contract.operations[one.operation], one.exchange, (), one.step)
        for one in cassette.exchanges
    )
    if cassette.heading is not None and cassette.heading.made_by == "story":
        assert told(Journey(contract.api, path.stem, contract.server, sightings)) == []
    else:
        assert [one for sighting in sightings for one in follows_lifecycle.judge(sighting)] == []


def test_an_answer_whose_table_says_less_takes_nothing_from_those_that_say_more() -> None:
    bare = operations({key: it for key, it in TABLE.items() if key not in ("progress", "order")})
    first = saw("startJob", "/jobs", {"data": job()}, status=201, among=bare)
    later = job("running", progress=3), job("running", updated_at="2026-05-04T10:00:01Z")
    found = told(journey(first, *map(polled, later)))
    assert {one.kind for one in found} == {"progress-falls", "time-goes-back"}
