"""The objects that bulk jobs work on, and what the fields of their records hold.

The tenant has one custom object, and no operation of this API defines another.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from contract_kit.emulator.clock import instant
from contract_kit.emulator.vendor import Refusal

Kind = Literal["text", "whole number", "number", "boolean", "time"]
Value = str | int | float | bool
_LARGEST = 2**63 - 1  # what SQLite takes; no record has a number beyond it


@dataclass(frozen=True, slots=True)
class Field:
    """One field: what it holds, where SQL finds it, and who may and who must set it."""

    kind: Kind
    sql: str
    required: bool = False
    by_server: bool = False


Fields = Mapping[str, Field]
Key = tuple[str, str]  # namespace and name of an object

_BY_SERVER: Fields = {
    "Id": Field("text", "id", by_server=True),
    "CreatedById": Field("text", "created_by", by_server=True),
    "CreatedDate": Field("time", "created", by_server=True),
    "UpdatedById": Field("text", "updated_by", by_server=True),
    "UpdatedDate": Field("time", "updated", by_server=True),
}


def _fields(*required: str, **kinds: Kind) -> Fields:
    own = {
        name: Field(kind, f"json_extract(fields, '$.{name}')", name in required)
        for name, kind in kinds.items()
    }
    return {**_BY_SERVER, **own}


_OBJECTS: Mapping[Key, Fields] = {
    ("default", "passenger"): _fields(
        "name", name="text", age="whole number", fare="number", member="boolean"
    ),
    ("com_zuora", "SavedQuery"): _fields(
        "name", "query", name="text", query="text", description="text"
    ),
}

# How a cell of a file has to look, and what it stands for. Times are the server's to set.
_CELLS: Mapping[Kind, tuple[re.Pattern[str], Callable[[str], Value]]] = {
    "text": (re.compile(".*", re.DOTALL), str),
    "whole number": (re.compile("[-+]?[0-9]{1,18}"), int),
    "number": (re.compile(r"[-+]?[0-9]{1,15}(\.[0-9]{1,15})?"), float),
    "boolean": (re.compile("true|false", re.IGNORECASE), lambda text: text.lower() == "true"),
}


def fields_of(key: Key) -> Fields:
    """The fields of an object's records; refused where the tenant has no such object."""
    fields = _OBJECTS.get(key)
    if fields is None:
        raise Refusal(400, f"There is no object {key[1]} in the namespace {key[0]}")
    return fields


def cell(name: str, field: Field, text: str) -> Value | None:
    """What a cell of a file stands for; an empty one is null."""
    if not text:
        if field.required:
            raise Refusal(400, f"The field {name} is missing.", code="71012522")
        return None
    pattern, read = _CELLS[field.kind]
    if not pattern.fullmatch(text):
        raise Refusal(400, f"The value of {name} is no {field.kind}.", code="71012520")
    return read(text)


def operand(field: Field, value: Value) -> str | int | float:
    """What SQL compares a field with; raises `ValueError` where the value is of another kind."""
    if field.kind in ("text", "time"):
        if not isinstance(value, str):
            raise ValueError(value)
        return instant(value) if field.kind == "time" else value
    if isinstance(value, str) or isinstance(value, bool) != (field.kind == "boolean"):
        raise ValueError(value)
    return value if isinstance(value, float) else max(-_LARGEST, min(int(value), _LARGEST))
