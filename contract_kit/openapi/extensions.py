"""Checks the `x-` extensions of a document against our schema, before anything relies on them."""

from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files
from typing import Any

from contract_kit import documents
from contract_kit.model.contract import Schema
from contract_kit.model.errors import Mistake
from contract_kit.model.pointer import build
from contract_kit.openapi.dialect import DATA, NAMED
from contract_kit.openapi.schemas import compile_alone

_PREFIXES = ("x-effect", "x-refuses", "x-roles", "x-free", "x-volatile", "x-secret")
KNOWN = frozenset(
    (*_PREFIXES, "x-honours", "x-provenance", "x-lifecycle", "x-pagination"),
)


def check_extensions(document: Mapping[str, Any]) -> None:
    """Raises `Mistake` with the JSON pointer of the first extension that is not as ours must be."""
    schema = _schema()
    for path, found in _extensions(document, ()):
        if not schema.valid(found):
            breach = next(iter(schema.breaches(found)))
            reason = breach.message.removeprefix(f"{build(breach.path)}: ")
            raise Mistake(f"{build((*path, *breach.path))}: {reason}")


@cache
def _schema() -> Schema:
    source = files("contract_kit.openapi").joinpath("extensions.json").read_bytes()
    return compile_alone(documents.parse(source, "extensions.json"))


def _extensions(
    value: Any, path: tuple[str | int, ...], *, names: bool = False
) -> Iterator[tuple[tuple[str | int, ...], dict[str, Any]]]:
    """Every object that carries extensions of ours, with its place; examples are data."""
    if isinstance(value, dict) and names:
        for name, member in value.items():
            yield from _extensions(member, (*path, name))
    elif isinstance(value, dict):
        found = {key: val for key, val in value.items() if key in KNOWN}
        if found:
            yield path, found
        for key, child in value.items():
            if key not in KNOWN and key not in DATA:
                yield from _extensions(child, (*path, key), names=key in NAMED)
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _extensions(item, (*path, index))
