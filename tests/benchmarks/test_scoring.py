"""The bench counts what it should: only what is new, loud enough, and at the right place."""

from dataclasses import replace

import pytest

from benchmarks.drift.kind import Kind, always, bodies, every_second, kind
from benchmarks.drift.scoring import outcome_of, row
from benchmarks.drift.trial import Trial
from benchmarks.drift.wire import Asked, Change, Counted
from contract_kit.model.exchange import Answer
from contract_kit.model.finding import Finding

CHANGE = bodies({"showJob": "/data/name"}, str.upper)
KIND = kind("job: a name", "shape", "jobs", CHANGE, "showJob", "/data/name")
FOUND = Finding("rule", "kind", "jobs", "showJob", "200", "/data/name", "", "", "")
SEEN = Counted(requests=9, changed=1, first=3)
ASKED = Asked("showJob", "GET", "/jobs/1", "", ())
TRUE = Answer(200, (("content-type", "application/json"),), b'{"data":{"name":"a"}}')


def judged(
    *findings: Finding, one: Kind = KIND, usual: tuple[Finding, ...] = ()
) -> tuple[bool, bool]:
    trial = Trial(findings, 9, SEEN)
    came = outcome_of(one, trial, trial, frozenset(f.fingerprint for f in usual))
    return came.found, came.placed


def test_a_new_finding_at_the_place_is_found_and_placed() -> None:
    assert judged(FOUND) == (True, True)


@pytest.mark.parametrize(
    "wrong", [replace(FOUND, operation="listJobs"), replace(FOUND, pointer="/data")]
)
def test_a_finding_elsewhere_is_found_and_not_placed(wrong: Finding) -> None:
    assert judged(wrong) == (True, False)


def test_what_the_unchanged_vendor_gets_as_well_counts_for_nothing() -> None:
    assert judged(FOUND, usual=(FOUND,)) == (False, False)


def test_information_counts_only_where_the_promise_is_kept() -> None:
    told = replace(FOUND, severity="info")
    assert judged(told) == (False, False)
    assert judged(told, one=replace(KIND, inside=True)) == (True, True)


def test_what_no_answer_within_the_budget_shows_is_not_found() -> None:
    late = Trial((FOUND,), 90, Counted(requests=90, changed=1, first=81))
    came = outcome_of(KIND, late, late, frozenset())
    assert (came.visible, came.found, row("all", [came]).visible) == (False, False, 0)


def test_a_change_touches_its_own_operations_and_statuses_alone() -> None:
    change = CHANGE()
    assert change.answer(ASKED, TRUE, lambda _: TRUE).body == b'{"data":{"name":"A"}}'
    assert change.answer(replace(ASKED, operation="listJobs"), TRUE, lambda _: TRUE) == TRUE
    assert change.answer(ASKED, replace(TRUE, status=404), lambda _: TRUE).status == 404
    assert change.answer(ASKED, replace(TRUE, status=404), lambda _: TRUE).body == TRUE.body


def test_every_second_of_the_changed_answers_is_changed() -> None:
    change: Change = every_second(always("showJob", lambda a, true, s: replace(true, status=500)))()
    assert [change.answer(ASKED, TRUE, lambda _: TRUE).status for _ in range(4)] == [
        200,
        500,
        200,
        500,
    ]
