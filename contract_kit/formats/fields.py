"""Takes the parts of a recording out of its file, and says which part is not as it should be."""

from collections.abc import Mapping
from typing import Any

Types = tuple[type, ...]
TEXT: Types = (str, bytes)  # bytes stand for text that is not wholly Unicode


class Wrong(Exception):
    """A part of a file that is not as it should be, and where it stands."""

    def __init__(self, reason: str, *path: str | int) -> None:
        super().__init__(reason)
        self.path = path

    def within(self, *path: str | int) -> "Wrong":
        """The same, seen from further above."""
        return Wrong(str(self), *path, *self.path)


def fields(
    data: Any, required: Mapping[str, Types], optional: Mapping[str, Types], *path: str | int
) -> dict[str, Any]:
    """A mapping that has all required keys and no unknown ones, each with a value of its types."""
    if type(data) is not dict:
        raise Wrong("is no mapping", *path)
    for name, types in required.items():
        if name not in data:
            raise Wrong(f"lacks `{name}`", *path)
        _check(data[name], types, *path, name)
    if len(data) > len(required):
        for name in data:
            if name not in required:
                if name not in optional:
                    raise Wrong("is no key that this kit writes", *path, as_text(name))
                _check(data[name], optional[name], *path, name)
    return data


def as_text(value: str | bytes) -> str:
    """The text that a value of type `TEXT` stands for."""
    if isinstance(value, str):
        return value
    try:
        return value.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        raise Wrong("holds bytes that stand for no text") from None


def _check(value: Any, types: Types, *path: str | int) -> None:
    if type(value) not in types:
        allowed = " or ".join(_NAMES[kind] for kind in types if kind is not bytes)
        raise Wrong(f"is {_NAMES[type(value)]}, not {allowed}", *path)


_NAMES: Mapping[type, str] = {
    str: "text",
    bytes: "bytes",
    int: "an integer",
    float: "a number",
    bool: "true or false",
    type(None): "null",
    list: "a list",
    dict: "a mapping",
}
