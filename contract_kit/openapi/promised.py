"""Reads of a schema what it promises of each place in a body, without a body at hand.

References are followed within the document, but none twice on one way down, since schemas may
refer to themselves. What only one arm of a union says is no promise, unless the other arms allow
nothing that could have such a place.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import reduce
from typing import Any
from urllib.parse import unquote

from contract_kit.model.contract import Json, Promised, Schema
from contract_kit.model.pointer import build, select
from contract_kit.openapi.members import list_in, mapping_in

_Place = tuple[str, ...]
_Table = Mapping[_Place, Promised]
_NESTING = frozenset(("object", "array"))
_NULL = Promised(types=frozenset(("null",)))
_NAMES = {str: "string", bool: "boolean", int: "integer", float: "number", type(None): "null"}


def promised_in(schema: Schema, document: Json) -> dict[str, Promised]:
    """What a schema promises of each place that it names, by pointer with `*` for any item."""
    table = _read(schema.source, document, (), ())
    return {build(place): promised for place, promised in table.items()}


def _read(schema: Any, document: Json, place: _Place, above: tuple[str, ...]) -> _Table:
    if not isinstance(schema, Mapping):
        return {place: Promised()}
    tables = [_own(schema, document, place, above)]
    reference = schema.get("$ref")
    if isinstance(reference, str) and reference.startswith("#") and reference not in above:
        targets = select(document, unquote(reference[1:]))
        tables += [_read(target, document, place, (*above, reference)) for target in targets]
    tables += [_read(p, document, place, above) for p in list_in(schema, "allOf", build(place))]
    for union in ("anyOf", "oneOf"):
        arms = [_read(arm, document, place, above) for arm in list_in(schema, union, build(place))]
        tables += [reduce(_either, arms)] if arms else []
    return reduce(_both, tables)


def _own(schema: Json, document: Json, place: _Place, above: tuple[str, ...]) -> _Table:
    """What a schema says itself, without what it refers to or is composed of."""
    found: dict[_Place, Promised] = {place: _promised(schema)}
    for name, member in mapping_in(schema, "properties", build(place)).items():
        found |= _read(member, document, (*place, name), above)
    for name in list_in(schema, "required", build(place)):
        inner = (*place, str(name))
        found[inner] = replace(found.get(inner, Promised()), required=True)
    for key in ("items", "additionalProperties"):
        if isinstance(schema.get(key), Mapping):
            found |= _read(schema[key], document, (*place, "*"), above)
    return found


def _promised(schema: Json) -> Promised:
    values = list(_values(schema))
    open_to = [schema.get("additionalProperties", True), schema.get("unevaluatedProperties", True)]
    minimum = schema.get("minimum")
    return Promised(
        types=_types(schema) or frozenset(_NAMES.get(type(value), "object") for value in values),
        values=frozenset(value for value in values if isinstance(value, str | int | float | None)),
        format=str(schema.get("format", "")),
        minimum=minimum if isinstance(minimum, int | float) else None,
        closed=False in open_to and "patternProperties" not in schema,
    )


def _values(schema: Json) -> Iterator[object]:
    if "const" in schema:
        yield schema["const"]
    yield from list_in(schema, "enum", "")


def _types(schema: Json) -> frozenset[str]:
    named = schema.get("type")
    listed = named if isinstance(named, list) else [named]
    names = frozenset(name for name in listed if isinstance(name, str))
    return names | {"integer"} if "number" in names else names


def _both(one: _Table, other: _Table) -> _Table:
    """What holds where both hold."""
    found = {**one, **other}
    for place in one.keys() & other.keys():
        mine, theirs = one[place], other[place]
        bounds = [bound for bound in (mine.minimum, theirs.minimum) if bound is not None]
        found[place] = Promised(
            mine.types & theirs.types or mine.types or theirs.types,
            mine.required or theirs.required,
            mine.values & theirs.values or mine.values or theirs.values,
            mine.format or theirs.format,
            max(bounds, default=None),
            mine.closed or theirs.closed,
        )
    return found


def _either(one: _Table, other: _Table) -> _Table:
    """What holds where at least one of them holds."""
    found = {}
    for place in one.keys() | other.keys():
        mine, theirs = one.get(place), other.get(place)
        if mine and theirs:
            found[place] = _weaker(mine, theirs)
        else:
            alone, without = (mine, other) if mine else (theirs, one)
            keeps = alone is not None and not _may_have(without, place)
            found[place] = alone if alone and keeps else Promised()
    return found


def _weaker(one: Promised, other: Promised) -> Promised:
    for mine, theirs in ((one, other), (other, one)):
        if theirs == _NULL and mine.types:  # values that may also be null
            values = mine.values | {None} if mine.values else mine.values
            return replace(mine, types=mine.types | _NULL.types, values=values, required=False)
    bounds = [bound for bound in (one.minimum, other.minimum) if bound is not None]
    return Promised(
        one.types | other.types if one.types and other.types else frozenset(),
        one.required and other.required,
        one.values | other.values if one.values and other.values else frozenset(),
        one.format if one.format == other.format else "",
        min(bounds) if len(bounds) > 1 else None,
        one.closed and other.closed,
    )


def _may_have(table: _Table, place: _Place) -> bool:
    """Whether what a table allows around a place could have it without the table naming it."""
    around = next(table[place[:end]] for end in range(len(place), -1, -1) if place[:end] in table)
    return not around.types or bool(around.types & _NESTING)
