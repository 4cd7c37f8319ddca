"""Reads and evaluates runtime expressions: where a step takes a value from.

Of Arazzo 1.0.1, section 4.7: `$statusCode`, `$response.header.NAME`, `$response.body#/POINTER`,
`$inputs.NAME`, `$steps.ID.outputs.NAME`. Alone an expression keeps its value's type; within a text
it stands in braces, `{$inputs.run}`.
"""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from contract_kit.model.content import Unreadable
from contract_kit.model.exchange import Answer, header
from contract_kit.model.pointer import select

Filled = Any  # JSON that may hold `Expression` and `Text`

KNOWN = (
    "$statusCode, $response.header.NAME, $response.body#/POINTER, $inputs.NAME and"
    " $steps.ID.outputs.NAME"
)
_LIKE = re.compile(
    r"\$(url|method|statusCode|request|response|inputs|outputs|steps|workflows|sourceDescriptions|"
    r"components)(?![A-Za-z])"
)
_POINTER = r"(?:#(?P<pointer>(?:/[^\s{}]*)?))?"
_FORMS = tuple(
    (kind, re.compile(pattern))
    for kind, pattern in (
        ("status", r"\$statusCode"),
        ("header", r"\$response\.header\.(?P<name>[A-Za-z0-9!#$%&'*+.^_`|~-]+)"),
        ("body", rf"\$response\.body{_POINTER}"),
        ("input", rf"\$inputs\.(?P<name>[A-Za-z0-9_-]+){_POINTER}"),
        ("output", rf"\$steps\.(?P<step>[A-Za-z0-9_-]+)\.outputs\.(?P<name>[\w.-]+){_POINTER}"),
    )
)
_EMBEDDED = re.compile(r"\{(\$[^{}\s]*)\}")
_ABSENT = object()


class Unknown(Exception):
    """Text that is no expression or condition; `telling` is as much of it as stands in the file."""

    def __init__(self, message: str, *telling: str) -> None:
        super().__init__(message)
        self.telling = telling


class Missing(Exception):
    """An expression that names nothing; the message says which, and where it looked."""


@dataclass(frozen=True, slots=True)
class Expression:
    """Where a value comes from; `pointer` leads into it."""

    text: str
    kind: Literal["status", "header", "body", "input", "output"]
    name: str = ""
    step: str = ""
    pointer: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """Text with expressions in it, in their order with what stands between them."""

    parts: tuple[str | Expression, ...]


@dataclass(frozen=True, slots=True)
class Scope:
    """What expressions can see: inputs, the outputs of earlier steps, and the answer, if any."""

    inputs: Mapping[str, Any] = field(default_factory=dict)
    outputs: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)
    answer: Answer | None = None


def expression(text: str) -> Expression:
    """Reads one expression; raises `Unknown` with what is allowed."""
    for kind, form in _FORMS:
        found = form.fullmatch(text)
        if found:
            parts = {name: value or "" for name, value in found.groupdict().items()}
            return Expression(text, kind, **parts)  # type: ignore[arg-type] # the kinds of _FORMS
    raise Unknown(f"{text} is no expression of those that are known: {KNOWN}", text)


def template(value: Any) -> Filled:
    """JSON with every expression in it read, wherever it stands; keys are taken as they are."""
    if isinstance(value, dict):
        return {key: template(member) for key, member in value.items()}
    if isinstance(value, list):
        return [template(item) for item in value]
    if not isinstance(value, str):
        return value
    if _LIKE.match(value):
        return expression(value)
    parts = _EMBEDDED.split(value)
    if len(parts) == 1:
        return value
    read = (expression(part) if index % 2 else part for index, part in enumerate(parts))
    return Text(tuple(part for part in read if part != ""))


def expressions_in(value: Filled) -> Iterator[Expression]:
    """Every expression of a template."""
    if isinstance(value, Expression):
        yield value
    elif isinstance(value, Text):
        yield from (part for part in value.parts if isinstance(part, Expression))
    elif isinstance(value, dict | list):
        for child in value.values() if isinstance(value, dict) else value:
            yield from expressions_in(child)


def fill(value: Filled, scope: Scope) -> Any:
    """The JSON that a template stands for; raises `Missing` where an expression names nothing."""
    if isinstance(value, Expression):
        return evaluate(value, scope)
    if isinstance(value, Text):
        return "".join(
            _text(evaluate(part, scope)) if isinstance(part, Expression) else part
            for part in value.parts
        )
    if isinstance(value, dict):
        return {key: fill(member, scope) for key, member in value.items()}
    if isinstance(value, list):
        return [fill(item, scope) for item in value]
    return value


def evaluate(found: Expression, scope: Scope) -> Any:
    """The value of an expression; raises `Missing` where it names nothing."""
    value = _value(found, scope)
    if value is not _ABSENT and found.pointer:
        value = next(select(value, found.pointer), _ABSENT)
    if value is _ABSENT:
        raise Missing(f"{found.text} names nothing")
    return value


def _value(found: Expression, scope: Scope) -> Any:
    if found.kind == "input":
        return scope.inputs.get(found.name, _ABSENT)
    if found.kind == "output":
        return scope.outputs.get(found.step, {}).get(found.name, _ABSENT)
    if scope.answer is None:
        return _ABSENT
    if found.kind == "status":
        return scope.answer.status
    if found.kind == "header":
        value = header(scope.answer.headers, found.name)
        return _ABSENT if value is None else value
    return body_of(scope.answer)


def body_of(answer: Answer) -> Any:
    """The JSON of an answer, else its text."""
    try:
        return answer.json
    except Unreadable:
        return answer.body.decode("utf-8", "replace")


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
