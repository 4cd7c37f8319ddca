"""Says what the text of a parameter or header stands for, by the schema that it is to meet."""

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from contract_kit.model.contract import Breach, Schema

_TEXT = frozenset(("string",))
_SHORT = 32  # characters of what is likely to be said again
_WORDS = {"true": True, "false": False, "null": None}
_NUMBER = re.compile(r"-?[0-9]{1,200}(\.[0-9]{1,200})?([eE][-+]?[0-9]{1,2})?")  # a double holds it


def meant(schema: Schema, text: str, items: Sequence[str] | None = None) -> tuple[Any, bool]:
    """What the text of a parameter or header stands for, and whether the schema takes that.

    It stands for itself where the schema takes text. The items of a list come one by one, or parted
    by commas. Of two readings that the schema refuses both, that one is meant of which less is
    wrong.
    """
    if schema.types == _TEXT:
        return text, schema.valid(text)
    if "array" in schema.types:
        parts = items or [part.strip() for part in text.split(",")]
        return _fitting(schema, list(parts), [scalar(part) for part in parts])
    value = scalar(text)
    if schema.types and "string" not in schema.types:
        return _fitting(schema, value, text)
    return _fitting(schema, text, value)


def meant_again(schema: Schema, text: str) -> tuple[Any, bool]:
    """The same of a header: answers say the same few short things in theirs."""
    return (_known if len(text) <= _SHORT else meant)(schema, text)


def scalar(text: str) -> Any:
    """The number, boolean or null that a text is the JSON of; else the text."""
    if text in _WORDS:
        return _WORDS[text]
    if not _NUMBER.fullmatch(text):
        return text
    if text.removeprefix("-").isdigit():
        return int(text)
    number = float(text)
    return int(number) if number.is_integer() else number


def _fitting(schema: Schema, *readings: Any) -> tuple[Any, bool]:
    for value in readings:
        if schema.valid(value):
            return value, True
    return min(readings, key=lambda value: sum(map(_weight, schema.breaches(value)))), False


def _weight(breach: Breach) -> int:
    return 2 if breach.keyword == "type" else 1


_known = lru_cache(maxsize=4096)(meant)
