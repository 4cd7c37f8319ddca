"""Brings a document of OpenAPI 3.0 into the schema dialect of 3.1, so that the rest knows only one.

3.0 has `nullable` and boolean exclusive limits where 3.1 has JSON Schema 2020-12 (OpenAPI 3.0.4,
section 4.8.24; OpenAPI 3.1.1, section 4.8.24). Values under `example` are data and stay as they
are.
"""

from collections.abc import Mapping
from typing import Any

from contract_kit.model.errors import Mistake

DATA = frozenset(("example", "examples", "default", "enum", "const"))  # keys of what is no schema
_SCHEMAS = ("properties", "patternProperties", "dependentSchemas", "$defs", "definitions")
_OBJECTS = ("paths", "pathItems", "callbacks", "responses", "headers", "content", "encoding")
_COMPONENTS = ("schemas", "parameters", "requestBodies", "securitySchemes", "links", "variables")
NAMED = frozenset((*_SCHEMAS, *_OBJECTS, *_COMPONENTS))  # maps by name, which may be `default` too


def as_3_1(document: Any, name: str) -> dict[str, Any]:
    """The document in the dialect of 3.1; raises `Mistake` where it is no OpenAPI 3 document."""
    if not isinstance(document, dict):
        raise Mistake(f"{name}: an OpenAPI document is a mapping, this is no mapping")
    version = str(document.get("openapi", ""))
    if "swagger" in document:
        raise Mistake(f"{name}: Swagger {document['swagger']} is not read; convert it to OpenAPI 3")
    if not version.startswith(("3.0", "3.1")):
        said = f"openapi: {version}" if version else "no `openapi` version"
        raise Mistake(f"{name}: {said}; OpenAPI 3.0 and 3.1 are read")
    return _upgrade(document) if version.startswith("3.0") else document


def _upgrade(value: Any, *, names: bool = False) -> Any:
    if isinstance(value, list):
        return [_upgrade(item) for item in value]
    if not isinstance(value, dict):
        return value
    if names:
        return {name: _upgrade(member) for name, member in value.items()}
    upgraded = {
        key: member if key in DATA else _upgrade(member, names=key in NAMED)
        for key, member in value.items()
    }
    return _limits(_nullable(upgraded))


def _nullable(schema: dict[str, Any]) -> dict[str, Any]:
    if schema.get("nullable") is not True:
        return schema
    rest = {key: value for key, value in schema.items() if key != "nullable"}
    if isinstance(rest.get("type"), str):
        rest["type"] = [rest["type"], "null"]
        if "enum" in rest and None not in rest["enum"]:
            rest["enum"] = [*rest["enum"], None]
        return rest
    return {"anyOf": [rest, {"type": "null"}]} if rest else {}


def _limits(schema: Mapping[str, Any]) -> dict[str, Any]:
    limits = dict(schema)
    for limit, exclusive in (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")):
        if isinstance(limits.get(exclusive), bool) and limits.pop(exclusive) and limit in limits:
            limits[exclusive] = limits.pop(limit)
    return limits
