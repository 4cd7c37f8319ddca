"""A filter filters and a sort sorts: every item of an answer keeps what its request's parameters promise.

What a parameter promises is said by its `x-honours`, for a member of the request body as for a query
parameter: `equals: /job_status` (that member of each item equals the value; an empty value filters
nothing), `within: /created_at` (it lies in the range `{start, end}`, the end excluded) and
`sorted_by` (a pointer, or a map from the words that the parameter takes to pointers, followed by
`asc` or `desc`). Where the items lie in the answer is said by `x-pagination`'s `items`.

Kinds: `unfiltered`, `out-of-range`, `unsorted`. The pointer is that of the member in each item.
What to do: compare the request of the finding with the answer's items.
"""

from collections.abc import Iterator, Mapping
from itertools import pairwise
from typing import Any

from contract_kit.model.conformance import read_request
from contract_kit.model.content import Unreadable, parse_json
from contract_kit.model.contract import Json, Match
from contract_kit.model.exchange import header
from contract_kit.model.finding import Finding, Severity
from contract_kit.model.pointer import select
from contract_kit.model.sighting import Sighting

KINDS: Mapping[str, Severity] = {"unfiltered": "error", "out-of-range": "error", "unsorted": "error"}

_Broken = tuple[str, str, str, str]  # kind, pointer in the item, expected, actual


def judge(sighting: Sighting) -> Iterator[Finding]:
    """Each promise of a parameter that some item of the answer breaks, once."""
    operation, answer = sighting.operation, sighting.exchange.answer
    where = operation.pagination.get("items")
    if where is None or not sighting.declared or answer.status // 100 != 2:
        return
    try:
        items = next(select(parse_json(answer.body), where), None)
    except Unreadable:
        return
    if not isinstance(items, list):
        return
    for name, value, honours in _promises(sighting):
        for kind, pointer, expected, actual in _broken(honours, value, items):
            yield Finding(
                rule="honours_its_parameters",
                kind=kind,
                api=sighting.api,
                operation=operation.id,
                status=str(answer.status),
                pointer=f"{where}/*{pointer}",
                expected=expected,
                actual=actual,
                message=f"{name}={value!r} is not honoured: {pointer} is {actual}",
                severity=KINDS[kind],
            )


def _promises(sighting: Sighting) -> Iterator[tuple[str, Any, Json]]:
    """Name, value and promise of each parameter; the value is its default, or None, if not sent."""
    request, operation = sighting.exchange.request, sighting.operation
    if not operation.honours and not any(p.honours for p in operation.parameters):
        return
    arguments = {p.name: "-" for p in operation.parameters if p.location == "path"}
    encoding = header(request.headers, "content-encoding")
    body = b"" if encoding else request.body
    reading = read_request(Match(operation, arguments), request.query, request.headers, body)
    for parameter in operation.parameters:
        if parameter.honours and parameter.location == "query":
            value = reading.query.get(parameter.name, parameter.honours.get("default"))
            yield parameter.name, value, parameter.honours
    if isinstance(reading.body, Mapping):
        for name, honours in operation.honours.items():
            yield name, reading.body.get(name, honours.get("default")), honours


def _broken(honours: Json, value: Any, items: list[Any]) -> Iterator[_Broken]:
    if "equals" in honours and value not in ("", None):
        yield from _unequal(honours["equals"], value, items)
    if "within" in honours and isinstance(value, Mapping):
        yield from _outside(honours["within"], value, items)
    if "sorted_by" in honours and isinstance(value, str):
        yield from _unsorted(honours["sorted_by"], value, items)


def _unequal(pointer: str, value: Any, items: list[Any]) -> Iterator[_Broken]:
    for item in items:
        for found in select(item, pointer):
            if found != value:
                yield "unfiltered", pointer, repr(value), repr(found)
                return


def _outside(pointer: str, limits: Json, items: list[Any]) -> Iterator[_Broken]:
    start, end = (_instant(limits.get(name)) for name in ("start", "end"))
    for item in items:
        for found in map(_instant, select(item, pointer)):
            if (start and found < start) or (end and found >= end):
                yield "out-of-range", pointer, f"from {start or '…'} to {end or '…'}", found
                return


def _unsorted(sorted_by: str | Json, value: str, items: list[Any]) -> Iterator[_Broken]:
    word, _, direction = value.partition(" ")
    pointer = sorted_by if isinstance(sorted_by, str) else sorted_by.get(word, "")
    if not pointer:
        return
    keys: list[Any] = [key for item in items for key in select(item, pointer)]
    if not all(isinstance(key, int | float) for key in keys):
        keys = [_instant(key) for key in keys]
    for first, second in pairwise(keys):
        if (first > second) if direction != "desc" else (first < second):
            yield "unsorted", pointer, value, f"{first} before {second}"
            return


def _instant(value: Any) -> str:
    """A time as text that sorts: `T` and a space, `Z` and none, are the same; millisecond digits full."""
    text = str(value or "").replace("T", " ").removesuffix("Z")
    return f"{text}.000" if text and "." not in text else text
