"""A filter filters, a sort sorts, and a thing is the same wherever it is shown.

What a parameter promises of every item of the answer is said by its `x-honours`, for a member of
the request body as for a query parameter: `equals: /job_status` (that member of each item equals
the value, or one of the values; an empty value filters nothing), `within: /created_at` (it lies in
the range `{start, end}`, the end excluded) and `sorted_by` (a pointer, or a map from the words that
the parameter takes to pointers, followed by `asc` or `desc`; nulls may stand anywhere, text may be
sorted with regard to case or without). Where the items lie is said by `x-pagination`'s `items`.

Within one journey a thing that is listed and then shown by itself is the same in both, as long as
nothing was written in between and the job did not go on; and what was sent in a write comes back as
it was sent, where an answer has the member at the same place.

Kinds: `unfiltered`, `out-of-range`, `unsorted` (the pointer is that of the member in each item),
`detail-differs` (the pointer is that in the detail), `echo`.
What to do: compare the request of the finding with the answer; for `detail-differs` ask for the
list and for the thing itself.
"""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any

from contract_kit.model.conformance import read_request
from contract_kit.model.content import Unreadable
from contract_kit.model.contract import Json, Match
from contract_kit.model.exhibit import Exhibit, Journey
from contract_kit.model.finding import Finding, Severity
from contract_kit.model.pointer import select
from contract_kit.model.sighting import Sighting
from contract_kit.rules.comparing import once
from contract_kit.rules.same_thing import unlike_echoes, unlike_views
from contract_kit.rules.telling import Telling

KINDS: Mapping[str, Severity] = {
    "unfiltered": "error",
    "out-of-range": "error",
    "unsorted": "error",
    "detail-differs": "error",
    "echo": "error",
}
_told = Telling("honours_its_parameters", KINDS)
_SHOWN = 120  # characters of an offending value
_DATE = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")  # how a time begins; a bare number is none

_Broken = tuple[str, str, str, str]  # kind, pointer in the item, expected, actual


def judge(exhibit: Exhibit) -> Iterator[Finding]:
    """Each promise of a parameter that some item breaks, and each thing that is not the same."""
    if isinstance(exhibit, Sighting):
        yield from _unkept(exhibit)
    elif isinstance(exhibit, Journey):
        yield from once(_unlike(exhibit))


def _unlike(journey: Journey) -> Iterator[Finding]:
    for kind, found in (
        ("detail-differs", unlike_views(journey)),
        ("echo", unlike_echoes(journey)),
    ):
        whence = "the list said" if kind == "detail-differs" else "sent was"
        for one in found:
            expected, actual = _shown(one.expected), _shown(one.actual)
            yield _told(
                journey.sightings[one.place - 1],
                kind,
                one.pointer,
                expected=expected,
                actual=actual,
                message=f"{one.pointer} is {actual}, {whence} {expected}",
                place=one.place,
            )


def _unkept(sighting: Sighting) -> Iterator[Finding]:
    operation, answer = sighting.operation, sighting.exchange.answer
    where = operation.pagination.get("items")
    if where is None or not sighting.declared or answer.status // 100 != 2:
        return
    try:
        items = next(select(answer.json, where), None)
    except Unreadable:
        return
    if not isinstance(items, list):
        return
    for name, value, honours in _promises(sighting):
        for kind, pointer, expected, actual in _broken(honours, value, items):
            yield _told(
                sighting,
                kind,
                f"{where}/*{pointer}",
                expected=expected,
                actual=actual,
                message=f"{name}={_shown(value)} is not honoured: {pointer} is {actual}",
            )


def _promises(sighting: Sighting) -> Iterator[tuple[str, Any, Json]]:
    """Name, value and promise of each parameter; the value is its default, or None, if not sent."""
    request, operation = sighting.exchange.request, sighting.operation
    if not operation.honours and not any(p.honours for p in operation.parameters):
        return
    arguments = {p.name: "-" for p in operation.parameters if p.location == "path"}
    encoding = request.named.get("content-encoding")
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
    if "equals" in honours and value not in ("", None, []):
        yield from _unequal(honours["equals"], value, items)
    if "within" in honours and isinstance(value, Mapping):
        yield from _outside(honours["within"], value, items)
    if "sorted_by" in honours and isinstance(value, str):
        yield from _unsorted(honours["sorted_by"], value, items)


def _unequal(pointer: str, value: Any, items: list[Any]) -> Iterator[_Broken]:
    wanted = value if isinstance(value, list) else [value]
    for item in items:
        for found in select(item, pointer):
            if found not in wanted:
                yield "unfiltered", pointer, _shown(value), _shown(found)
                return


def _outside(pointer: str, limits: Json, items: list[Any]) -> Iterator[_Broken]:
    start, end = (_instant(limits.get(name)) for name in ("start", "end"))
    for item in items:
        for found in select(item, pointer):
            at = _instant(found)
            if at and ((start and at < start) or (end and at >= end)):
                expected = f"from {start or '…'} to {end or '…'}"
                yield "out-of-range", pointer, expected, _shown(found)
                return


def _unsorted(sorted_by: str | Json, value: str, items: list[Any]) -> Iterator[_Broken]:
    words = value.split() or [""]
    pointer = sorted_by if isinstance(sorted_by, str) else sorted_by.get(words[0], "")
    if not pointer:
        return
    found = [key for item in items for key in select(item, pointer) if key is not None]
    descending = words[-1].lower() == "desc"
    wrong = [_first_wrong(keys, descending=descending) for keys in _orders(found)]
    if wrong and None not in wrong:
        first, second = found[wrong[0] or 0 :][:2]
        yield "unsorted", pointer, value, f"{_shown(first)} before {_shown(second)}"


def _orders(found: list[Any]) -> Iterator[list[Any]]:
    """The keys as a server may compare them: text with regard to case, or without.

    Keys of several types have no order that anybody has promised.
    """
    times = [_instant(key) for key in found]
    if all(times):
        yield times
    elif all(isinstance(key, str) for key in found):
        yield found
        yield [key.casefold() for key in found]
    elif all(isinstance(key, int | float) for key in found):
        yield found


def _first_wrong(keys: list[Any], *, descending: bool) -> int | None:
    for index, (first, second) in enumerate(pairwise(keys)):
        if (first < second) if descending else (second < first):
            return index
    return None


def _instant(value: Any) -> datetime | None:
    """The instant that a text names, in UTC unless it says otherwise; None where it names none."""
    if not isinstance(value, str) or not _DATE.match(value):
        return None
    try:
        instant = datetime.fromisoformat(value)
    except ValueError:
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)


def _shown(value: Any) -> str:
    if isinstance(value, list | dict):
        return "an array" if isinstance(value, list) else "an object"
    return repr(value)[:_SHOWN]
