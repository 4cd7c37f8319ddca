"""What a schema promises of each place is read off it, as far as it holds in every arm."""

from typing import Any

import pytest

from contract_kit.model.contract import Promised
from contract_kit.openapi.promised import promised_in
from contract_kit.openapi.schemas import compiler

STRING, INTEGER = frozenset(("string",)), frozenset(("integer",))
NUMBER, OBJECT = frozenset(("number", "integer")), frozenset(("object",))
NULL = frozenset(("null",))


def promised(schema: Any, **parts: Any) -> dict[str, Promised]:
    document = {"schema": schema, **parts}
    return promised_in(compiler(document)("/schema", schema), document)


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({}, {"": Promised()}),
        ({"type": "number", "minimum": 0}, {"": Promised(NUMBER, minimum=0)}),
        ({"const": "a"}, {"": Promised(STRING, values=frozenset("a"))}),
        ({"enum": ["a", None]}, {"": Promised(STRING | NULL, values=frozenset(("a", None)))}),
        ({"required": ["a"]}, {"": Promised(), "/a": Promised(required=True)}),
        (
            {"properties": {"a": {"type": "string", "format": "date"}}, "required": ["a"]},
            {"": Promised(), "/a": Promised(STRING, required=True, format="date")},
        ),
        ({"items": {"type": "integer"}}, {"": Promised(), "/*": Promised(INTEGER)}),
        ({"additionalProperties": False}, {"": Promised(closed=True)}),
        ({"additionalProperties": False, "patternProperties": {"^x": {}}}, {"": Promised()}),
        ({"properties": {"a": True}}, {"": Promised(), "/a": Promised()}),
    ],
)
def test_a_plain_schema_promises_what_it_says(schema: Any, expected: dict[str, Promised]) -> None:
    assert promised(schema) == expected


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        # all of them hold
        ({"allOf": [{"type": "number"}, {"type": "integer"}]}, Promised(INTEGER)),
        ({"allOf": [{"minimum": 1}, {"minimum": 2}]}, Promised(minimum=2)),
        ({"type": "string", "allOf": [{"format": "date"}]}, Promised(STRING, format="date")),
        # one of them holds
        ({"anyOf": [{"type": "string"}, {"type": "integer"}]}, Promised(STRING | INTEGER)),
        ({"oneOf": [{"type": "string"}, {}]}, Promised()),
        (
            {"oneOf": [{"const": "a"}, {"const": "b"}]},
            Promised(STRING, values=frozenset(("a", "b"))),
        ),
        (
            {"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]},
            Promised(STRING | NULL, format="date"),
        ),
        ({"anyOf": [{"minimum": 1}, {"minimum": 2}]}, Promised(minimum=1)),
        ({"anyOf": [{"minimum": 1}, {}]}, Promised()),
    ],
)
def test_a_composed_schema_promises_what_holds_in_all_arms(schema: Any, expected: Promised) -> None:
    assert promised(schema)[""] == expected


def test_a_member_of_one_arm_is_promised_if_no_other_arm_could_have_it() -> None:
    named = {"type": "object", "required": ["name"]}
    assert promised({"anyOf": [named, {"type": "null"}]})["/name"].required
    assert promised({"anyOf": [{"type": "null"}, named]})["/name"].required
    assert promised({"anyOf": [named, {"type": "object"}]})["/name"] == Promised()
    assert promised({"anyOf": [named, named]})["/name"].required


def test_references_are_followed_and_none_twice_on_one_way() -> None:
    tree = {"properties": {"id": {"type": "string"}, "next": {"$ref": "#/tree"}}}
    found = promised({"$ref": "#/tree", "required": ["id"]}, tree=tree)
    assert found["/id"] == Promised(STRING, required=True)
    assert found["/next"] == Promised()
