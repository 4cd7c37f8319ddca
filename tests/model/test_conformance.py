"""Whatever comes over the wire is read and judged; nothing is raised."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_kit.model.conformance import misfits_of_answer, read_request
from contract_kit.model.contract import Operation
from contract_kit.model.exchange import Answer, Headers
from tests.model.laws import bodies, header_values, headers, law, queries
from tests.model.messages import JOB, JSON, parameter, told
from tests.openapi.small import json_of, match, operation


@pytest.fixture(scope="module")
def anything(tmp_path_factory: pytest.TempPathFactory) -> Operation:
    listed = {"type": "array", "items": {"type": "integer"}}
    promise = {
        "description": "",
        "content": {**json_of(JOB), "text/*": {"schema": {"type": "string"}}},
        "headers": {
            "X-Count": {"required": True, "schema": {"type": "integer"}},
            "X-Tags": {"schema": listed},
        },
    }
    described = {
        "parameters": [
            parameter("limit", {"type": ["integer", "null"]}, required=True),
            parameter("ids", listed),
            parameter("X-Count", {"type": "number"}, "header"),
            parameter("a", {"type": "boolean"}, "cookie"),
        ],
        "requestBody": {"required": True, "content": json_of(JOB)},
        "responses": {"200": promise, "4XX": promise, "204": {"description": ""}},
    }
    return operation(tmp_path_factory.mktemp("anything"), described)


@law
@given(queries, headers, bodies, st.text())
def test_any_request_is_read(
    anything: Operation, query: str, sent: Headers, body: bytes, name: str
) -> None:
    reading = read_request(match(anything, id=name), query, sent, body)
    assert all(misfit.place and misfit.breach.message for misfit in reading.misfits)


@law
@given(st.sampled_from(["GET", "HEAD", "x"]), st.integers(), headers, bodies)
def test_any_answer_is_judged(
    anything: Operation, method: str, status: int, sent: Headers, body: bytes
) -> None:
    for code in (status, 200, 204, 404):
        for misfit in misfits_of_answer(anything, method, Answer(code, sent, body)):
            assert misfit.breach.message


@law
@given(header_values)
def test_any_header_text_is_decoded(anything: Operation, text: str) -> None:
    sent = (("X-Count", text), ("X-Tags", text), ("Cookie", f"a={text}"), *JSON)
    read_request(match(anything), "", sent, b"")
    list(misfits_of_answer(anything, "GET", Answer(200, sent, b"{}")))


def test_a_body_nested_too_deeply_for_the_validator_is_a_misfit(anything: Operation) -> None:
    deep = b'{"data": [' + b"[" * 400 + b"]" * 400 + b"]}"
    misfits = misfits_of_answer(anything, "GET", Answer(200, (*JSON, ("X-Count", "1")), deep))
    assert told(misfits) == [("body", "json", ())]
