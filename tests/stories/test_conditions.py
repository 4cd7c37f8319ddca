"""Conditions and expressions, as Arazzo means them."""

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_kit.model.exchange import Answer
from contract_kit.stories.conditions import Undecidable, condition, holds, matching, observed
from contract_kit.stories.expressions import Missing, Scope, Unknown, fill, template

BODY = b'{"job": {"state": "Done", "n": 3, "ok": true, "end": null}, "list": [1, 2], "a/b": 1}'
SCOPE = Scope(
    inputs={"run": "r1", "deep": {"a": [7]}},
    outputs={"one": {"id": 5, "items": [{"id": "x"}]}},
    answer=Answer(200, (("Content-Type", "application/json"), ("X-Rate", "700")), BODY),
)


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("$statusCode == 200", True),
        ("$statusCode != 200", False),
        ("$statusCode >= 200 && $statusCode < 300", True),
        ("$statusCode < 200 || $statusCode > 299", False),
        ("$statusCode<=200", True),
        ("!($statusCode == 404)", True),
        ("!$response.body#/job/ok", False),
        ("$response.body#/job/ok", True),
        ("$response.body#/job/ok == true", True),
        ("$response.body#/job/state == 'done'", True),
        ("$response.body#/job/state < 'E'", True),
        ("$response.body#/job/n == 3.0", True),
        ("$response.body#/job/n == '3'", False),
        ("$response.body#/list/0 == true", False),
        ("$response.body#/list/1 == 2", True),
        ("$response.body#/a~1b == 1", True),
        ("$response.body#/job/end == null", True),
        ("$response.body#/nowhere == null", True),
        ("$response.body#/job == null", False),
        ("$response.header.x-rate == '700'", True),
        ("$inputs.run == 'R1'", True),
        ("$steps.one.outputs.items#/0/id == 'x'", True),
        ("'it''s' == 'IT''S'", True),
        ("-1.5 < 0", True),
        ("false || true && false", False),
        ("(false || true) && true", True),
        ("false && $response.body#/job", False),
        ("true || $response.body#/job", True),
    ],
)
def test_a_condition_holds_or_not(text: str, held: bool) -> None:
    assert holds(condition(text), SCOPE) is held


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("$statusCode < 'x'", "200 and 'x' have no order"),
        ("$response.body#/nowhere < 1", "None and 1 have no order"),
        ("$response.body#/job/ok < 1", "True and 1 have no order"),
        ("$response.body#/job/state", "'Done' is neither true nor false"),
        (
            "true && $response.body#/job",
            "{'state': 'Done', 'n': 3, 'ok': True, 'end': None} is neither",
        ),
    ],
)
def test_a_condition_without_an_answer_says_why(text: str, reason: str) -> None:
    with pytest.raises(Undecidable, match=r".*") as told:
        holds(condition(text), SCOPE)
    assert str(told.value).startswith(reason)


@pytest.mark.parametrize(("pattern", "held"), [("^Do", True), ("^do", False), ("ne$", True)])
def test_a_pattern_matches_somewhere(pattern: str, held: bool) -> None:
    assert holds(matching("$response.body#/job/state", pattern), SCOPE) is held


def test_a_pattern_matches_no_number() -> None:
    assert not holds(matching("$response.body#/job/n", "3"), SCOPE)


def test_what_came_is_told_short() -> None:
    found = condition("$statusCode == 404 && $response.body#/no == $response.body")
    assert observed(found, SCOPE) == (
        "$statusCode is 200, $response.body#/no is absent, $response.body is"
        " {'job': {'state': 'Done', 'n': 3, 'ok': True, 'end': None},…"
    )


@given(st.text(max_size=30) | st.text("()!&|=<>' $a.1", max_size=20))
def test_any_text_is_a_condition_or_refused(text: str) -> None:
    try:
        found = condition(text)
    except Unknown:
        return
    with suppress(Undecidable):
        assert holds(found, SCOPE) in (True, False)


@pytest.mark.parametrize(
    ("value", "filled"),
    [
        ("$inputs.run", "r1"),
        ("$inputs.deep#/a/0", 7),
        ("ck-{$inputs.run}-{$steps.one.outputs.id}", "ck-r1-5"),
        ("{$inputs.deep}", '{"a": [7]}'),
        ("$response.body#/list", [1, 2]),
        ("$response.header.X-RATE", "700"),
        ("$5.00 {run} {$", "$5.00 {run} {$"),
        ("$inputsish", "$inputsish"),
        (
            {"$and": [{"name": "$inputs.run"}, True, None, 1.5]},
            {"$and": [{"name": "r1"}, True, None, 1.5]},
        ),
    ],
)
def test_expressions_are_filled_in_wherever_they_stand(value: Any, filled: Any) -> None:
    assert fill(template(value), SCOPE) == filled


@pytest.mark.parametrize(
    "text",
    ["$steps.one.outputs.items#/1/id", "$steps.two.outputs.id", "$response.body#/no", "$inputs.no"],
)
def test_what_is_not_there_is_missing(text: str) -> None:
    with pytest.raises(Missing, match="names nothing"):
        fill(template(text), SCOPE)
