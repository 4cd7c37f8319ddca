"""A request is read as its operation means it, and what breaks the specification is told."""

from pathlib import Path
from typing import Any

import pytest

from contract_kit.model.conformance import Reading, misfits_of_request, read_request
from contract_kit.model.exchange import Headers, Request
from tests.model.messages import JSON, parameter, told
from tests.openapi.small import json_of, match, operation


def asked(
    tmp_path: Path, described: Any, query: str, sent: Headers = (), body: bytes = b""
) -> Reading:
    return read_request(match(operation(tmp_path, described)), query, sent, body)


@pytest.mark.parametrize(
    ("schema", "query", "value"),
    [
        ({"type": "string"}, "p=5", "5"),
        ({"type": "string"}, "p=", ""),
        ({"type": "string"}, "p=a+b%20c%C3%A9", "a b cé"),
        ({"type": "string"}, "p=1&p=2", "2"),
        ({"type": "integer"}, "p=5", 5),
        ({"type": "integer"}, "p=-5", -5),
        ({"type": "integer"}, "p=12345678901234567890123", 12345678901234567890123),
        ({"type": "integer", "maximum": 3}, "p=3", 3),
        ({"type": "number"}, "p=5.5", 5.5),
        ({"type": "number"}, "p=1e3", 1000),
        ({"type": "boolean"}, "p=true", True),
        ({"type": "boolean"}, "p=false", False),
        ({"type": ["integer", "null"]}, "p=7", 7),
        ({"type": ["integer", "null"]}, "p=null", None),
        ({"type": ["string", "null"]}, "p=null", "null"),
        ({"anyOf": [{"type": "integer"}, {"const": "all"}]}, "p=all", "all"),
        ({"anyOf": [{"type": "integer"}, {"const": "all"}]}, "p=5", 5),
        ({"enum": [1, 2]}, "p=2", 2),
        ({"allOf": [{"$ref": "#/components/schemas/Size"}]}, "p=2", 2),
        ({"$ref": "#/components/schemas/Size"}, "p=2", 2),
        ({"$ref": "#/components/schemas/Size", "default": 1}, "p=2", 2),
        ({}, "p=2", "2"),
        ({"type": "array", "items": {"type": "string"}}, "p=1&p=a", ["1", "a"]),
        ({"type": "array", "items": {"type": "integer"}}, "p=1&p=2", [1, 2]),
        ({"type": "array", "items": {"type": "boolean"}}, "p=true", [True]),
        ({"type": "array", "items": {"$ref": "#/components/schemas/Size"}}, "p=1", [1]),
        ({"type": "array"}, "p=a,b", ["a,b"]),
    ],
)
def test_a_parameter_is_read_as_its_schema_means_it(
    tmp_path: Path, schema: Any, query: str, value: object
) -> None:
    size = {"Size": {"type": "integer", "minimum": 1}}
    described = {"parameters": [parameter("p", schema)]}
    found = operation(tmp_path, described, components={"schemas": size})
    reading = read_request(match(found), query, (), b"")
    assert reading.misfits == ()
    assert reading.query == {"p": value}
    assert type(reading.query["p"]) is type(value)


@pytest.mark.parametrize(
    ("schema", "query", "expected"),
    [
        ({"type": "integer"}, "p=five", [("query:p", "type", ())]),
        ({"type": "integer"}, "p=", [("query:p", "type", ())]),
        ({"type": "integer"}, "p=+5", [("query:p", "type", ())]),
        ({"type": "integer"}, "p=1_0", [("query:p", "type", ())]),
        ({"type": "integer"}, "p=%D9%A1", [("query:p", "type", ())]),
        ({"type": "integer"}, "p=1.5", [("query:p", "type", ())]),
        ({"type": "integer", "maximum": 3}, "p=4", [("query:p", "maximum", ())]),
        ({"type": "number"}, "p=nan", [("query:p", "type", ())]),
        ({"type": "number"}, "p=inf", [("query:p", "type", ())]),
        ({"type": "number"}, "p=1e999", [("query:p", "type", ())]),
        ({"type": "boolean"}, "p=True", [("query:p", "type", ())]),
        ({"type": "boolean"}, "p=1", [("query:p", "type", ())]),
        ({"enum": ["a"]}, "p=b", [("query:p", "enum", ())]),
        ({"type": "string", "maxLength": 1}, "p=12", [("query:p", "maxLength", ())]),
        ({"type": "string", "format": "date"}, "p=x", [("query:p", "format", ())]),
        (
            {"type": "array", "items": {"type": "integer"}},
            "p=1&p=x",
            [("query:p", "type", (1,))],
        ),
        (
            {"type": "array", "items": {"type": "string", "maxLength": 1}},
            "p=1&p=22",
            [("query:p", "maxLength", (1,))],
        ),
        ({"type": "array", "maxItems": 1}, "p=1&p=2", [("query:p", "maxItems", ())]),
    ],
)
def test_a_parameter_that_breaks_its_schema_is_told_by_its_place(
    tmp_path: Path, schema: Any, query: str, expected: list[object]
) -> None:
    reading = asked(tmp_path, {"parameters": [parameter("p", schema)]}, query)
    assert told(reading.misfits) == expected


def test_without_explode_a_list_is_parted_by_commas(tmp_path: Path) -> None:
    schema = {"type": "array", "items": {"type": "integer"}}
    described = {"parameters": [parameter("p", schema, explode=False)]}
    assert asked(tmp_path, described, "p=1,2").query == {"p": [1, 2]}


@pytest.mark.parametrize("where", ["query", "header", "cookie"])
def test_only_a_required_parameter_is_missed(tmp_path: Path, where: str) -> None:
    described = {
        "parameters": [
            parameter("may", {"type": "string"}, where),
            parameter("must", {"type": "string"}, where, required=True),
        ]
    }
    reading = asked(tmp_path, described, "other=1", (("Cookie", "other=1"), ("other", "1")))
    assert told(reading.misfits) == [(f"{where}:must", "required", ())]
    assert (reading.query, reading.headers) == ({}, {})


def test_a_parameter_that_is_there_but_empty_is_not_missing(tmp_path: Path) -> None:
    described = {"parameters": [parameter("p", {"type": "string"}, required=True)]}
    assert asked(tmp_path, described, "p").query == {"p": ""}


def test_headers_and_cookies_are_read_whatever_their_case_and_spacing(tmp_path: Path) -> None:
    listed = {"type": "array", "items": {"type": "integer"}}
    described = {
        "parameters": [
            parameter("X-Ids", listed, "header"),
            parameter("theme", {"enum": ["dark"]}, "cookie"),
        ]
    }
    sent = (("x-iDS", "1, 2"), ("cookie", "a=b; theme=light;x"))
    reading = asked(tmp_path, described, "", sent)
    assert reading.headers == {"X-Ids": [1, 2]}
    assert told(reading.misfits) == [("cookie:theme", "enum", ())]


def test_arguments_of_the_path_are_decoded(tmp_path: Path) -> None:
    described = {"parameters": [parameter("id", {"type": "integer"}, "path", required=True)]}
    found = operation(tmp_path, described)
    assert read_request(match(found, id="5"), "", (), b"").path == {"id": 5}
    misfits = read_request(match(found, id="five"), "", (), b"").misfits
    assert told(misfits) == [("path:id", "type", ())]


def test_content_type_accept_and_authorization_are_no_parameters(tmp_path: Path) -> None:
    names = ("Content-Type", "accept", "Authorization")
    parameters = [parameter(name, {"enum": ["x"]}, "header", required=True) for name in names]
    assert asked(tmp_path, {"parameters": parameters}, "").misfits == ()


@pytest.mark.parametrize(
    ("sent", "body", "expected"),
    [
        (JSON, b'{"a": 1}', []),
        (JSON, b'{"a": "x"}', [("body", "type", ("a",))]),
        (JSON, b"{}", [("body", "required", ("a",))]),
        (JSON, b'{"a":', [("body", "json", ())]),
        (JSON, b"", [("body", "required", ())]),
        ((), b'{"a": 1}', [("header:Content-Type", "media-type", ())]),
        ((("content-type", "text/xml"),), b"<a/>", [("header:Content-Type", "media-type", ())]),
    ],
)
def test_the_body_of_a_request_is_judged_too(
    tmp_path: Path, sent: Headers, body: bytes, expected: list[object]
) -> None:
    schema = {"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}}}
    described = {"requestBody": {"required": True, "content": json_of(schema)}}
    request = Request("GET", "http://h/things/1", sent, body)
    misfits = misfits_of_request(match(operation(tmp_path, described)), request)
    assert told(misfits) == expected


@pytest.mark.parametrize(
    ("body", "value", "expected"),
    [
        (b"n=5&s=5&b=true", {"n": 5, "s": "5", "b": True}, []),
        (b"n=5&s=a+b%26c", {"n": 5, "s": "a b&c"}, []),
        (b"n=five", {"n": "five"}, [("body", "type", ("n",))]),
        (b"n=0", {"n": 0}, [("body", "minimum", ("n",))]),
        (b"s=a", {"s": "a"}, [("body", "required", ("n",))]),
        (b"n=1&x=1", {"n": 1, "x": "1"}, [("body", "additionalProperties", ("x",))]),
    ],
)
def test_a_form_is_read_field_by_field_as_its_schema_means_it(
    tmp_path: Path, body: bytes, value: object, expected: list[object]
) -> None:
    schema = {
        "type": "object",
        "required": ["n"],
        "additionalProperties": False,
        "properties": {
            "n": {"type": "integer", "minimum": 1},
            "s": {"type": "string"},
            "b": {"type": "boolean"},
        },
    }
    form = "application/x-www-form-urlencoded"
    described = {"requestBody": {"content": {form: {"schema": schema}}}}
    reading = asked(tmp_path, described, "", (("Content-Type", form),), body)
    assert reading.body == value
    assert told(reading.misfits) == expected


def test_an_optional_body_may_stay_away_and_an_undescribed_one_is_ignored(tmp_path: Path) -> None:
    optional = asked(tmp_path, {"requestBody": {"content": json_of({})}}, "")
    undescribed = asked(tmp_path, {}, "", JSON, b"{")
    assert (
        (optional.body, optional.misfits) == (undescribed.body, undescribed.misfits) == (None, ())
    )
