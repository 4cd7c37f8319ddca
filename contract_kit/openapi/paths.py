"""Finds the operation of a request by its path, as an HTTP server would.

Literal segments win over templated ones (OpenAPI 3.1.1, section 4.8.8.2). A `.json` suffix and a
trailing slash are other spellings of the same path.
"""

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
    templated = sorted(
        ((path.split("/"), methods) for path, methods in by_template.items() if "{" in path),
        key=lambda entry: ["{" in segment for segment in entry[0]],
    )

    def find(path: str) -> tuple[_Methods, Mapping[str, str]]:
        for spelling in _spellings(path):
            if spelling in literal:
                return literal[spelling], {}
        segments = _spellings(path)[-1].split("/")
        for template, methods in templated:
            arguments = _arguments(template, segments)
            if arguments is not None:
                return methods, arguments
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


def _arguments(template: list[str], segments: list[str]) -> dict[str, str] | None:
    if len(template) != len(segments):
        return None
    found: dict[str, str] = {}
    for pattern, segment in zip(template, segments, strict=True):
        if "{" not in pattern:
            if pattern != segment:
                return None
            continue
        before, _, rest = pattern.partition("{")
        name, _, after = rest.partition("}")
        value = unquote(segment)
        if not (value.startswith(before) and value.endswith(after)):
            return None
        value = value[len(before) : len(value) - len(after)]
        if not value:
            return None
        found[name] = value
    return found
