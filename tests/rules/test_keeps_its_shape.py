"""A change is told where enough was seen or the specification agrees, and only by one rule."""

import json
from random import Random
from typing import Any

import pytest

from contract_kit import rules
from contract_kit.model.contract import Operation
from contract_kit.model.exchange import Answer, Exchange, Request
from contract_kit.model.exhibit import Comparison
from contract_kit.model.sighting import Sighting
from contract_kit.openapi.operations import read_operations
from contract_kit.rules.keeps_its_shape import judge
from tests.changes.jobs import listings, recordings
from tests.openapi.small import document, json_of
from tests.rules.comparisons import compared, facts_from
from tests.rules.sightings import JSON

ENOUGH = 59


def promising(schema: Any) -> Operation:
    """An operation whose answers have this schema."""
    answer = {"description": "", "content": json_of(schema)}
    answers = {"200": answer, "4XX": answer}
    described = {"operationId": "showJob", "responses": answers}
    return read_operations(document({"/jobs": {"get": described}}))["showJob"]


def told(operation: Operation, before: list[Any], now: list[Any]) -> list[tuple[str, str]]:
    found = judge(compared(operation, before, now))
    return [(finding.kind, finding.pointer) for finding in found]


ANYTHING = promising({})
NAMED = promising({"properties": {"id": {}, "size": {}}})
JOB = {"id": "a b", "size": 7}


@pytest.mark.parametrize("seed", range(10))
def test_three_hundred_honest_runs_alarm_nobody(seed: int) -> None:
    before = facts_from(ANYTHING, recordings(Random(seed), 50))
    for run in range(30):
        now = facts_from(ANYTHING, listings(Random(f"{seed} {run}"), 1 + run % 12))
        shown = Comparison("small", {"showJob": ANYTHING}, before, now, 50)
        assert [one for one in judge(shown) if one.severity != "info"] == []


@pytest.mark.parametrize(
    ("operation", "seen", "now", "expected"),
    [
        (ANYTHING, ENOUGH, {"id": "a b"}, [("removed", "/size")]),
        (ANYTHING, ENOUGH - 1, {"id": "a b"}, []),
        (NAMED, ENOUGH - 1, {"id": "a b"}, []),
        (ANYTHING, ENOUGH, {"id": "a b", "Size": 7}, [("renamed", "/size")]),
        (ANYTHING, ENOUGH - 1, {"id": "a b", "Size": 7}, []),
        (NAMED, ENOUGH - 1, {"id": "a b", "Size": 7}, [("renamed", "/size")]),
        (NAMED, ENOUGH - 1, {"id": "a b", "at": {"size": 7}}, [("nested", "/size")]),
        (NAMED, ENOUGH - 1, {"job": JOB}, [("wrapped", "")]),
        (ANYTHING, ENOUGH, {**JOB, "size": "7"}, [("retyped", "/size")]),
        (ANYTHING, ENOUGH - 1, {**JOB, "size": "7"}, []),
    ],
)
def test_thin_evidence_needs_the_specification_to_name_the_old_and_not_the_new(
    operation: Operation, seen: int, now: Any, expected: list[tuple[str, str]]
) -> None:
    assert told(operation, [JOB] * seen, [now]) == expected


@pytest.mark.parametrize(
    ("schema", "before", "now"),
    [
        ({"required": ["size"]}, JOB, {"id": "a b"}),
        ({"required": ["size"]}, JOB, {"id": "a b", "Size": 7}),
        ({"required": ["size"]}, JOB, {"job": JOB}),
        ({"properties": {"size": {"type": "integer"}}}, JOB, {**JOB, "size": "7"}),
        ({"properties": {"size": {"type": "integer"}}}, JOB, {**JOB, "size": 7.5}),
        ({"properties": {"size": {"type": "integer"}}}, JOB, {**JOB, "size": None}),
        ({"properties": {"size": {"minimum": 0}}}, JOB, {**JOB, "size": -7}),
        ({"properties": {"id": {"type": "string"}}}, JOB, {**JOB, "id": ["a b"]}),
        ({"properties": {"id": {"enum": ["new", "old"]}}}, {"id": "old"}, {"id": "OLD"}),
        ({"properties": {"at": {"format": "date"}}}, {"at": "2020-06-09"}, {"at": "1591740000"}),
        (
            {"properties": {"id": {}, "size": {}}, "additionalProperties": False},
            JOB,
            {"id": "a b", "Size": 7},
        ),
        ({"items": {"required": ["size"]}}, [JOB], [{"id": "a b"}]),
        ({"additionalProperties": {"type": "integer"}}, {"size": 7}, {"size": "7"}),
    ],
)
def test_what_breaks_the_schema_is_told_of_the_single_answer_alone(
    schema: Any, before: Any, now: Any
) -> None:
    operation = promising(schema)
    answer = Answer(200, JSON, json.dumps(now).encode())
    sighting = Sighting("small", operation, Exchange(Request("GET", "http://h/jobs"), answer))
    assert {one.rule for one in rules.judge(sighting)} == {"conforms_to_specification"}
    assert told(operation, [before] * 99, [now]) == []
    assert told(ANYTHING, [before] * 99, [now]) != []


def test_what_broke_the_schema_before_explains_no_change() -> None:
    operation = promising({"properties": {"at": {"type": "integer"}}})
    before, now = {"at": "2020-06-09T22:00:00.123Z"}, {"at": "2020-06-09T22:00:00Z"}
    assert told(operation, [before] * 99, [now]) == [("precision", "/at")]


def test_a_fraction_is_no_news_where_numbers_are_promised() -> None:
    operation = promising({"properties": {"size": {"type": "number"}}})
    assert told(operation, [{"size": 7}] * 99, [{"size": 7.5}]) == []
    assert told(ANYTHING, [{"size": 7}] * 99, [{"size": 7.5}]) == [("precision", "/size")]


def test_a_member_that_the_specification_names_is_no_news() -> None:
    assert told(NAMED, [{"id": "a b"}] * 99, [JOB]) == []
    assert told(ANYTHING, [{"id": "a b"}] * 99, [JOB]) == [("added", "/size")]


@pytest.mark.parametrize("name", ["id", "ticket_id", "ownerId", "AccountID"])
def test_ids_may_grow(name: str) -> None:
    assert told(ANYTHING, [{name: 1_000_000_007}] * 99, [{name: 2_000_000_000_007}]) == []


def test_marked_values_may_grow_but_times_keep_their_unit() -> None:
    marked = {"count": {"x-volatile": "counter"}, "at": {"x-volatile": "time"}}
    operation = promising({"properties": marked})
    before, now = {"count": 7, "at": 1_591_740_000}, {"count": 7000, "at": 1_591_740_000_000}
    assert told(operation, [before] * 99, [now]) == [("unit", "/at")]


def test_errors_and_bodies_that_are_no_json_are_for_other_rules() -> None:
    page = (("Content-Type", "text/html"),)
    old, new = (Answer(404, JSON, json.dumps(body).encode()) for body in (JOB, {}))
    assert told(ANYTHING, [old] * 99, [new]) == []
    assert told(ANYTHING, [JOB] * 99, [Answer(200, page, b"<html>")]) == []


def test_a_state_that_is_not_seen_now_says_nothing() -> None:
    queued, done = {"state": "queued", "end": None}, {"state": "done", "end": "a b", "rows": [1]}
    assert told(ANYTHING, [queued, done] * 99, [queued] * 20) == []


def test_a_list_that_is_empty_now_says_nothing_of_its_items() -> None:
    assert told(ANYTHING, [{"data": [JOB]}] * 99, [{"data": []}] * 20) == []
