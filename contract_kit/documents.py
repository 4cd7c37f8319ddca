"""Reads YAML and JSON documents as plain data, safely, with the line of every mistake.

The one door to PyYAML. Tags are refused, dates stay text, `=` is text, keys are text: a document
says what JSON could say, and nothing else (YAML 1.2's core schema).
"""

import math
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import yaml

from contract_kit.model.content import Unreadable, parse_json
from contract_kit.model.errors import Mistake

_LARGEST = 64 * 2**20  # bytes of a file
_DEEPEST = 100  # levels, since whoever reads the data walks it by recursion
_REPEATED = 1_000_000  # values that aliases may stand for in all: a short text can hold billions
_TOO_DEEP = f"nested more than {_DEEPEST} levels deep"
_TAG = "tag:yaml.org,2002:"
_TAGS = (None, "!", f"{_TAG}str", f"{_TAG}seq", f"{_TAG}map")  # the others are no JSON


class _Loader(yaml.CSafeLoader):
    """PyYAML's safe loader, less the types that JSON does not have."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}  # noqa: RUF012 # as its base

    def flatten_mapping(self, node: yaml.MappingNode) -> None:
        """Merges what `<<` names; the keys are then text as written, also `200` and `true`."""
        super().flatten_mapping(node)
        node.value = [(_as_text(key), value) for key, value in node.value]

    def construct_yaml_float(self, node: yaml.ScalarNode) -> float:
        """A number that JSON has, so neither infinite nor none."""
        number = super().construct_yaml_float(node)
        if math.isfinite(number):
            return number
        raise _problem(f"{node.value} is too large a number", node)


for _kind, _pattern, _first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("int", r"[-+]?(0|[1-9][0-9]*)", "-+0123456789"),
    (
        "float",
        r"[-+]?((0|[1-9][0-9]*)(\.[0-9]*)?|\.[0-9]+)([eE][-+]?[0-9]+)?",
        "-+.0123456789",
    ),
    ("merge", r"<<", "<"),
):
    _Loader.add_implicit_resolver(f"{_TAG}{_kind}", re.compile(f"^(?:{_pattern})$"), list(_first))
_Loader.add_constructor(f"{_TAG}float", _Loader.construct_yaml_float)


def read(path: Path) -> tuple[Any, bytes]:
    """The data of a YAML or JSON file, and its bytes.

    Raises `Mistake` naming file, line and reason where the file is absent or no YAML.
    """
    try:
        with path.open("rb") as file:
            source = file.read(_LARGEST + 1)
    except OSError as error:
        raise Mistake(f"{path}: {error.strerror or error}") from None
    except ValueError as error:  # a name that no file can have
        raise Mistake(f"{str(path)!r}: {error}") from None
    return parse(source, str(path)), source


def parse(source: bytes, name: str) -> Any:
    """The data of YAML or JSON text; `name` is what a `Mistake` calls it."""
    if len(source) > _LARGEST:
        raise Mistake(f"{name}: larger than {_LARGEST // 2**20} MiB")
    try:
        return _parse_json(source) if source.lstrip()[:1] in (b"{", b"[") else _parse_yaml(source)
    except yaml.MarkedYAMLError as error:
        line = f":{error.problem_mark.line + 1}" if error.problem_mark else ""
        raise Mistake(f"{name}{line}: {error.problem or error.context}") from None
    except (yaml.YAMLError, ValueError) as error:
        raise Mistake(f"{name}: {' '.join(str(error).split())}") from None


def _parse_json(source: bytes) -> Any:
    """JSON as such, since YAML has no escapes of surrogate pairs; else YAML that begins so."""
    try:
        data = parse_json(source)
    except Unreadable:
        return _parse_yaml(source)
    level, values = 0, [data]
    while values:
        level += 1
        if level > _DEEPEST:
            raise ValueError(_TOO_DEEP)
        values = [child for value in values for child in _children(value)]
    return data


def _children(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()


def _parse_yaml(source: bytes) -> Any:
    _check(source)
    return yaml.load(source, Loader=_Loader)  # noqa: S506 # a safe loader, made smaller


def _check(source: bytes) -> None:
    """Refuses tags, and what the loader would lose its stack or its memory with."""
    sizes: dict[str | None, int] = {}  # values under each anchor
    begun: list[tuple[str | None, int]] = []  # anchor, and the count before it
    count = repeated = 0
    for event in yaml.parse(source, Loader=_Loader):
        if isinstance(event, yaml.AliasEvent):
            if any(anchor == event.anchor for anchor, _ in begun):
                raise _problem(f"*{event.anchor} contains itself", event)
            repeated += sizes.get(event.anchor, 0)
            count += sizes.get(event.anchor, 0)
        elif isinstance(event, yaml.ScalarEvent | yaml.CollectionStartEvent):
            if event.tag not in _TAGS:
                raise _problem(f"the tag {event.tag} is not read", event)
            begun.append((event.anchor, count))
            count += 1
        if isinstance(event, yaml.ScalarEvent | yaml.CollectionEndEvent):
            anchor, before = begun.pop()
            sizes[anchor] = count - before
        if len(begun) > _DEEPEST:
            raise _problem(_TOO_DEEP, event)
        if repeated > _REPEATED:
            raise _problem(f"aliases stand for more than {_REPEATED:,} values", event)


def _as_text(key: yaml.Node) -> yaml.Node:
    if not isinstance(key, yaml.ScalarNode):
        return key
    return yaml.ScalarNode(f"{_TAG}str", key.value, key.start_mark, key.end_mark)


def _problem(text: str, where: Any) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=text, problem_mark=where.start_mark)
