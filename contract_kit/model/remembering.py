"""Keeps what was found out about a frozen value with that value, so that it is found out once."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar

_Value = TypeVar("_Value")
_Found = TypeVar("_Found")
_UNKNOWN = object()


def remembered(find_out: Callable[[_Value], _Found]) -> Callable[[_Value], _Found]:
    """A pure function of one frozen value that asks itself only once of each.

    The value's class needs a `__dict__`, as a class without slots has; what was found out lives as
    long as the value, is no part of it, and must not be changed by whoever gets it. Below a
    `property` it needs no lock, as `functools.cached_property` does up to 3.11.
    """
    name = f"{find_out.__module__}.{find_out.__qualname__}"  # no name that a class could have

    @wraps(find_out)
    def ask(value: _Value) -> _Found:
        found: Any = getattr(value, name, _UNKNOWN)
        if found is _UNKNOWN:
            found = find_out(value)
            object.__setattr__(value, name, found)  # the class is frozen
        return found  # type: ignore[no-any-return]

    return ask
