"""Reads YAML and JSON documents as plain data, safely, with the line of every mistake.

The one door to PyYAML. Tags run nothing, dates stay text, `=` is text: a document says what JSON
could say, and nothing else (YAML 1.2's core schema).
"""

import re
from pathlib import Path
from typing import Any

import yaml

from contract_kit.model.errors import Mistake


class _Loader(yaml.CSafeLoader):
    """PyYAML's safe loader, less the implicit types that JSON does not have."""

    yaml_implicit_resolvers: dict[str, list[tuple[str, re.Pattern[str]]]] = {}


for _tag, _pattern, _first in (
    ("tag:yaml.org,2002:bool", r"true|True|TRUE|false|False|FALSE", "tTfF"),
    ("tag:yaml.org,2002:null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("tag:yaml.org,2002:int", r"[-+]?(0|[1-9][0-9]*)", "-+0123456789"),
    (
        "tag:yaml.org,2002:float",
        r"[-+]?([0-9]+\.[0-9]*|\.[0-9]+|[0-9]+)([eE][-+]?[0-9]+)?",
        "-+.0123456789",
    ),
    ("tag:yaml.org,2002:merge", r"<<", "<"),
):
    _Loader.add_implicit_resolver(_tag, re.compile(f"^(?:{_pattern})$"), list(_first))


def read(path: Path) -> tuple[Any, bytes]:
    """The data of a YAML or JSON file, and its bytes.

    Raises `Mistake` naming file, line and reason where the file is absent or no YAML.
    """
    try:
        source = path.read_bytes()
    except OSError as error:
        raise Mistake(f"{path}: {error.strerror or error}") from None
    return parse(source, str(path)), source


def parse(source: bytes, name: str) -> Any:
    """The data of YAML or JSON text; `name` is what a `Mistake` calls it."""
    try:
        return yaml.load(source, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        line = f":{error.problem_mark.line + 1}" if error.problem_mark else ""
        raise Mistake(f"{name}{line}: {error.problem or error.context}") from None
    except (yaml.YAMLError, ValueError) as error:
        raise Mistake(f"{name}: {' '.join(str(error).split())}") from None
