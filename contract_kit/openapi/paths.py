"""Finds the operation of a request by its path, as an HTTP server would.

Literal segments win over templated ones (OpenAPI 3.1.1, section 4.8.8.2). A `.json` suffix and a
trailing slash are other spellings of the same path.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from urllib.parse import unquote

from contract_kit.model.contract import Match, Operation

_Methods = Mapping[str, Operation]


def finder(operations: Iterable[Operation]) -> Callable[[str], tuple[_Methods, Mapping[str, str]]]:
    """A function from a path (percent-encoding kept) to its operations by method and its arguments.

    An unknown path has no operations.
    """
    by_template: dict[str, dict[str, Operation]] = {}
    for operation in operations:
        by_template.setdefault(operation.path, {})[operation.method] = operation
    literal = {path: methods for path, methods in by_template.items() if "{" not in path}
    templated = [
        (*_pattern(path), by_template[path])
        for path in sorted(by_template, key=lambda path: ["{" in s for s in path.split("/")])
        if "{" in path
    ]

    def find(path: str) -> tuple[_Methods, Mapping[str, str]]:
        spellings = _spellings(path)
        for spelling in spellings:
            if spelling in literal:
                return literal[spelling], {}
        for pattern, names, methods in templated:
            found = pattern.fullmatch(spellings[-1])
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


def _spellings(path: str) -> tuple[str, ...]:
    """The path as it is and as an alias of it, the plainest last."""
    plain = path.rstrip("/") if len(path) > 1 else path
    return path, plain.removesuffix(".json") or "/"


def _pattern(template: str) -> tuple[re.Pattern[str], list[str]]:
    """A template as a regular expression with a group for each of its arguments, and their names."""
    parts = re.split(r"\{([^{}]*)\}", template)
    literals, names = parts[::2], parts[1::2]
    return re.compile("([^/]+)".join(re.escape(literal) for literal in literals)), names
