"""Reads and decides success criteria: what must hold of an answer.

Simple conditions and regular expressions of Arazzo 1.0.1 (section 4.6.11), where text is compared
without regard to case. What an expression names nothing with is null.
"""

import operator
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from contract_kit.model.pointer import starred, tokens
from contract_kit.stories.expressions import (
    Expression,
    Missing,
    Scope,
    Unknown,
    evaluate,
    expression,
)

_TOKEN = re.compile(
    r"\s*(?:(?P<sign>&&|\|\||[=!<>]=|[<>!()])"
    r"|'(?P<text>(?:[^']|'')*)'"
    r"|(?P<word>[^\s()!=<>&|']+))"
)
_NUMBER = re.compile(r"-?[0-9]{1,18}(\.[0-9]{1,18})?")
_WORDS = {"true": True, "false": False, "null": None}
_ORDERS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}
_COMPARISONS = ("==", "!=", *_ORDERS)
_LONGEST = 100  # words and signs of a condition, which is read by recursion
_SHOWN = 60  # characters of a value


class Undecidable(Exception):
    """A condition that has no answer, such as whether a text is less than a number."""


@dataclass(frozen=True, slots=True)
class Call:
    """An operator and what it is applied to: other calls, expressions or values."""

    sign: str
    operands: tuple[Any, ...]


@dataclass(frozen=True, slots=True)
class Condition:
    """One criterion as it was written, and as it is read."""

    text: str
    root: Any


def condition(text: str) -> Condition:
    """Reads a simple condition; raises `Unknown` saying what is not understood."""
    try:
        return Condition(text, _read(text))
    except Unknown as unknown:
        raise Unknown(f"condition {text!r}: {unknown}", *unknown.telling, text) from None


def matching(context: str, pattern: str) -> Condition:
    """Reads a condition of the type regex: the value of `context` holds a match of `pattern`."""
    try:
        re.compile(pattern)
    except re.error as error:
        raise Unknown(f"{pattern!r} is no regular expression: {error}", pattern) from None
    return Condition(f"{context} matches {pattern}", Call("~", (expression(context), pattern)))


def expressions_of(found: Condition) -> Iterator[Expression]:
    """Every expression of a condition."""
    return _expressions(found.root)


def place_of(expressions: Iterable[Expression]) -> str:
    """The part of an answer that expressions look at: a pointer, `header:Name`, `status` or `""`.

    Of several the most telling: in the body, with `*` for any index, before headers and status.
    """
    found = list(expressions)
    for one in found:
        if one.kind == "body" and one.pointer:
            path = tokens(one.pointer)
            return starred(int(part) if part.isdecimal() else part for part in path)
    headers = [f"header:{one.name}" for one in found if one.kind == "header"]
    status = ["status" for one in found if one.kind == "status"]
    return next(iter((*headers, *status)), "")


def holds(found: Condition, scope: Scope) -> bool:
    """Whether a condition holds; raises `Undecidable` where that cannot be said."""
    return _boolean(_decide(found.root, scope))


def observed(found: Condition, scope: Scope) -> str:
    """What the expressions of a condition came to, for a message."""
    values = {one.text: _seen(one, scope) for one in _expressions(found.root)}
    return ", ".join(f"{text} is {value}" for text, value in values.items())


def _read(text: str) -> Any:
    tokens = list(_tokens(text))
    if len(tokens) > _LONGEST:
        raise Unknown(f"longer than {_LONGEST} words and signs")
    root, rest = _either(tokens)
    if rest:
        raise Unknown(f"not understood from {rest[0][1]!r} on")
    return root


def _tokens(text: str) -> Iterator[tuple[str, str]]:
    at = 0
    while text[at:].strip():
        found = _TOKEN.match(text, at)
        if found is None:
            raise Unknown(f"not understood from {text[at:].strip()!r} on")
        kind = str(found.lastgroup)
        yield kind, found[kind]
        at = found.end()


_Tokens = list[tuple[str, str]]


def _either(tokens: _Tokens) -> tuple[Any, _Tokens]:
    left, rest = _both(tokens)
    while rest[:1] == [("sign", "||")]:
        right, rest = _both(rest[1:])
        left = Call("||", (left, right))
    return left, rest


def _both(tokens: _Tokens) -> tuple[Any, _Tokens]:
    left, rest = _compared(tokens)
    while rest[:1] == [("sign", "&&")]:
        right, rest = _compared(rest[1:])
        left = Call("&&", (left, right))
    return left, rest


def _compared(tokens: _Tokens) -> tuple[Any, _Tokens]:
    left, rest = _operand(tokens)
    if rest and rest[0][0] == "sign" and rest[0][1] in _COMPARISONS:
        right, after = _operand(rest[1:])
        return Call(rest[0][1], (left, right)), after
    return left, rest


def _operand(tokens: _Tokens) -> tuple[Any, _Tokens]:
    if not tokens:
        raise Unknown("it ends where a value is expected")
    (kind, token), rest = tokens[0], tokens[1:]
    if kind == "text":
        return token.replace("''", "'"), rest
    if kind == "word":
        return _word(token), rest
    if token == "!":
        value, rest = _operand(rest)
        return Call("!", (value,)), rest
    if token == "(":
        value, rest = _either(rest)
        if rest[:1] == [("sign", ")")]:
            return value, rest[1:]
        raise Unknown("a parenthesis is not closed")
    raise Unknown(f"{token!r} stands where a value is expected")


def _word(token: str) -> Any:
    if token in _WORDS:
        return _WORDS[token]
    if token.startswith("$"):
        return expression(token)
    if _NUMBER.fullmatch(token):
        return float(token) if "." in token else int(token)
    raise Unknown(f"{token!r} is no value: text stands in single quotes")


def _expressions(node: Any) -> Iterator[Expression]:
    if isinstance(node, Expression):
        yield node
    elif isinstance(node, Call):
        for operand in node.operands:
            yield from _expressions(operand)


def _decide(node: Any, scope: Scope) -> Any:
    if isinstance(node, Call):
        return _apply(node, scope)
    if not isinstance(node, Expression):
        return node
    try:
        return evaluate(node, scope)
    except Missing:
        return None


def _apply(call: Call, scope: Scope) -> bool:
    left = _decide(call.operands[0], scope)
    if call.sign == "!":
        return not _boolean(left)
    if call.sign in ("&&", "||") and _boolean(left) is (call.sign == "||"):
        return bool(left)  # the right operand need not be decidable
    right = _decide(call.operands[1], scope)
    if call.sign in ("&&", "||"):
        return _boolean(right)
    if call.sign == "~":
        return isinstance(left, str) and re.search(right, left) is not None
    return _compare(call.sign, _folded(left), _folded(right))


def _compare(sign: str, left: Any, right: Any) -> bool:
    if sign in ("==", "!="):
        same_kind = isinstance(left, bool) is isinstance(right, bool)  # 1 is not true
        return (same_kind and left == right) is (sign == "==")
    if not (_is_number(left) and _is_number(right)) and not (
        isinstance(left, str) and isinstance(right, str)
    ):
        raise Undecidable(f"{_shown(left)} and {_shown(right)} have no order")
    return bool(_ORDERS[sign](left, right))


def _folded(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _boolean(value: Any) -> bool:
    if isinstance(value, bool):
        return value
    raise Undecidable(f"{_shown(value)} is neither true nor false")


def _seen(found: Expression, scope: Scope) -> str:
    try:
        return _shown(evaluate(found, scope))
    except Missing:
        return "absent"


def _shown(value: Any) -> str:
    text = " ".join(repr(value).split())
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
