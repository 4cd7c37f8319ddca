"""What the specification says of each value: a secret, or one that is random by nature and none.

Reads `x-secret` and `x-volatile` of parameters, headers and schemas at any depth. References are
followed within the document; without the document only what stands outside them is seen.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal
from urllib.parse import unquote

from contract_kit.model.contract import AnswerPromise, Json, Operation, Schema
from contract_kit.model.pointer import select

Mark = Literal["secret", "plain", ""]

_PLAIN = frozenset(("id", "time", "cursor", "counter"))
_UNIONS = ("allOf", "anyOf", "oneOf")
_BRANCHES = ("if", "then", "else")


class Node:
    """What is said of one JSON value, and of the values in it."""

    __slots__ = ("_expand", "_item", "_members", "_views", "mark")

    def __init__(self, views: tuple[Json, ...], expand: "_Expand", mark: Mark) -> None:
        self._views = views
        self._expand = expand
        self._members: dict[str, Node] = {}
        self._item: Node | None = None
        self.mark = mark

    def member(self, name: str) -> "Node":
        """What is said of the member of that name."""
        if not self._views:
            return self
        known = self._members.get(name)
        if known is None:
            known = _node(self._schemas_of(name), self._expand, self.mark)
            if any(name in view.get("properties", ()) for view in self._views):
                self._members[name] = known  # and not the customer's own names, which never end
        return known

    def item(self) -> "Node":
        """What is said of the items of an array."""
        if not self._views:
            return self
        if self._item is None:
            schemas = [view["items"] for view in self._views if "items" in view]
            schemas += [entry for view in self._views for entry in view.get("prefixItems", ())]
            self._item = _node(schemas, self._expand, self.mark)
        return self._item

    def _schemas_of(self, name: str) -> Iterator[Any]:
        for view in self._views:
            properties = view.get("properties", {})
            if name in properties:
                yield properties[name]
            patterns = view.get("patternProperties", {})
            found = [schema for pattern, schema in patterns.items() if _matches(pattern, name)]
            yield from found
            if name not in properties and not found:
                yield view.get("additionalProperties")


_Expand = Callable[[Iterable[Any]], tuple[Json, ...]]

NOTHING = Node((), lambda schemas: (), "")
_SECRET = Node((), lambda schemas: (), "secret")


@dataclass(frozen=True, slots=True)
class AnswerMarks:
    """What is said of one answer: of its headers by name in lower case, its body by media type."""

    headers: Mapping[str, Mark]
    content: Mapping[str, Node]


@dataclass(frozen=True, slots=True)
class Marks:
    """What is said of one operation's messages.

    `path` finds the arguments at the end of a path, in the order of `arguments`; `parameters` are
    by location and name in lower case, `body` by media type, `answers` by status as in `Operation`.
    """

    path: re.Pattern[str] = re.compile(r"(?!)")
    arguments: tuple[Mark, ...] = ()
    parameters: Mapping[tuple[str, str], Mark] = field(default_factory=dict)
    body: Mapping[str, Node] = field(default_factory=dict)
    answers: Mapping[str, AnswerMarks] = field(default_factory=dict)


def read_marks(operation: Operation, document: Json) -> Marks:
    """The marks of an operation; `document` is the specification that it was read from."""
    expand = _expander(document)
    item = _first(expand([_get(document, "paths").get(operation.path)]))
    source = _get(item, operation.method.lower())
    named = expand([*item.get("parameters", ()), *source.get("parameters", ())])
    own = {(entry.get("in"), str(entry.get("name")).lower()): _mark([entry]) for entry in named}
    parameters = {}
    for parameter in operation.parameters:
        key = (parameter.location, parameter.name.lower())
        parameters[str(key[0]), key[1]] = own.get(key) or _of(parameter.schema, expand).mark
    names = re.findall(r"\{([^{}]*)\}", operation.path)
    return Marks(
        path=_template(operation.path),
        arguments=tuple(parameters.get(("path", name.lower()), "") for name in names),
        parameters=parameters,
        body=_content(operation.body.content, expand) if operation.body else {},
        answers={
            status: _answer(promise, _get(source, "responses"), expand)
            for status, promise in operation.answers.items()
        },
    )


def _answer(promise: AnswerPromise, responses: Json, expand: "_Expand") -> AnswerMarks:
    raw = next((v for k, v in responses.items() if str(k).upper() == promise.status.upper()), None)
    named = _get(_first(expand([raw])), "headers")
    headers = {
        header.name.lower(): _mark(expand([named.get(header.name)]))
        or _of(header.schema, expand).mark
        for header in promise.headers
    }
    return AnswerMarks(headers, _content(promise.content, expand))


def _content(content: Mapping[str, Schema], expand: "_Expand") -> Mapping[str, Node]:
    return {kind: _of(schema, expand) for kind, schema in content.items()}


def _of(schema: Schema, expand: "_Expand") -> Node:
    return _node([schema.source], expand, "")


def _first(views: tuple[Json, ...]) -> Json:
    """What a reference leads to comes last: that is where the members are."""
    return views[-1] if views else {}


def _node(schemas: Iterable[Any], expand: _Expand, above: Mark) -> Node:
    if above == "secret":  # all that a secret is made of is one
        return _SECRET
    views = expand(schemas)
    mark = _mark(views)
    return Node(views, expand, mark) if views else NOTHING


def _mark(views: Iterable[Json]) -> Mark:
    views = tuple(views)
    if any(view.get("x-secret") is True for view in views):
        return "secret"
    return "plain" if any(view.get("x-volatile") in _PLAIN for view in views) else ""


def _expander(document: Json) -> _Expand:
    """Gives schemas with all that holds besides them: references, unions, branches."""

    def expand(schemas: Iterable[Any]) -> tuple[Json, ...]:
        views: dict[int, Json] = {}
        waiting = list(schemas)
        while waiting:
            schema = waiting.pop()
            if not isinstance(schema, Mapping) or id(schema) in views:
                continue
            views[id(schema)] = schema
            for union in _UNIONS:
                waiting += schema.get(union) or ()
            waiting += [schema[branch] for branch in _BRANCHES if branch in schema]
            reference = schema.get("$ref")
            if isinstance(reference, str) and reference.startswith("#/"):
                waiting += select(document, unquote(reference[1:]))
        return tuple(views.values())

    return expand


def _get(source: Any, *keys: str) -> Json:
    for key in keys:
        source = source.get(key) if isinstance(source, Mapping) else None
    return source if isinstance(source, Mapping) else {}


def _template(path: str) -> re.Pattern[str]:
    """Finds the arguments of a path template at the end of a path."""
    names = re.split(r"\{([^{}]*)\}", path)
    pieces = ["([^/]+?)" if at % 2 else re.escape(piece) for at, piece in enumerate(names)]
    return re.compile("".join(pieces) + r"(?:\.json)?/?$")


def _matches(pattern: str, name: str) -> bool:
    try:
        return re.search(pattern, name) is not None
    except re.error:  # a grammar of ECMA 262 that Python has not
        return False
