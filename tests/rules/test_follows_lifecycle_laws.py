"""Whatever a lifecycle allows is kept quiet about, and any way to break it is told."""

from collections.abc import Iterator
from random import Random
from typing import Any

from hypothesis import assume, given
from hypothesis import strategies as st

from contract_kit.model.exchange import Answer, Exchange, Request
from contract_kit.model.sighting import Journey, Sighting
from contract_kit.rules import follows_lifecycle
from tests.model.laws import bodies, law, values
from tests.rules.journeys import (
    JSON,
    OPERATIONS,
    SERVER,
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

STATES = tuple(f"s{n}" for n in range(6))


@st.composite
def tables(draw: st.DrawFn) -> dict[str, Any]:
    """Any table in which every state leads somewhere or is final, loops included."""
    ends = STATES[draw(st.integers(3, 5)) :]
    going = [state for state in STATES if state not in ends]
    follow = st.lists(st.sampled_from(STATES), min_size=1, unique=True)
    return {
        **TABLE,
        "initial": [STATES[0]],
        "terminal": list(ends),
        "moves": {state: draw(follow) for state in going},
        "present": {state: ["/ended_at"] for state in ends},
        "null": {state: ["/ended_at"] for state in going},
    }


def walk(table: dict[str, Any], random: Random, name: str = "j1") -> list[tuple[str, Any]]:
    """Operations and what they show of a job that goes the way of its table, polled at random."""
    state, minute, steps, progress = table["initial"][0], 0, [], 0
    for _ in range(random.randint(1, 8)):
        over = state in table["terminal"]
        shown = job(
            state,
            id=name,
            updated_at=f"2026-05-04T10:{minute:02}:00Z",
            ended_at=f"2026-05-04T10:{minute:02}:00Z" if over else None,
            progress=progress,
            results=[{"at": "http://a/1"}, {"at": "http://a/2"}] if over else [],
        )
        steps += [("showJob", shown)] * random.randint(1, 3)
        if over:
            break
        state, minute = random.choice([state, *table["moves"][state]]), minute + 1
        progress = random.randint(progress, 4)
    return [("startJob", steps[0][1]), *_listed(steps, random)]


def _listed(steps: list[tuple[str, Any]], random: Random) -> Iterator[tuple[str, Any]]:
    """The same with lists in between, which show the job as it is by then, or as it was."""
    for number, (operation, shown) in enumerate(steps, 1):
        yield operation, shown
        if random.random() < 0.3:
            yield "listJobs", random.choice(steps[:number])[1]


def seen_of(steps: list[tuple[str, Any]], table: dict[str, Any] = TABLE) -> Journey:
    """The journey that shows these steps."""
    among = OPERATIONS if table is TABLE else operations(table)

    def sighting(operation: str, shown: Any) -> Sighting:
        path = "/jobs" if operation != "showJob" else f"/jobs/{shown['id']}"
        body = {"data": [shown] if operation == "listJobs" else shown}
        status = 201 if operation == "startJob" else 200
        return saw(operation, path, body, status=status, among=among)

    return journey(*(sighting(*step) for step in steps))


@law
@given(tables(), st.randoms(use_true_random=False))
def test_of_a_walk_along_any_table_nothing_is_told(table: dict[str, Any], random: Random) -> None:
    assert told(seen_of(walk(table, random), table)) == []


@law
@given(tables(), st.randoms(use_true_random=False), st.sampled_from(STATES))
def test_a_move_that_the_table_does_not_have_is_told_once(
    table: dict[str, Any], random: Random, there: str
) -> None:
    steps = walk(table, random)
    last = next(shown for operation, shown in reversed(steps) if operation == "showJob")
    here = last["state"]
    assume(there != here and there not in table["moves"].get(here, ()))
    strange = {**last, "state": there, "ended_at": None}
    if there in table["terminal"]:
        strange["ended_at"] = last["updated_at"]
    [finding] = told(seen_of([*steps, ("showJob", strange)], table))
    assert finding.pointer == "/data/state"
    assert finding.evidence.exchange == len(steps) + 1
    assert finding.kind in ("left-terminal", "backward-move", "skipped-state", "illegal-move")
    assert (finding.kind == "left-terminal") == (here in table["terminal"])


EDITS: dict[str, dict[str, Any]] = {
    "unknown-state": {"state": "lost"},
    "missing-at-state": {"ended_at": None},
    "times-out-of-order": {"updated_at": "2026-05-01T00:00:00Z"},
    "progress-falls": {"progress": -1},
    "progress-beyond-total": {"progress": 99},
    "changed-immutable": {"owner": "bob"},
    "changed-after-end": {"results": []},
    "left-terminal": {"state": "running", "ended_at": None},
}


@law
@given(st.randoms(use_true_random=False), st.sampled_from(sorted(EDITS)))
def test_any_edit_of_the_last_answer_of_a_walk_is_told_as_what_it_is(
    random: Random, kind: str
) -> None:
    steps = walk(TABLE, random)
    end = job("done", updated_at="2026-05-04T11:00:00Z", ended_at="2026-05-04T11:00:00Z")
    end = {**end, "progress": 4, "results": [{"at": "http://a/1"}]}
    states = [shown["state"] for operation, shown in steps if operation == "showJob"]
    assume(states[-1] in ("queued", "checking"))
    edited = {**end, **EDITS[kind]}
    found = told(seen_of([*steps, ("showJob", end), ("showJob", edited)]))
    assert kind in {finding.kind for finding in found}
    assert len(found) <= 2  # a time before all others is also one that went back


jobs = st.fixed_dictionaries(
    {},
    optional={
        name: values | st.sampled_from(["queued", "done", "2026-05-04T10:00:00Z", 1, True, [], {}])
        for name in ("id", "state", "created_at", "updated_at", "ended_at", "progress", "total")
    },
)
anything = st.one_of(
    st.builds(polled, jobs | values),
    st.builds(started, jobs),
    st.builds(listed, jobs | values, jobs),
    st.builds(
        lambda method, status: saw(method, "/things/7", status=status),
        st.sampled_from(["showThing", "dropThing", "putThing"]),
        st.sampled_from([200, 204]),
    ),
)


@law
@given(st.lists(anything, max_size=6))
def test_of_any_journey_something_is_said_and_nothing_raised(sightings: list[Sighting]) -> None:
    seen = journey(*sightings)
    found = told(seen)
    assert found == told(seen)
    assert {finding.kind for finding in found} <= set(follows_lifecycle.KINDS)
    alone = list(follows_lifecycle.judge(seen))
    assert len({finding.fingerprint for finding in alone}) == len(alone)


@law
@given(st.lists(bodies, max_size=4))
def test_bodies_that_are_no_jobs_are_passed_over(texts: list[bytes]) -> None:
    show = OPERATIONS["showJob"]
    answers = (Answer(200, (JSON,), text) for text in texts)
    exchanges = (Exchange(Request("GET", f"{SERVER}/jobs/j1"), answer) for answer in answers)
    assert told(journey(*(Sighting("small", show, one) for one in exchanges))) == []
