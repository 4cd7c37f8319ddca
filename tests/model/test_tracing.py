"""What is seen of a job anywhere is joined by its id, and counted once a move."""

from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_kit.model.facts import facts_of
from contract_kit.model.lifecycle import Mined
from contract_kit.model.sighting import Sighting
from contract_kit.model.tracing import course, mined, shown, traces
from tests.model.laws import law, values
from tests.rules.journeys import TABLE, job, journey, listed, operations, polled, saw, started

NAME = "showJob /state"
STATES = ("queued", "running", "checking", "done", "lost")


def test_creations_polls_and_lists_of_a_job_make_one_trace_with_their_places() -> None:
    seen = journey(
        started(job()),
        polled(job("running")),
        saw("showJob", "/jobs/j9", status=404),
        listed(job("done"), job("failed", id="j2")),
    )
    one, other = traces(seen)
    assert [(it.place, it.state) for it in one] == [(1, "queued"), (2, "running"), (4, "done")]
    assert [(it.place, it.state) for it in other] == [(4, "failed")]
    assert [it.pointer("/state") for it in one] == ["/data/state"] * 2 + ["/data/*/state"]


def test_ids_of_another_type_are_others_and_what_is_no_id_joins_nothing() -> None:
    ids: list[Any] = ["1", 1, 1, ["1"], None, {}]
    seen = journey(*(polled(job(id=it)) for it in ids), polled({}))
    assert [len(trace) for trace in traces(seen)] == [1, 2]


def test_an_item_of_a_list_that_is_behind_is_no_part_of_a_jobs_course() -> None:
    seen = journey(polled(job("running")), listed(job()), listed(job("done")), polled(job("done")))
    [trace] = traces(seen)
    assert [(it.place, it.state) for it in course(trace)] == [
        (1, "running"),
        (3, "done"),
        (4, "done"),
    ]


def test_jobs_are_mined_by_their_lifecycle() -> None:
    seen = journey(
        started(job()),
        polled(job()),
        polled(job("running")),
        listed(job(), job("running", id="j2")),
        polled(job("done")),
    )
    assert mined(seen) == {
        NAME: Mined(
            {"queued": 1},
            {("queued", "running"): 1, ("running", "done"): 1},
            {"done": 1, "running": 1},
        )
    }
    assert facts_of(seen).lives == mined(seen)


def test_where_nothing_says_what_starts_a_job_its_first_sight_is_the_first() -> None:
    table = {key: said for key, said in TABLE.items() if key not in ("started_by", "shown_by")}
    among = operations(table)
    body = {"data": job("running")}
    seen = journey(saw("showJob", "/jobs/j1", body, among=among))
    assert mined(seen) == {"/id /state": Mined({"running": 1}, {}, {"running": 1})}


@pytest.mark.parametrize(
    "sighting",
    [
        saw("listThings", "/things"),
        saw("showJob", "/jobs/j1"),
        saw("showJob", "/jobs/j1", [1]),
        saw("showJob", "/jobs/j1", {"data": "done"}),
        saw("listJobs", "/jobs", {"data": {"one": 5}}),
    ],
)
def test_what_shows_no_job_is_passed_over(sighting: Sighting) -> None:
    assert list(shown(sighting)) == []


steps = st.lists(
    st.tuples(st.sampled_from([polled, listed, started]), st.sampled_from(STATES)), max_size=6
)


@law
@given(st.lists(steps, min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_mixed_journeys_are_mined_as_their_jobs_add_up(lives: Any, random: Random) -> None:
    """However the sights of several jobs are shuffled into each other."""
    queues = [
        [show(job(state, id=f"j{n}")) for show, state in life] for n, life in enumerate(lives)
    ]
    apart = sum((mined(journey(*queue)).get(NAME, Mined()) for queue in queues), Mined())
    mixed = []
    while left := [queue for queue in queues if queue]:
        mixed.append(random.choice(left).pop(0))
    assert mined(journey(*mixed)).get(NAME, Mined()) == apart


@law
@given(values, values)
def test_any_body_can_be_traced(one: Any, other: Any) -> None:
    seen = journey(polled(one), listed(one, other), polled({"id": one, "state": other}))
    assert sum(map(len, traces(seen))) <= 4
    assert all(isinstance(life, Mined) for life in mined(seen).values())
