"""Schemas are compiled when they are first asked, wherever they stand, and never fetch anything."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_kit.model.contract import Schema
from contract_kit.model.errors import Mistake
from contract_kit.openapi.schemas import compile_alone, compiler
from tests.model.laws import keys, law, values
from tests.model.listener import listening
from tests.openapi.small import json_of, operation

TREE = {
    "type": "object",
    "required": ["name"],
    "properties": {
        "name": {"type": "string"},
        "children": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
    },
}


def answer_schema(folder: Path, schema: Any, **components: Any) -> Schema:
    responses = {"200": {"description": "", "content": json_of(schema)}}
    found = operation(folder, {"responses": responses}, components={"schemas": components})
    return found.answers["200"].content["application/json"]


@law
@given(keys)
def test_a_schema_is_found_under_any_name(name: str) -> None:
    escaped = name.replace("~", "~0").replace("/", "~1")
    compiled = compiler({"schemas": {name: {"const": "here"}}})(f"/schemas/{escaped}", {})
    assert compiled.valid("here")
    assert not compiled.valid("elsewhere")


@pytest.mark.parametrize(
    "name", ["a/b", "a~b", "a b", "{id}", "50%", "é", '"', "#", "^|\\`", "[0]"]
)
def test_a_reference_leads_to_any_name_plain_or_percent_encoded(tmp_path: Path, name: str) -> None:
    escaped = name.replace("~", "~0").replace("/", "~1")
    encoded = "".join(f"%{octet:02X}" for octet in escaped.encode())
    schema = answer_schema(
        tmp_path,
        {"$ref": f"#/components/schemas/{encoded}"},
        **{name: {"type": "integer"}},
    )
    assert schema.source == {"type": "integer"}
    assert schema.valid(5)
    assert not schema.valid("5")


def test_a_recursive_schema_works(tmp_path: Path) -> None:
    schema = answer_schema(tmp_path, {"$ref": "#/components/schemas/Tree"}, Tree=TREE)
    deep: dict[str, Any] = {"name": "leaf"}
    for _ in range(50):
        deep = {"name": "branch", "children": [deep]}
    assert schema.valid(deep)
    (breach,) = schema.breaches({"name": "a", "children": [{"name": "b"}, {}]})
    assert breach.path == ("children", 1, "name")


@pytest.mark.parametrize(
    "loop",
    [
        {"properties": {"a": {"$ref": "#/components/schemas/Loop"}}},
        {"allOf": [{"$ref": "#/components/schemas/Loop"}]},
    ],
)
def test_a_loop_of_references_within_a_schema_ends(tmp_path: Path, loop: Any) -> None:
    schema = answer_schema(tmp_path, loop, Loop={"anyOf": [{"$ref": "#/components/schemas/Loop"}]})
    assert isinstance(schema.valid({"a": 1}), bool)
    assert isinstance(list(schema.breaches({"a": 1})), list)


def test_what_stands_beside_a_reference_holds_too(tmp_path: Path) -> None:
    schema = answer_schema(
        tmp_path,
        {"$ref": "#/components/schemas/Name", "minLength": 2},
        Name={"type": "string", "maxLength": 3},
    )
    assert [schema.valid(text) for text in ("a", "ab", "abcd")] == [False, True, False]
    assert schema.source == {"type": "string", "maxLength": 3, "minLength": 2}


def test_a_schema_may_be_true_or_false(tmp_path: Path) -> None:
    assert answer_schema(tmp_path, True).valid(5)
    assert not answer_schema(tmp_path, False).valid(5)
    assert not answer_schema(tmp_path, {"$ref": "#/components/schemas/No"}, No=False).valid(5)


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        ({"type": "string", "pattern": "("}, r"\"\(\" is not a \"regex\""),
        ({"properties": {"a": {"pattern": "[z-a]"}}}, "regex"),
        ({"type": "text"}, "Unexpected type"),
        ({"minimum": "5"}, "5"),
        ({"items": {"$ref": "#/components/schemas/Nowhere"}}, "Nowhere"),
        ({"properties": {"a": {"$ref": "other.yaml#/A"}}}, "other.yaml"),
    ],
)
def test_a_schema_that_cannot_be_used_is_a_mistake_when_it_is_used(
    tmp_path: Path, schema: Any, reason: str
) -> None:
    compiled = answer_schema(tmp_path, schema)
    for use in (compiled.valid, lambda value: list(compiled.breaches(value))):
        with pytest.raises(Mistake, match=reason) as told:
            use({"a": 1})
        assert "cannot be used" in str(told.value)
        assert "\n" not in str(told.value)


def test_nothing_is_fetched_from_anywhere(tmp_path: Path) -> None:
    secret = tmp_path / "secret.json"
    secret.write_text('{"type": "string"}')
    with listening() as listener:
        for place in (f"{listener.url()}/schema.json", secret.as_uri()):
            compiled = answer_schema(tmp_path, {"items": {"$ref": place}})
            with pytest.raises(Mistake, match="cannot be used"):
                compiled.valid([1])
    assert listener.heard == []


@pytest.mark.parametrize(
    ("schema", "value", "path", "keyword"),
    [
        ({"required": ["a"]}, {}, ("a",), "required"),
        (
            {"properties": {"a": {}}, "additionalProperties": False},
            {"b": 1},
            ("b",),
            "additionalProperties",
        ),
        ({"unevaluatedProperties": False}, {"b": 1}, ("b",), "unevaluatedProperties"),
        ({"items": {"type": "string"}}, ["a", 1], (1,), "type"),
        ({"format": "date-time"}, "yesterday", (), "format"),
        ({"format": "uuid"}, "no", (), "format"),
        ({"anyOf": [{"minimum": 5}]}, 1, (), "minimum"),
        ({"oneOf": [{"type": "integer"}, {"minimum": 0}]}, 1, (), "oneOf"),
        ({"oneOf": [{"minimum": 0}, {"type": "integer"}, {"type": "string"}]}, 1, (), "oneOf"),
        ({"not": {}}, 1, (), "not"),
        ({"dependentRequired": {"a": ["b"]}}, {"a": 1}, ("b",), "required"),
        ({"if": {}, "then": {"minimum": 5}}, 1, (), "minimum"),
        ({"uniqueItems": True}, [1, 1], (), "uniqueItems"),
    ],
)
def test_a_breach_names_the_place_and_the_keyword(
    schema: Any, value: object, path: tuple[str | int, ...], keyword: str
) -> None:
    compiled = compile_alone(schema)
    assert not compiled.valid(value)
    (breach,) = compiled.breaches(value)
    assert (breach.path, breach.keyword) == (path, keyword)
    assert breach.message


def test_formats_that_openapi_adds_to_json_schema_are_let_through() -> None:
    for name in ("int32", "int64", "float", "double", "byte", "binary", "password"):
        assert compile_alone({"format": name}).valid("anything")


def test_a_breach_tells_of_a_large_value_only_its_beginning() -> None:
    (breach,) = compile_alone({"type": "integer"}).breaches("x" * 100_000)
    assert all(len(told) < 200 for told in (breach.actual, breach.message, breach.expected))


@law
@given(values)
def test_a_value_is_valid_exactly_where_it_has_no_breaches(value: object) -> None:
    for schema in (TREE_OR_TEXT, ANY, NONE):
        assert schema.valid(value) is (list(schema.breaches(value)) == [])


TREE_OR_TEXT = compiler({"components": {"schemas": {"Tree": TREE}}})(
    "/components/schemas/Tree/properties/children", {}
)
ANY, NONE = compile_alone({}), compile_alone({"not": {}})


@pytest.mark.parametrize("value", ["\ud800", {"\udead": 1}, ["\ud800"], 10**400, -(10**400)])
def test_a_value_that_no_json_holds_is_judged_all_the_same(value: object) -> None:
    compiled = compile_alone({"type": "boolean"})
    assert not compiled.valid(value)
    assert list(compiled.breaches(value))


def test_a_value_nested_too_deeply_is_no_json_that_can_be_judged() -> None:
    deep: list[Any] = []
    for _ in range(400):
        deep = [deep]
    (breach,) = TREE_OR_TEXT.breaches(deep)
    assert breach.keyword == "json"


@law
@given(st.dictionaries(st.sampled_from(["type", "anyOf", "oneOf", "items"]), values))
def test_the_types_of_any_schema_can_be_asked(source: dict[str, Any]) -> None:
    types = compiler({"s": json.loads(json.dumps(source))})("/s", source).types
    assert all(isinstance(name, str) for name in types)


@pytest.mark.parametrize(
    ("schema", "types"),
    [
        ({"type": "string"}, {"string"}),
        ({"type": ["integer", "null"]}, {"integer", "null"}),
        ({"anyOf": [{"type": "string"}, {"oneOf": [{"type": "array"}]}]}, {"string", "array"}),
        ({}, set()),
    ],
)
def test_types_are_named_through_unions(schema: Any, types: set[str]) -> None:
    assert compile_alone(schema).types == types
