"""Codes and envelopes of errors are kept; their words, and what came to be rarely, are free."""

from collections.abc import Sequence
from typing import Any

import pytest

from contract_kit.model.exchange import Answer
from contract_kit.rules.keeps_its_errors import judge
from tests.rules.comparisons import compared
from tests.rules.shop import SHOP, answer, many

Told = list[tuple[str, str]]


def told(before: Sequence[Answer], now: Sequence[Answer]) -> Told:
    found = judge(compared(SHOP["showBook"], before, now))
    return [(finding.kind, finding.pointer) for finding in found]


def changed(before: Any, now: Any, times: int = 60) -> Told:
    return told(many([answer({"error": before}, 404)], times), [answer({"error": now}, 404)])


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ({"text": "No book 7"}, {"text": "There is none"}, []),
        ({"title": "Forbidden"}, {"title": "Denied"}, []),
        ({"title": "NotFound"}, {"title": "Missing"}, []),
        ({"title": "NotFound"}, {"title": "NoBook"}, [("code", "/error/title")]),
        ({"code": "missing"}, {"code": "absent"}, [("code", "/error/code")]),
        ({"code": 404}, {"code": 404}, []),
        ({"code": 404}, {"code": 4040}, [("code", "/error/code")]),
        ({"index": 1}, {"index": 9}, []),
        ({"code": "E10017"}, {"code": "E10018"}, [("code", "/error/code")]),
        ({"trace": "E10017"}, {"trace": "E10018"}, []),
        ({"text": "a b"}, {"text": "a b", "hint": "c"}, []),
        ({"text": "a b", "code": "x"}, {"code": "x"}, [("envelope", "/error/text")]),
        ({"causes": ["a b"]}, {"causes": []}, [("emptied", "/error/causes")]),
        ({"text": "a b"}, {"text": ""}, [("emptied", "/error/text")]),
        ({"text": "a b"}, {"text": None}, [("emptied", "/error/text")]),
        ("not_found", "none_there", [("code", "/error")]),
        ("not_found", {"code": "not_found"}, [("envelope", "/error")]),
    ],
)
def test_what_clients_branch_on_is_kept(before: Any, now: Any, expected: Told) -> None:
    assert changed(before, now) == expected


def test_a_code_that_one_of_many_errors_has_is_no_news_at_once() -> None:
    often = many([answer({"error": {"code": "NotFound"}}, 404)], 10)
    now = [answer({"error": {"code": code}}, 404) for code in ("NotFound", "NoBook")]
    assert told(often, now) == []
    assert told(often, now[1:]) == [("code", "/error/code")]


def test_few_sightings_say_nothing() -> None:
    assert changed({"text": "a b", "code": "x"}, {"code": "x"}, 58) == []
    assert changed({"code": "missing"}, {"code": "absent"}, 2) == []
    assert changed({"code": "missing"}, {"code": "absent"}, 3) == [("code", "/error/code")]


def test_what_breaks_the_schema_is_told_of_the_single_answer() -> None:
    assert told(many([answer({"error": "x"}, 404)]), [answer({"fault": "x"}, 404)]) == []
    assert told(many([answer({"error": "x"}, 404)]), [answer({"error": [1]}, 404)]) == []


def test_bodies_of_success_are_told_by_another_rule() -> None:
    assert told(many([answer({"code": "missing"})]), [answer({"code": "absent"})]) == []


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        ("text/plain", [("not-json", "header:Content-Type")]),
        ("text/html", []),
        ("application/problem+json", []),
    ],
)
def test_a_documented_type_in_place_of_json_is_told(kind: str, expected: Told) -> None:
    said = many([answer({"error": "x"}, 404)])
    body: Any = "Not found" if kind.startswith("text") else {"error": "x"}
    assert told(said, [answer(body, 404, Content_Type=kind)]) == expected
    assert told(many([*said, answer(body, 404, Content_Type=kind)], 1), said) == []
