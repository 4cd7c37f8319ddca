"""The search language read plainly, record by record, as the specification words it."""

from collections.abc import Iterator
from typing import Any

from tests.emulator.zendesk_sunshine.conftest import Stored


def matches(query: Any, record: Stored) -> bool:
    """Whether a record matches a query."""
    return all(_holds(name, condition, record) for name, condition in query.items())


def _holds(name: str, condition: Any, record: Stored) -> bool:
    if name == "$and":
        return all(matches(member, record) for member in condition)
    if name == "$or":
        return any(matches(member, record) for member in condition)
    if name == "_type":
        return _meets(condition, [(record.type, False)])
    values = _anywhere(record.attributes) if name == "*" else _at(record.attributes, name)
    return _meets(condition, list(values))


def _at(value: Any, rest: str | None, in_array: bool = False) -> Iterator[tuple[Any, bool]]:
    """The values that a dotted name leads to; None is the end of the name."""
    if isinstance(value, list):
        for child in value:
            yield from _at(child, rest, True)
    elif isinstance(value, dict):
        for key, child in value.items() if rest is not None else ():
            if rest == key:
                yield from _at(child, None, in_array)
            if rest is not None and rest.startswith(f"{key}."):
                yield from _at(child, rest[len(key) + 1 :], in_array)
    elif rest is None:
        yield value, in_array


def _anywhere(value: Any, in_array: bool = False) -> Iterator[tuple[Any, bool]]:
    if isinstance(value, list | dict):
        for child in value if isinstance(value, list) else value.values():
            yield from _anywhere(child, in_array or isinstance(value, list))
    else:
        yield value, in_array


def _meets(comparison: Any, values: list[tuple[Any, bool]]) -> bool:
    return all(_meets_one(operator, operand, values) for operator, operand in comparison.items())


def _meets_one(operator: str, operand: Any, values: list[tuple[Any, bool]]) -> bool:
    if operator == "$not":
        return not _meets(operand, values)
    if operator == "$contains":
        members = operand if isinstance(operand, list) else [operand]
        return all(any(_contains(*each, member) for each in values) for member in members)
    equal = any(_equal(value, operand) and not in_array for value, in_array in values)
    return equal is (operator == "$eq")


def _contains(value: Any, in_array: bool, part: Any) -> bool:
    if isinstance(part, str) and isinstance(value, str) and not in_array:
        return part in value
    return _equal(value, part)


def _equal(one: Any, other: Any) -> bool:
    kinds = {str: "text", bool: "boolean", int: "number", float: "number"}
    return kinds.get(type(one)) == kinds.get(type(other)) and bool(one == other)
