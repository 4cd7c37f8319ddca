"""What of an answer breaks its operation's promises is told by exact place and path."""

from pathlib import Path
from typing import Any

import pytest

from contract_kit.model.conformance import misfits_of_answer
from contract_kit.model.exchange import Answer
from tests.model.messages import JOB, JSON, told
from tests.openapi.small import json_of, operation


def answered(tmp_path: Path, responses: Any, answer: Answer, method: str = "GET") -> list[Any]:
    found = operation(tmp_path, {"responses": responses})
    return told(misfits_of_answer(found, method, answer))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (b'{"data": [{"id": "a", "state": "done"}]}', []),
        (b'{"data": []}', []),
        (b'{"data": [{"id": "a", "state": "done", "count": null}]}', []),
        (b"{}", [("body", "required", ("data",))]),
        (b'{"data": 5}', [("body", "type", ("data",))]),
        (b"[]", [("body", "type", ())]),
        (b'{"data": [{"id": "a"}]}', [("body", "required", ("data", 0, "state"))]),
        (
            b'{"data": [{"id": "a", "state": "lost"}, {"id": "", "state": "done"}]}',
            [("body", "enum", ("data", 0, "state")), ("body", "minLength", ("data", 1, "id"))],
        ),
        (
            b'{"data": [{"id": "a", "state": "done", "extra": 1}]}',
            [("body", "additionalProperties", ("data", 0, "extra"))],
        ),
        (
            b'{"data": [{"id": "a", "state": "done", "at": "yesterday"}]}',
            [("body", "format", ("data", 0, "at"))],
        ),
        (
            b'{"data": [{"id": "a", "state": "done", "count": 10}]}',
            [("body", "maximum", ("data", 0, "count"))],
        ),
        (b'{"data": [', [("body", "json", ())]),
        (b'{"data": NaN}', [("body", "json", ())]),
        (b"", [("body", "json", ())]),
        (b"\xff", [("body", "json", ())]),
    ],
)
def test_a_body_is_held_against_its_schema(
    tmp_path: Path, body: bytes, expected: list[object]
) -> None:
    responses = {"200": {"description": "", "content": json_of(JOB)}}
    assert answered(tmp_path, responses, Answer(200, JSON, body)) == expected


@pytest.mark.parametrize(
    ("documented", "status", "expected"),
    [
        (["200"], 200, []),
        (["200"], 404, [("status", "status", ())]),
        (["200", "4XX"], 404, []),
        (["200", "4xx"], 404, []),
        (["200", "4XX"], 500, [("status", "status", ())]),
        (["200", "default"], 500, []),
        (["default"], 200, []),
        ([], 200, [("status", "status", ())]),
    ],
)
def test_a_status_is_documented_exactly_or_by_its_class_or_by_default(
    tmp_path: Path, documented: list[str], status: int, expected: list[object]
) -> None:
    responses = {name: {"description": ""} for name in documented}
    assert answered(tmp_path, responses, Answer(status)) == expected


def test_the_most_exact_promise_of_a_status_holds(tmp_path: Path) -> None:
    responses = {
        name: {"description": "", "content": json_of({"const": name})}
        for name in ("404", "4XX", "default")
    }
    found = operation(tmp_path, {"responses": responses})
    for status, name in ((404, b'"404"'), (422, b'"4XX"'), (500, b'"default"')):
        assert told(misfits_of_answer(found, "GET", Answer(status, JSON, name))) == []


def test_an_undocumented_status_names_the_documented_ones(tmp_path: Path) -> None:
    found = operation(tmp_path, {"responses": {"200": {"description": ""}}})
    (misfit,) = misfits_of_answer(found, "GET", Answer(418))
    assert misfit.breach.expected == "200"
    assert misfit.breach.actual == "418"
    assert misfit.breach.message == "status 418 is not documented, documented are 200"


@pytest.mark.parametrize(
    ("documented", "sent", "expected"),
    [
        ("application/json", "application/json; charset=utf-8", []),
        ("application/json; charset=utf-8", "application/json", []),
        ("Application/JSON", "application/json", []),
        ("application/json", "text/html", [("header:Content-Type", "media-type", ())]),
        ("application/json", "", [("header:Content-Type", "media-type", ())]),
        ("text/*", "text/csv", []),
        ("text/*", "image/png", [("header:Content-Type", "media-type", ())]),
        ("*/*", "image/png", []),
        ("*/*", "application/json", [("body", "json", ())]),
        ("application/*", "application/vnd.x+json", [("body", "json", ())]),
    ],
)
def test_media_types_and_their_ranges_are_respected(
    tmp_path: Path, documented: str, sent: str, expected: list[object]
) -> None:
    responses = {"200": {"description": "", "content": {documented: {"schema": {}}}}}
    body = b"{}" if documented.lower().startswith("application/json") else b"a,b"
    answer = Answer(200, (("content-type", sent),), body)
    assert answered(tmp_path, responses, answer) == expected


def test_the_exact_media_type_wins_over_a_range(tmp_path: Path) -> None:
    content = {"*/*": {"schema": False}, "application/*": {"schema": False}, **json_of(True)}
    responses = {"200": {"description": "", "content": content}}
    assert answered(tmp_path, responses, Answer(200, JSON, b"1")) == []


def test_204_has_no_body(tmp_path: Path) -> None:
    responses = {"204": {"description": ""}}
    assert answered(tmp_path, responses, Answer(204)) == []
    assert answered(tmp_path, responses, Answer(204, JSON, b"{}")) == [("body", "content", ())]


def test_an_answer_to_head_needs_no_body(tmp_path: Path) -> None:
    responses = {"200": {"description": "", "content": json_of(JOB)}}
    assert answered(tmp_path, responses, Answer(200, JSON), "HEAD") == []
    assert answered(tmp_path, responses, Answer(404), "HEAD") == [("status", "status", ())]


@pytest.mark.parametrize(
    ("schema", "sent", "expected"),
    [
        ({"type": "integer"}, "5", []),
        ({"type": "integer"}, "five", [("header:X-Rate", "type", ())]),
        ({"type": "integer", "maximum": 4}, "5", [("header:X-Rate", "maximum", ())]),
        ({"type": "boolean"}, "true", []),
        ({"type": "array", "items": {"type": "integer"}}, "1, 2", []),
        (
            {"type": "array", "items": {"type": "integer"}},
            "1, x",
            [("header:X-Rate", "type", (1,))],
        ),
        ({"type": "string"}, "5", []),
        ({"type": "string"}, "", []),
        ({"type": "string", "format": "date"}, "5", [("header:X-Rate", "format", ())]),
        ({}, "anything", []),
    ],
)
def test_headers_of_an_answer_are_decoded_and_judged(
    tmp_path: Path, schema: Any, sent: str, expected: list[object]
) -> None:
    responses = {"200": {"description": "", "headers": {"X-Rate": {"schema": schema}}}}
    assert answered(tmp_path, responses, Answer(200, (("x-rate", sent),))) == expected


def test_only_a_required_header_is_missed(tmp_path: Path) -> None:
    wanted = {"X-May": {}, "X-Must": {"required": True}, "Content-Type": {"required": True}}
    responses = {"200": {"description": "", "headers": wanted}}
    assert answered(tmp_path, responses, Answer(200)) == [("header:X-Must", "required", ())]


def test_the_branch_that_was_meant_tells_what_is_wrong_with_a_union(tmp_path: Path) -> None:
    arms = [
        {"type": "string"},
        {"type": "object", "required": ["a"], "properties": {"kind": {"const": "a"}}},
        {"type": "object", "required": ["b"], "properties": {"kind": {"const": "b"}}},
    ]
    schema = {"type": "object", "properties": {"it": {"type": "array", "items": {"oneOf": arms}}}}
    responses = {"200": {"description": "", "content": json_of(schema)}}
    for body, expected in (
        (b'{"it": [{"kind": "b"}]}', [("body", "required", ("it", 0, "b"))]),
        (b'{"it": [{}]}', [("body", "oneOf", ("it", 0))]),  # either might have been meant
        (b'{"it": [{"a": 1, "b": 2}]}', [("body", "oneOf", ("it", 0))]),  # both fit
        (b'{"it": [5]}', [("body", "oneOf", ("it", 0))]),
    ):
        assert answered(tmp_path, responses, Answer(200, JSON, body)) == expected


def test_a_union_deep_in_a_body_is_told_apart_by_type(tmp_path: Path) -> None:
    arms = [{"type": "string"}, {"type": "object", "required": ["a"]}]
    schema = {"properties": {"deep": {"properties": {"it": {"anyOf": arms}}}}}
    responses = {"200": {"description": "", "content": json_of(schema)}}
    answer = Answer(200, JSON, b'{"deep": {"it": {}}}')
    expected = [("body", "required", ("deep", "it", "a"))]
    assert answered(tmp_path, responses, answer) == expected
