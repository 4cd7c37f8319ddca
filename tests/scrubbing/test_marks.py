import json
from typing import Any

from contract_kit.model.contract import Json, Operation
from contract_kit.model.exchange import Answer, Exchange, Headers, Request
from contract_kit.openapi.operations import read_operations
from contract_kit.scrubbing import Scrubbed, Scrubber
from tests.scrubbing.places import JSON, traces
from tests.scrubbing.planted import ANYWHERE, drawn

SECRET = drawn("marks", "abcdefghijklmnopqrstuvwxyz0123456789", 24)
TOKEN = ANYWHERE["GitHub token"]("marks")
TEXT = {"type": "string"}


def test_what_the_specification_marks_as_secret_is_one_at_any_depth() -> None:
    schema = {
        "type": "object",
        "properties": {
            "plan": {"$ref": "#/components/schemas/Plan"},
            "all": {"type": "array", "items": {"anyOf": [{"$ref": "#/components/schemas/Plan"}]}},
            "any": {"additionalProperties": {"allOf": [{"$ref": "#/components/schemas/Plan"}]}},
        },
    }
    plan = {"color": SECRET, "count": 1234, "parts": {"a": [SECRET]}, "shape": "round"}
    sent = {"plan": plan, "all": [plan, plan], "any": {"x": plan, "y": plan}}
    body = _answered(schema, sent).exchange.answer.body
    seen = json.loads(body)
    assert SECRET.encode() not in body
    assert seen["plan"] == seen["all"][1] == seen["any"]["y"]
    assert seen["plan"]["shape"] == "round"
    assert seen["plan"]["count"] not in (1234, "1234")
    assert isinstance(seen["plan"]["count"], int)


def test_marks_of_parameters_and_headers_hold_wherever_they_are_written() -> None:
    document = _document(
        {
            "parameters": [
                {"name": "shade", "in": "query", "schema": {**TEXT, "x-secret": True}},
                {"name": "tint", "in": "query", "x-secret": True, "schema": TEXT},
                {"name": "X-Tint", "in": "header", "x-secret": True, "schema": TEXT},
                {"$ref": "#/components/parameters/Hue"},
            ],
            "responses": {
                "200": {
                    "description": "",
                    "headers": {"X-Hue": {"x-secret": True, "schema": TEXT}},
                }
            },
        },
        path="/plans/{hue}/show",
    )
    url = f"https://api.example.net/v1/plans/{SECRET[:3]}/show?shade={SECRET}&tint={SECRET[:4]}"
    exchange = Exchange(
        Request("GET", url, (("x-tint", SECRET[:5]), ("x-other", "blue"))),
        Answer(200, (("x-hue", SECRET[:6]),)),
    )
    scrubbed = Scrubber(document).scrub(exchange, _only(document)).exchange
    made = [value for _, value in (*scrubbed.request.headers, *scrubbed.answer.headers)]
    assert not any(SECRET[:n] in f"{scrubbed.request.url} {made}" for n in (4, 5, 6))
    assert "/v1/plans/redacted-token-" in scrubbed.request.url
    assert made[1] == "blue"


def test_nothing_is_a_secret_where_the_specification_says_id_or_cursor() -> None:
    schema = {
        "properties": {
            "api_key": {"$ref": "#/components/schemas/Cursor"},
            "links": {"properties": {"next": {"$ref": "#/components/schemas/Cursor"}}},
        }
    }
    sent = {"api_key": TOKEN, "links": {"next": ANYWHERE["JWT"]("marks")}, "note": "none"}
    scrubber = Scrubber(_document(_get(schema)))
    scrubbed = _answered(schema, sent, scrubber)
    assert json.loads(scrubbed.exchange.answer.body) == sent
    assert list(scrubber.prove(scrubbed.exchange.answer.body)) == []


def test_a_secret_is_one_in_a_link_that_the_specification_calls_a_cursor() -> None:
    schema = {"properties": {"next": {"$ref": "#/components/schemas/Cursor"}}}
    sent = {"next": f"/plans?cursor=abc&access_token={SECRET}"}
    body = _answered(schema, sent).exchange.answer.body
    assert b"/plans?cursor=abc&access_token=redacted-token-1" in body
    assert SECRET.encode() not in body


def test_without_the_document_marks_beside_the_references_hold() -> None:
    schema = {"properties": {"color": {**TEXT, "x-secret": True}}}
    scrubbed = _answered(schema, {"color": SECRET}, Scrubber())
    assert not traces(SECRET, scrubbed.exchange)


def test_a_form_has_the_marks_of_its_schema() -> None:
    media = "application/x-www-form-urlencoded"
    body = {"content": {media: {"schema": {"properties": {"color": {**TEXT, "x-secret": True}}}}}}
    document = _document({"requestBody": body, "responses": {"204": {"description": ""}}})
    form: Headers = (("Content-Type", media),)
    exchange = Exchange(Request("GET", "https://x.net/p", form, b"color=blue&n=1"), Answer(204))
    scrubbed = Scrubber().scrub(exchange, _only(document)).exchange
    assert scrubbed.request.body == b"color=redacted-token-1&n=1"


def test_a_schema_that_holds_itself_is_followed_as_far_as_the_data_goes() -> None:
    schema = {"$ref": "#/components/schemas/Tree"}
    sent: Any = {"leaf": SECRET}
    for _ in range(40):
        sent = {"branches": [sent], "leaf": SECRET}
    assert SECRET.encode() not in _answered(schema, sent).exchange.answer.body


def _answered(schema: Any, sent: Any, scrubber: Scrubber | None = None) -> Scrubbed:
    document = _document(_get(schema))
    answer = Answer(200, JSON, json.dumps(sent).encode())
    exchange = Exchange(Request("GET", "https://x.net/p"), answer)
    return (scrubber or Scrubber(document)).scrub(exchange, _only(document))


def _get(schema: Any) -> Any:
    content = {"application/json": {"schema": schema}}
    return {"responses": {"200": {"description": "", "content": content}}}


def _only(document: Json) -> Operation:
    return next(iter(read_operations(document).values()))


def _document(operation: Any, path: str = "/p") -> Json:
    components = {
        "schemas": {
            "Plan": {
                "properties": {
                    "color": {"$ref": "#/components/schemas/Color"},
                    "parts": {"x-secret": True},
                    "count": {"type": "integer", "x-secret": True},
                }
            },
            "Color": {**TEXT, "x-secret": True},
            "Cursor": {**TEXT, "x-volatile": "cursor"},
            "Tree": {
                "properties": {
                    "leaf": {**TEXT, "x-secret": True},
                    "branches": {"items": {"$ref": "#/components/schemas/Tree"}},
                }
            },
        },
        "parameters": {
            "Hue": {
                "name": "hue",
                "in": "path",
                "required": True,
                "x-secret": True,
                "schema": TEXT,
            }
        },
    }
    return {"openapi": "3.1.0", "paths": {path: {"get": operation}}, "components": components}
