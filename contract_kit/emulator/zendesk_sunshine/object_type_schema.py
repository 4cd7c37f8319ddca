"""The vendor's rules for the schemas of object types, and what a schema says of a record."""

import json
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from contract_kit.emulator.vendor import Refusal
from contract_kit.model.contract import Schema
from contract_kit.openapi.schemas import compile_alone

_SCALARS = ("boolean", "integer", "number", "string")
_TYPES = (*_SCALARS, "array")
_KEYWORDS = ("title", "description", "properties", "required", "additionalProperties")
_FORBIDDEN = "\b\f\n\r\t\u0007\u0013"


def broken_rules(schema: Mapping[str, Any]) -> Iterator[str]:
    """What the report says of a schema, in the words of the vendor's validation reference.

    Types from before a rule are stored as they were, so nothing about the schema is taken for
    granted.
    """
    if not schema:
        yield "The schema for a legacy object type cannot be empty."
        return
    yield from _not_allowed(schema, _KEYWORDS)
    if "properties" not in schema:
        yield _missing("properties")
    elif not schema["properties"]:
        yield "The properties element of a schema cannot be empty."
    if schema.get("additionalProperties") is True:
        yield "additionalProperties cannot be set to true"
    properties: Mapping[str, Any] = schema.get("properties", {})
    for rules in properties.values():
        yield from _broken_in_property(rules)
    for name in properties:
        yield from _broken_by_name(name)


def _broken_in_property(rules: Mapping[str, Any]) -> Iterator[str]:
    if rules.get("type") == "array":
        yield from _not_allowed(rules, ("title", "description", "type", "items"))
        if "items" in rules:
            yield from _broken_in_scalar(rules["items"], _SCALARS)
        else:
            yield _missing("items")
    else:
        yield from _broken_in_scalar(rules, _TYPES)


def _broken_in_scalar(rules: Mapping[str, Any], types: tuple[str, ...]) -> Iterator[str]:
    if "type" not in rules:
        yield _missing("type")
    elif rules["type"] not in types:
        yield (
            f"data.schema instance value ({_json(rules['type'])}) not found in enum"
            f" (possible values: {_json(types)})"
        )
        return
    yield from _not_allowed(rules, ("title", "description", "type"))


def _broken_by_name(name: str) -> Iterator[str]:
    found = f"Invalid property name '{name}': Property name cannot"
    if not name:
        yield f"{found} be empty."
    if name == "*":
        yield f"{found} be '*'."
    for prefix in "_$":
        if name.startswith(prefix):
            yield f"{found} start with '{prefix}'."
    for character in _FORBIDDEN:
        if character in name:
            yield f"{found} contain {_json(character)}."


def _not_allowed(rules: Mapping[str, Any], allowed: tuple[str, ...]) -> Iterator[str]:
    unknown = [keyword for keyword in rules if keyword not in allowed]
    if unknown:
        yield (
            "data.schema object instance has properties which are not allowed by the schema:"
            f" {_json(unknown)}"
        )


def _missing(name: str) -> str:
    return f"data.schema object has missing required properties ({_json([name])})"


def _json(value: Any) -> str:
    return json.dumps(value, separators=(",", ":"))


def refuse_change(old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
    """Raises a `Refusal` (422) where a new schema leaves out a property or changes its type."""
    for name, rules in old.get("properties", {}).items():
        if name not in new["properties"]:
            raise Refusal(422, f"Property '{name}' cannot be removed from the schema")
        if _types(rules) != _types(new["properties"][name]):
            raise Refusal(422, f"The type of property '{name}' cannot be changed")


def _types(rules: Mapping[str, Any]) -> tuple[Any, Any]:
    return rules.get("type"), rules.get("items", {}).get("type")


def misfit(schema: str, attributes: Mapping[str, Any]) -> str:
    """What is wrong with a record's attributes by the JSON of a schema; empty if nothing is."""
    compiled = _compiled(schema)
    if compiled.valid(attributes):
        return ""
    return next((breach.message for breach in compiled.breaches(attributes)), "not valid")


@lru_cache(maxsize=256)
def _compiled(schema: str) -> Schema:
    return compile_alone(json.loads(schema))
