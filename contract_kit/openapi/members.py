"""Takes the parts of an object of the document, and says where one is not what it must be."""

from collections.abc import Mapping
from typing import Any

from contract_kit.model.errors import Mistake


def as_mapping(value: Any, pointer: str) -> Mapping[str, Any]:
    """The value itself; raises `Mistake` with its JSON pointer where it is no mapping."""
    if not isinstance(value, Mapping):
        raise Mistake(f"{pointer}: a mapping is expected, this is {value!r:.40}")
    return value


def mapping_in(owner: Mapping[str, Any], key: str, pointer: str) -> Mapping[str, Any]:
    """A member of the object at `pointer` that is a mapping; empty where there is none."""
    return {} if owner.get(key) is None else as_mapping(owner[key], f"{pointer}/{key}")


def list_in(owner: Mapping[str, Any], key: str, pointer: str) -> list[Any]:
    """A member of the object at `pointer` that is a list; empty where there is none."""
    value = [] if owner.get(key) is None else owner[key]
    if not isinstance(value, list):
        raise Mistake(f"{pointer}/{key}: a list is expected, this is {value!r:.40}")
    return value


def text_in(owner: Mapping[str, Any], key: str, pointer: str, default: str | None = None) -> str:
    """A member of the object at `pointer` that is text; required where it has no default."""
    value = owner.get(key, default)
    if not isinstance(value, str):
        raise Mistake(f"{pointer}/{key}: text is expected, this is {value!r:.40}")
    return value
