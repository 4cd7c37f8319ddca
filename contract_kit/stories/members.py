"""Takes the parts of an Arazzo object, and says where one is not what it must be."""

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any


class Wrong(Exception):
    """What is wrong with a part of a document; `telling` are texts by which its line is found."""

    def __init__(self, message: str, *telling: str) -> None:
        super().__init__(message)
        self.telling = telling


def mapping(value: Any, name: str) -> Mapping[str, Any]:
    """The value itself; raises `Wrong` where it is no mapping."""
    if not isinstance(value, Mapping):
        raise Wrong(f"{name} is a mapping, this is {value!r:.40}")
    return value


def listed(owner: Mapping[str, Any], key: str) -> list[Any]:
    """A member that is a list; empty where there is none."""
    value = [] if owner.get(key) is None else owner[key]
    if not isinstance(value, list):
        raise Wrong(f"{key}: a list is expected, this is {value!r:.40}", f"{key}:")
    return value


def filled(owner: Mapping[str, Any], key: str) -> list[Any]:
    """A member that is a list with something in it."""
    if not listed(owner, key):
        raise Wrong(f"there is nothing under {key}", f"{key}:")
    return listed(owner, key)


def text(owner: Mapping[str, Any], key: str, default: str | None = None) -> str:
    """A member that is text; required where it has no default."""
    value = owner.get(key, default)
    if not isinstance(value, str):
        raise Wrong(f"{key}: text is expected, this is {value!r:.40}", f"{key}:")
    return value


def number(owner: Mapping[str, Any], key: str, default: float, least: float, most: float) -> float:
    """A member that is a number between two others."""
    value = owner.get(key, default)
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most:
        raise Wrong(
            f"{key}: a number from {least} to {most} is expected, this is {value!r:.40}", f"{key}:"
        )
    return value


def known(owner: Mapping[str, Any], names: Iterable[str], what: str) -> None:
    """Raises `Wrong` where an object has a member that nobody would read, with the nearest one."""
    for key in owner:
        if key not in names:
            raise Wrong(f"{what} has no {unknown(key, names)}", f"{key}:", f'"{key}"')


def unknown(name: str, names: Iterable[str]) -> str:
    """An unknown name, with the nearest known one or all that are known.

    >>> unknown("showJop", ["showJob", "createJob"])
    "'showJop'; did you mean showJob?"
    """
    among = list(names)
    near = get_close_matches(name, among, n=1)
    hint = f"did you mean {near[0]}?" if near else f"known are {', '.join(among) or 'none'}"
    return f"{name!r}; {hint}"
