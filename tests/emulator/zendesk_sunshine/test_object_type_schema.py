"""The rules for the schemas of object types, on whatever is stored."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_kit.emulator.zendesk_sunshine.object_type_schema import broken_rules, misfit
from contract_kit.emulator.zendesk_sunshine.records import json_text
from contract_kit.model.contract import Contract
from contract_kit.model.pointer import select

STRING = {"type": "string"}
SCALARS = '(possible values: ["boolean","integer","number","string"])'
TYPES = '(possible values: ["boolean","integer","number","string","array"])'

NOT_ALLOWED = "data.schema object instance has properties which are not allowed by the schema:"


def named(name: str) -> dict[str, Any]:
    return {"properties": {name: STRING}}


def typed(rules: Any) -> dict[str, Any]:
    return {"properties": {"a": rules}}


@pytest.mark.parametrize(
    ("schema", "messages"),
    [
        ({}, ["The schema for a legacy object type cannot be empty."]),
        ({"properties": {}}, ["The properties element of a schema cannot be empty."]),
        (
            {"title": "Phone"},
            ['data.schema object has missing required properties (["properties"])'],
        ),
        (
            {**named("a"), "additionalProperties": True},
            ["additionalProperties cannot be set to true"],
        ),
        (
            {**named("a"), "$schema": "x", "type": "object"},
            [f'{NOT_ALLOWED} ["$schema","type"]'],
        ),
        (typed({}), ['data.schema object has missing required properties (["type"])']),
        (
            typed({**STRING, "minLength": 1}),
            [f'{NOT_ALLOWED} ["minLength"]'],
        ),
        (
            typed({**STRING, "items": STRING}),
            [f'{NOT_ALLOWED} ["items"]'],
        ),
        (
            typed({"type": ["string"]}),
            [f'data.schema instance value (["string"]) not found in enum {TYPES}'],
        ),
        (
            typed({"type": "array"}),
            ['data.schema object has missing required properties (["items"])'],
        ),
        (
            typed({"type": "array", "items": {"type": "array"}}),
            [f'data.schema instance value ("array") not found in enum {SCALARS}'],
        ),
        (
            typed({"type": "object", "properties": named("b")}),
            [f'data.schema instance value ("object") not found in enum {TYPES}'],
        ),
        (named("_a"), ["Invalid property name '_a': Property name cannot start with '_'."]),
        (named("$a"), ["Invalid property name '$a': Property name cannot start with '$'."]),
        (named("*"), ["Invalid property name '*': Property name cannot be '*'."]),
        (named(""), ["Invalid property name '': Property name cannot be empty."]),
        (
            named("a\tb"),
            ["Invalid property name 'a\tb': Property name cannot contain \"\\t\"."],
        ),
    ],
)
def test_each_broken_rule_has_its_message(schema: Any, messages: list[str]) -> None:
    assert list(broken_rules(schema)) == messages


def test_all_rules_that_a_schema_breaks_are_told() -> None:
    schema = {"properties": {"_a": {"type": "null"}, "*": STRING}, "additionalProperties": True}
    assert len(list(broken_rules(schema))) == 4


SCALAR = st.fixed_dictionaries(
    {"type": st.sampled_from(["boolean", "integer", "number", "string", "array", "object"])},
    optional={"title": st.just("t"), "description": st.just("d"), "minimum": st.just(1)},
)
PROPERTY = SCALAR | st.fixed_dictionaries({"type": st.just("array"), "items": SCALAR})
SCHEMA = st.fixed_dictionaries(
    {
        "properties": st.dictionaries(
            st.sampled_from(["a", "a*", "*", "_a", "$a", "", "a\u0007", "a\u0013", "a\u0012"]),
            PROPERTY,
            max_size=2,
        )
    },
    optional={"additionalProperties": st.booleans(), "required": st.just(["a"])},
)


@given(schema=SCHEMA)
def test_the_report_and_the_specification_know_the_same_rules(
    sunshine_contract: Contract, schema: Any
) -> None:
    body = sunshine_contract.operations["createObjectType"].body
    assert body is not None
    taken = body.content["application/json"].valid({"data": {"key": "key", "schema": schema}})
    assert taken is not any(broken_rules(schema))


def test_the_documents_own_schemas_break_no_rule(sunshine_contract: Contract) -> None:
    pointer = "/components/examples/*/value/data/schema"
    schemas = list(select(sunshine_contract.document, pointer))
    assert len(schemas) == 4
    assert not any(list(broken_rules(schema)) for schema in schemas)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("kind", "fit", "unfit"),
    [
        ("boolean", True, 1),
        ("integer", 10**30, 1.5),
        ("integer", 1.0, True),
        ("number", 1e300, "1"),
        ("string", "\0", None),
    ],
)
def test_attributes_are_held_to_the_types_of_their_schema(kind: str, fit: Any, unfit: Any) -> None:
    schema = json_text(typed({"type": kind}))
    assert misfit(schema, {"a": fit}) == ""
    assert "/a" in misfit(schema, {"a": unfit})
    items = json_text(typed({"type": "array", "items": {"type": kind}}))
    assert misfit(items, {"a": [fit, fit]}) == ""
    assert "/a/1" in misfit(items, {"a": [fit, unfit]})
