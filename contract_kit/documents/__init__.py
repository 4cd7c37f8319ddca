"""Reads YAML and JSON documents as plain data, safely, with the line of every mistake.

The one door to PyYAML. Tags are refused, dates stay text, `=` is text, keys are text: a document
says what JSON could say, and nothing else (YAML 1.2's core schema). Recordings alone may hold
bytes as well.
"""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import yaml

from contract_kit.documents.building import DEEPEST, TOO_DEEP, Builder
from contract_kit.model.content import Unreadable, parse_json
from contract_kit.model.errors import Mistake

LARGEST = 64 * 2**20  # bytes of a file


def read(path: Path) -> tuple[Any, bytes]:
    """The data of a YAML or JSON file, and its bytes.

    Raises `Mistake` naming file, line and reason where the file is absent or no YAML.
    """
    source = read_bytes(path)
    return parse(source, str(path)), source


def read_bytes(path: Path) -> bytes:
    """The bytes of a file; raises `Mistake` where it is absent, unreadable or too large."""
    try:
        with path.open("rb") as file:
            source = file.read(LARGEST + 1)
    except OSError as error:
        raise Mistake(f"{path}: {error.strerror or error}") from None
    except ValueError as error:  # a name that no file can have
        raise Mistake(f"{str(path)!r}: {error}") from None
    _bound(source, str(path))
    return source


def parse(source: bytes, name: str, *, recording: bool = False) -> Any:
    """The data of YAML or JSON text; `name` is what a `Mistake` calls it.

    Of a `recording` the one tag `!!binary` is read, as bytes, and no key may stand twice in YAML.
    """
    _bound(source, name)
    try:
        if source.lstrip()[:1] in (b"{", b"["):
            return _parse_json(source, recording=recording)
        return Builder(source, recording=recording).document()
    except yaml.MarkedYAMLError as error:
        line = f":{error.problem_mark.line + 1}" if error.problem_mark else ""
        raise Mistake(f"{name}{line}: {error.problem or error.context}") from None
    except (yaml.YAMLError, ValueError) as error:
        raise Mistake(f"{name}: {' '.join(str(error).split())}") from None


def line_of(source: bytes, path: Sequence[str | int]) -> int:
    r"""The line, from 1, of the value at `path` in text that `parse` has read.

    Where there is no such value, the line of the nearest one around it.

    >>> line_of(b"a: 1\nb:\n- c: 2\n- d", ("b", 1, "e"))
    4
    """
    try:
        node: yaml.Node | None = yaml.compose(source, Loader=yaml.CSafeLoader)
    except yaml.YAMLError:  # JSON that is no YAML
        return 1
    line = 0
    for step in path:
        for name, mark, child in _members(node):
            if name == step:
                node, line = child, mark.line
                break
        else:
            break
    return line + 1


def _members(node: yaml.Node | None) -> Iterator[tuple[str | int, yaml.Mark, yaml.Node]]:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            yield key.value, key.start_mark, value
    elif isinstance(node, yaml.SequenceNode):
        for index, item in enumerate(node.value):
            yield index, item.start_mark, item


def _bound(source: bytes, name: str) -> None:
    if len(source) > LARGEST:
        raise Mistake(f"{name}: larger than {LARGEST // 2**20} MiB")


def _parse_json(source: bytes, *, recording: bool) -> Any:
    """JSON as such, since YAML has no escapes of surrogate pairs; else YAML that begins so."""
    try:
        data = parse_json(source)
    except Unreadable:
        return Builder(source, recording=recording).document()
    level, values = 0, [data]
    while values:
        level += 1
        if level > DEEPEST:
            raise ValueError(TOO_DEEP)
        values = [child for value in values for child in _children(value)]
    return data


def _children(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()
