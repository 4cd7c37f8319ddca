"""Finds the state of a job in an answer, by the lifecycle that its schema has."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from contract_kit.model.contract import Contract, Json, Operation
from contract_kit.model.pointer import build, select


@dataclass(frozen=True, slots=True)
class Lifecycle:
    """Where an answer's body has the state, what states there are, and which are final."""

    state: str
    states: tuple[str, ...]
    terminal: tuple[str, ...]


def lifecycle_of(operation: Operation, contract: Contract) -> Lifecycle | None:
    """The lifecycle of the one job in an operation's answers; None where the answers have none."""
    for promise in operation.answers.values():
        for schema in promise.content.values():
            for path, found in _lifecycles(schema.source, contract.document, (), set()):
                states = (*found["initial"], *found["moves"], *found["terminal"])
                return Lifecycle(
                    build(path) + str(found["state"]),
                    tuple(dict.fromkeys(states)),
                    tuple(found["terminal"]),
                )
    return None


def _lifecycles(
    schema: Any, document: Json, path: tuple[str, ...], seen: set[str]
) -> Iterator[tuple[tuple[str, ...], Json]]:
    """The lifecycles of a schema and of its properties, not of a list's items, with their place."""
    if not isinstance(schema, dict):
        return
    if "x-lifecycle" in schema:
        yield path, schema["x-lifecycle"]
    parts = [part for key in ("allOf", "anyOf", "oneOf") for part in schema.get(key, ())]
    reference = schema.get("$ref")
    if isinstance(reference, str) and reference not in seen:  # schemas may refer to themselves
        seen.add(reference)
        parts += select(document, reference.removeprefix("#"))
    for part in parts:
        yield from _lifecycles(part, document, path, seen)
    for name, member in schema.get("properties", {}).items():
        yield from _lifecycles(member, document, (*path, name), seen)
