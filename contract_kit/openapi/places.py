"""Finds what an answer's schema says of the places in its body: lifecycles, free data, marks.

A place is a JSON pointer with `*` for any item. References are followed within the document, but
none twice on one way down, since schemas may refer to themselves.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote

from contract_kit.model.contract import Json, Promised, Schema
from contract_kit.model.lifecycle import Lifecycle
from contract_kit.model.pointer import build, select
from contract_kit.openapi.members import list_in, mapping_in
from contract_kit.openapi.promised import promised_in

_UNIONS = ("allOf", "anyOf", "oneOf")
_Place = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """What a schema says of the places in a body, as `AnswerPromise` has it."""

    lifecycles: tuple[Lifecycle, ...] = ()
    free: frozenset[str] = frozenset()
    volatile: Mapping[str, str] = field(default_factory=dict)
    promised: Mapping[str, Promised] = field(default_factory=dict)


def said_in(schema: Schema, document: Json) -> Said:
    """What is said of a body: lifecycles, marks, promises; pointers begin at its root."""
    lifecycles, free, volatile = {}, set(), {}
    for place, source in _places(schema.source, document, (), ()):
        at = build(place)
        if "x-lifecycle" in source:
            lifecycles[at] = _lifecycle(at, source["x-lifecycle"])
        if source.get("x-free") is True:
            free.add(at)
        if "x-volatile" in source:
            volatile[at] = str(source["x-volatile"])
    promised = promised_in(schema, document)
    return Said(tuple(lifecycles.values()), frozenset(free), volatile, promised)


def _places(
    schema: Any, document: Json, place: _Place, above: tuple[str, ...]
) -> Iterator[tuple[_Place, Json]]:
    """Every subschema with its place, outer ones first."""
    if not isinstance(schema, Mapping):
        return
    yield place, schema
    reference = schema.get("$ref")
    if isinstance(reference, str) and reference.startswith("#") and reference not in above:
        for target in select(document, unquote(reference[1:])):
            yield from _places(target, document, place, (*above, reference))
    for union in _UNIONS:
        for part in list_in(schema, union, build(place)):
            yield from _places(part, document, place, above)
    for name, member in mapping_in(schema, "properties", build(place)).items():
        yield from _places(member, document, (*place, name), above)
    for key in ("items", "additionalProperties"):
        yield from _places(schema.get(key), document, (*place, "*"), above)


def _lifecycle(at: str, source: Json) -> Lifecycle:
    def table(key: str) -> dict[str, tuple[str, ...]]:
        return {state: tuple(entries) for state, entries in source.get(key, {}).items()}

    return Lifecycle(
        at=at,
        id=source["id"],
        state=source["state"],
        initial=tuple(source["initial"]),
        terminal=tuple(source["terminal"]),
        moves=table("moves"),
        present=table("present"),
        null=table("null"),
        order=tuple(source.get("order", ())),
        immutable=tuple(source.get("immutable", ())),
        progress=source.get("progress", ""),
        total=source.get("total", ""),
        lives=source.get("lives", ""),
        started_by=tuple(source.get("started_by", ())),
        shown_by=source.get("shown_by", ""),
    )
