"""How like an emulator's answer is to a recorded one, aspect by aspect."""

import json
from typing import Any

import pytest
from hypothesis import given

from contract_kit.model.exchange import Answer, Request
from contract_kit.model.fidelity import likenesses, renamed, with_names
from contract_kit.openapi.operations import read_operations
from tests.model.laws import law, values
from tests.openapi.small import document, json_of

_LIFE = {
    "id": "/id",
    "state": "/state",
    "initial": ["queued"],
    "terminal": ["done"],
    "moves": {"queued": ["done"]},
}
_PAGES = {"items": "/data", "next": "/next"}
_JOB = {"x-lifecycle": _LIFE, "properties": {"cursor": {"x-volatile": "cursor"}}}
_HEADERS = {"X-Rate": {"schema": {"type": "integer"}}}


def _answers(schema: Any) -> dict[str, Any]:
    return {"200": {"description": "", "headers": _HEADERS, "content": json_of(schema)}}


OPERATIONS = read_operations(
    document(
        {
            "/jobs": {
                "get": {"operationId": "list", "x-pagination": _PAGES, "responses": _answers({})},
                "post": {"operationId": "show", "responses": _answers(_JOB)},
            }
        }
    )
)


def answer(body: Any, status: int = 200, **headers: str) -> Answer:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    kind = (("Content-Type", "application/json"),)
    return Answer(status, (*kind, *named), json.dumps(body).encode())


def told(operation: str, recorded: Answer, emulated: Answer) -> dict[str, tuple[str, ...]]:
    found = likenesses(OPERATIONS[operation], recorded, emulated)
    return {like.aspect: like.differences for like in found}


@law
@given(values)
def test_an_answer_is_like_itself(value: Any) -> None:
    one = answer(value)
    for operation in OPERATIONS:
        assert not any(told(operation, one, one).values())


@pytest.mark.parametrize(
    ("operation", "recorded", "emulated", "aspect", "said"),
    [
        ("show", answer({}), answer({}, 201), "status", "recorded 200, emulated 201"),
        ("show", answer({}, X_Rate="1"), answer({}), "headers", "header:X-Rate recorded, not"),
        ("show", answer({"a": 1}), answer({}), "shape", "/a recorded, not emulated"),
        ("show", answer({"a": [1]}), answer({"a": ["x"]}), "shape", "/a/* recorded a number"),
        ("show", answer({"a": {}}), answer({"a": []}), "shape", "/a recorded an object"),
        (
            "show",
            answer({"id": "1", "state": "done"}),
            answer({"id": "1", "state": "queued"}),
            "lifecycle",
            "the job is queued, recorded done",
        ),
        (
            "list",
            answer({"data": [], "next": "/jobs?a=1"}),
            answer({"data": [], "next": "http://h/jobs?a=1"}),
            "pagination",
            "/next recorded relative, emulated absolute",
        ),
        ("list", answer({"data": [1]}), answer({"data": None}), "pagination", "/data recorded as"),
    ],
)
def test_what_is_another_is_said_in_its_aspect_alone(
    operation: str, recorded: Answer, emulated: Answer, aspect: str, said: str
) -> None:
    found = {name: words for name, words in told(operation, recorded, emulated).items() if words}
    assert list(found) == [aspect]
    assert said in found[aspect][0]


def test_the_data_may_be_another() -> None:
    recorded = {"data": [{"name": "a", "at": None}, {"name": "b", "at": "x"}], "next": None}
    emulated = {"data": [{"name": "c", "at": "y", "more": 1}], "next": "/jobs?a=2"}
    assert not any(told("list", answer(recorded), answer(emulated)).values())


def test_names_that_the_emulator_gives_stand_in_the_next_request() -> None:
    recorded = answer({"id": "job-1", "state": "queued", "cursor": "abc"})
    emulated = answer({"id": "j9", "state": "queued", "cursor": "xyz"})
    names = renamed(OPERATIONS["show"], recorded, emulated)
    assert names == {"job-1": "j9", "abc": "xyz"}
    request = Request("GET", "http://h/jobs/job-1?after=abc&not=abcd", (), b'{"ids": ["job-1"]}')
    assert with_names(request, names) == (
        "http://h/jobs/j9?after=xyz&not=abcd",
        b'{"ids": ["j9"]}',
    )
    assert with_names(request, {}) == (request.url, request.body)
