"""A document of OpenAPI 3.0 means what 3.0 says, a document of 3.1 what 3.1 says."""

from pathlib import Path
from typing import Any

import pytest

from contract_kit.model.contract import Contract
from contract_kit.model.errors import Mistake
from contract_kit.openapi.dialect import as_3_1
from tests.openapi.small import OK, document, json_of, load


def upgraded(schema: Any) -> Any:
    made = as_3_1({"openapi": "3.0.3", "components": {"schemas": {"S": schema}}}, "x")
    return made["components"]["schemas"]["S"]


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
        ({"type": "string", "nullable": False}, {"type": "string", "nullable": False}),
        (
            {"type": "string", "nullable": True, "enum": ["a"]},
            {"type": ["string", "null"], "enum": ["a", None]},
        ),
        (
            {"type": "string", "nullable": True, "enum": ["a", None]},
            {"type": ["string", "null"], "enum": ["a", None]},
        ),
        ({"$ref": "#/x", "nullable": True}, {"anyOf": [{"$ref": "#/x"}, {"type": "null"}]}),
        ({"nullable": True}, {}),
        ({"minimum": 1, "exclusiveMinimum": True}, {"exclusiveMinimum": 1}),
        ({"maximum": 9, "exclusiveMaximum": True}, {"exclusiveMaximum": 9}),
        ({"minimum": 1, "exclusiveMinimum": False}, {"minimum": 1}),
        ({"exclusiveMaximum": True}, {}),
        ({"exclusiveMinimum": 1}, {"exclusiveMinimum": 1}),
        (
            {"items": {"allOf": [{"type": "object", "nullable": True}]}},
            {"items": {"allOf": [{"type": ["object", "null"]}]}},
        ),
        (
            {"properties": {"default": {"type": "string", "nullable": True}}},
            {"properties": {"default": {"type": ["string", "null"]}}},
        ),
        (
            {"properties": {"properties": {"properties": {"enum": {"nullable": True}}}}},
            {"properties": {"properties": {"properties": {"enum": {}}}}},
        ),
        (
            {"properties": {"nullable": {"type": "boolean"}}},
            {"properties": {"nullable": {"type": "boolean"}}},
        ),
        (
            {"example": {"nullable": True}, "default": {"minimum": 1, "exclusiveMinimum": True}},
            {"example": {"nullable": True}, "default": {"minimum": 1, "exclusiveMinimum": True}},
        ),
    ],
)
def test_schemas_of_3_0_are_brought_into_the_dialect_of_3_1(schema: Any, expected: Any) -> None:
    assert upgraded(schema) == expected


def test_the_default_response_of_3_0_is_brought_along_too() -> None:
    responses = {"default": {"content": json_of({"type": "string", "nullable": True})}}
    made = as_3_1({"openapi": "3.0.0", "paths": {"/a": {"get": {"responses": responses}}}}, "x")
    content = made["paths"]["/a"]["get"]["responses"]["default"]["content"]
    assert content == json_of({"type": ["string", "null"]})


def test_a_document_of_3_1_stays_as_it_is() -> None:
    source = document({"/a": {}}, components={"schemas": {"S": {"nullable": True}}})
    assert as_3_1(source, "x") is source


def answers(folder: Path, version: str, schema: Any) -> Contract:
    responses = {"200": {"description": "", "content": json_of(schema)}}
    paths = {"/a": {"get": {"operationId": "do", "responses": responses}}}
    return load(folder, document(paths, openapi=version))


@pytest.mark.parametrize(("version", "allowed"), [("3.0.4", True), ("3.1.1", False)])
def test_nullable_is_a_word_of_3_0_alone(tmp_path: Path, version: str, *, allowed: bool) -> None:
    contract = answers(tmp_path, version, {"type": "string", "nullable": True})
    schema = contract.operations["do"].answers["200"].content["application/json"]
    assert schema.valid(None) is allowed
    assert schema.valid("text")


@pytest.mark.parametrize(
    ("source", "reason"),
    [
        ({"swagger": "2.0", "paths": {}}, "Swagger 2.0 is not read; convert it to OpenAPI 3"),
        ({"openapi": "2.0"}, "openapi: 2.0; OpenAPI 3.0 and 3.1 are read"),
        ({"openapi": "4.0.0"}, "openapi: 4.0.0; OpenAPI 3.0 and 3.1 are read"),
        ({}, "no `openapi` version; OpenAPI 3.0 and 3.1 are read"),
        ([], "an OpenAPI document is a mapping"),
        ("text", "an OpenAPI document is a mapping"),
        (None, "an OpenAPI document is a mapping"),
    ],
)
def test_what_is_no_openapi_3_is_refused_by_name(source: Any, reason: str) -> None:
    with pytest.raises(Mistake) as told:
        as_3_1(source, "specs/it.yaml")
    assert str(told.value).startswith(f"specs/it.yaml: {reason}")


def test_a_version_without_quotes_is_a_version(tmp_path: Path) -> None:
    operation = {"operationId": "do", "responses": OK}
    assert load(tmp_path, document({"/a": {"get": operation}}, openapi=3.1)).operations
