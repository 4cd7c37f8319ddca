"""What exchanges teach adds up in any order, and holds nothing of the data."""

import json
from collections.abc import Sequence
from dataclasses import replace
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_kit.model.contract import AnswerPromise, Operation
from contract_kit.model.exchange import Answer, Headers
from contract_kit.model.facts import (
    NO_FACTS,
    AnswerFacts,
    Facts,
    facts_of,
    merge_facts,
)
from contract_kit.model.inference import shape_of
from contract_kit.model.lifecycle import Lifecycle
from contract_kit.model.shape import NOTHING, Shape, Span
from contract_kit.model.sighting import Journey, Sighting
from tests.model import strategies
from tests.model.laws import bodies, headers, law
from tests.rules.sightings import JSON, OPERATIONS, seen

LIST = OPERATIONS["listThings"]
sightings = st.builds(
    lambda name, status, headers, body, step: replace(
        seen(name, status=status, headers=headers, body=body), step=step
    ),
    st.sampled_from(sorted(OPERATIONS)),
    st.sampled_from((200, 204, 404, 599)),
    headers,
    bodies,
    st.sampled_from(("list", "show", "")),
)


def journey(*them: Sighting, name: str = "look") -> Journey:
    return Journey("small", name, "http://127.0.0.1:5", them)


def taught(operation: Operation, answer: Answer) -> AnswerFacts:
    sighting = seen()
    exchange = replace(sighting.exchange, answer=answer)
    facts = facts_of(journey(replace(sighting, operation=operation, exchange=exchange)))
    return facts.answers[operation.id, str(answer.status)]


def headers_of(*headers: tuple[str, str]) -> dict[str, Shape]:
    record = taught(LIST, Answer(200, headers)).headers.record
    assert record
    return dict(record.members)


@law
@given(strategies.facts, strategies.facts, strategies.facts)
def test_it_does_not_matter_in_which_order_facts_are_merged(a: Facts, b: Facts, c: Facts) -> None:
    assert merge_facts(merge_facts(a, b), c) == merge_facts(a, merge_facts(b, c))
    assert merge_facts(a, b) == merge_facts(b, a)
    assert merge_facts(a, NO_FACTS) == merge_facts(NO_FACTS, a) == a


@law
@given(st.lists(sightings, max_size=5), st.integers(0, 5))
def test_a_journey_teaches_what_its_parts_teach(them: Sequence[Sighting], cut: int) -> None:
    parts = merge_facts(facts_of(journey(*them[:cut])), facts_of(journey(*them[cut:])))
    whole = facts_of(journey(*them))
    assert (parts.answers, parts.steps) == (whole.answers, whole.steps)
    each = reduce(merge_facts, (facts_of(journey(one)) for one in them), NO_FACTS)
    assert (each.answers, each.steps) == (whole.answers, whole.steps)
    assert sum(one.headers.n for one in whole.answers.values()) == len(them)
    assert sum(sum(counts.values()) for counts in whole.steps.values()) == len(them)


def test_answers_are_kept_apart_by_operation_and_status_and_steps_are_counted() -> None:
    one, other = seen(), seen("searchThings", status=404, body=b"")
    facts = facts_of(journey(*(replace(it, step="poll") for it in (one, one, other))))
    assert facts.answers.keys() == {("listThings", "200"), ("searchThings", "404")}
    assert facts.answers["listThings", "200"].body.n == 2
    assert facts.answers["searchThings", "404"].body == NOTHING
    assert facts.steps == {
        ("look", "poll", "listThings"): {"200": 2},
        ("look", "poll", "searchThings"): {"404": 1},
    }


def test_headers_are_an_object_of_lower_case_names_without_a_tag() -> None:
    answer = Answer(200, (("X-Status", "queued"), ("STATUS", "200"), ("Retry-After", "1.5")))
    shape = taught(LIST, answer).headers
    assert shape.records.keys() == {""}
    members = headers_of(*answer.headers)
    assert members.keys() == {"x-status", "status", "retry-after"}
    assert members["status"] == shape_of(200)
    assert members["retry-after"] == shape_of(1.5)


def test_lines_of_one_header_are_one_value() -> None:
    assert headers_of(("Vary", "a"), ("vary", "b")) == headers_of(("vary", "a, b"))


@pytest.mark.parametrize("charset", ["", ";charset=utf-8", " ; Charset=UTF-8"])
def test_of_a_content_type_only_the_media_type_is_kept(charset: str) -> None:
    texts = headers_of(("Content-Type", f"Application/JSON{charset}"))["content-type"].texts
    assert texts
    assert texts.values == {"application/json": 1}


@pytest.mark.parametrize(
    "name",
    ["Authorization", "Set-Cookie", "Cookie", "WWW-Authenticate", "X-API-Key", "X-CSRF-Token"],
)
def test_headers_that_may_hold_a_secret_keep_no_words(name: str) -> None:
    texts = headers_of((name, "hunter"))[name.lower()].texts
    assert texts
    assert texts.values is None
    assert texts.lengths == Span(6, 6)


@pytest.mark.parametrize("body", [b"<html>", b"{", b'"\\ud800"', b"[NaN]", b"[" * 100_000])
def test_a_body_that_claims_json_and_is_none_is_text(body: bytes) -> None:
    shape = taught(LIST, Answer(200, JSON, body)).body
    assert shape.texts
    assert shape.texts.values is None


@pytest.mark.parametrize("kind", ["text/plain", "application/pdf", ""])
def test_other_bodies_are_text_of_which_the_beginning_is_looked_at(kind: str) -> None:
    headers: Headers = (("Content-Type", kind),) if kind else ()
    body = b"\xff\x00" * 1_000_000
    texts = taught(LIST, Answer(200, headers, body)).body.texts
    assert texts
    assert texts.lengths == Span(100_000, 100_000)


def test_what_the_specification_says_guides_what_is_kept() -> None:
    life = Lifecycle("/data", "/id", "/mood", ("good",), ("bad",), {})
    promise = AnswerPromise(
        "200", {}, (), (life,), frozenset({"/data/attributes"}), {"/data/key": "id"}
    )
    operation = replace(LIST, answers={"200": promise})
    value = {"data": {"mood": "good", "attributes": {"a": "b"}, "key": "word"}}
    shape = taught(operation, Answer(200, JSON, json.dumps(value).encode())).body
    assert shape.record
    data = shape.record.members["data"]
    assert data.records.keys() == {"mood=good"}
    members = data.records["mood=good"].members
    assert members["attributes"] == Shape(1)
    assert members["key"].texts
    assert members["key"].texts.values is None


def test_each_answer_is_looked_at_by_what_its_own_operation_promises() -> None:
    free = AnswerPromise("200", {}, (), free=frozenset({""}))
    sightings = [seen(), replace(seen(), operation=replace(LIST, answers={"200": free})), seen()]
    shape = facts_of(journey(*sightings)).answers["listThings", "200"].body
    assert (shape.n, shape.record and shape.record.n) == (3, 2)


@law
@given(st.sampled_from(sorted(OPERATIONS)), st.integers(0, 999), headers, bodies)
def test_any_answer_teaches_something(
    name: str, status: int, headers: Headers, body: bytes
) -> None:
    facts = taught(OPERATIONS[name], Answer(status, headers, body))
    assert isinstance(facts, AnswerFacts)
    assert facts.headers.n == 1
    assert facts.body.n == bool(body)
