"""Finds the operation of a request by its path, as an HTTP server would.

Literal segments win over templated ones (OpenAPI 3.1.1, section 4.8.8.2), and of two templated ones
that with more literal text. A `.json` suffix and a trailing slash are other spellings of the same
path, in a request as in the specification.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import unquote

from contract_kit.model.contract import Match, Operation

_Methods = Mapping[str, Operation]
_ARGUMENT = re.compile(r"\{([^{}]*)\}")


def finder(operations: Iterable[Operation]) -> Callable[[str], tuple[_Methods, Mapping[str, str]]]:
    """A function from a path (percent-encoding kept) to its operations by method and its arguments.

    An unknown path has no operations.
    """
    by_template: dict[str, dict[str, Operation]] = {}
    for operation in operations:
        by_template.setdefault(operation.path, {})[operation.method] = operation
    literal = {path: methods for path, methods in by_template.items() if "{" not in path}
    plain = {_plain(path): methods for path, methods in literal.items()}
    templated = [
        (*_pattern(_plain(path)), by_template[path])
        for path in sorted(by_template, key=_specificity)
        if "{" in path
    ]

    def find(path: str) -> tuple[_Methods, Mapping[str, str]]:
        spelling = _plain(path)
        methods = literal.get(path) or plain.get(spelling)
        if methods:
            return methods, {}
        for pattern, names, methods in templated:
            found = pattern.fullmatch(spelling)
            if found:
                return methods, dict(zip(names, map(unquote, found.groups()), strict=True))
        return {}, {}

    return find


def lookup(
    operations: Iterable[Operation],
) -> tuple[Callable[[str, str], Match | None], Callable[[str], tuple[str, ...]]]:
    """The two questions of `Contract`: `find(method, path)` and `methods(path)`."""
    find = finder(operations)

    def find_match(method: str, path: str) -> Match | None:
        methods, arguments = find(path)
        operation = methods.get(method)
        return Match(operation, arguments) if operation else None

    def methods_of(path: str) -> tuple[str, ...]:
        return tuple(sorted(find(path)[0]))

    return find_match, methods_of


def _plain(path: str) -> str:
    """The spelling that a path shares with its aliases."""
    return path.rstrip("/").removesuffix(".json") or "/"


def _specificity(template: str) -> list[tuple[bool, int]]:
    """Sorts literal segments before templated ones, and these by how little of them is literal."""
    return [("{" in segment, -len(_ARGUMENT.sub("", segment))) for segment in template.split("/")]


def _pattern(template: str) -> tuple[re.Pattern[str], list[str]]:
    """A template as a regular expression with a group for each argument, and their names."""
    parts = _ARGUMENT.split(template)
    literals, names = parts[::2], parts[1::2]
    return re.compile("([^/]+)".join(re.escape(literal) for literal in literals)), names
