"""Puts examples to a specification: is this body, query or answer what it promises?

What every specification of ours must keep, whatever its vendor, stands in `laws`.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from contract_kit import documents
from contract_kit.model.conformance import misfits_of_answer, read_request
from contract_kit.model.content import is_json
from contract_kit.model.contract import Contract, Match, Operation
from contract_kit.model.exchange import Answer, Headers, media_type
from contract_kit.model.pointer import starred, tokens
from contract_kit.openapi.schemas import compiler

CUSTOMERS = frozenset(("attributes", "record", "schema"))  # what of an answer is the customer's own
JSON_TYPE = ("Content-Type", "application/json")

Place = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Example:
    """A body, and `where` it belongs.

    `schema NAME`, `operation ID body` (text as sent where the headers say another type than JSON),
    `operation ID query` (a query string as sent), `operation ID path` (the arguments),
    `operation ID header` (headers by name) or `operation ID answer STATUS` (None is no body).
    `document` and `elided` say where an example comes from and how gaps in it were filled.
    """

    name: str
    where: str
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)
    document: str = ""
    section: str = ""
    elided: str = ""


def read_examples(path: Path) -> tuple[Example, ...]:
    """The examples of a YAML list of them."""
    return tuple(Example(**entry) for entry in documents.read(path)[0])


@dataclass(frozen=True, slots=True)
class Trials:
    """Further `valid` examples, `broken` ones, and the faults that are `tolerated`, by place."""

    valid: tuple[Example, ...]
    broken: tuple[Example, ...]
    tolerated: Mapping[str, Sequence[str]]


def read_trials(path: Path, documented: tuple[Example, ...]) -> Trials:
    """The trials in a file; its broken examples are valid or documented ones with one change."""
    data = documents.read(path)[0]
    valid = tuple(Example(**entry) for entry in data["valid"])
    by_name = {example.name: example for example in (*documented, *valid)}
    broken = tuple(_change(by_name[entry["of"]], entry) for entry in data["broken"])
    return Trials(valid, broken, data["tolerated"])


def refusals(contract: Contract, example: Example) -> list[str]:
    """What the specification has against an example; empty if it is valid."""
    match example.where.split():
        case ["schema", name]:
            schema = compiler(contract.document)(f"/components/schemas/{name}", {})
            return [breach.message for breach in schema.breaches(example.body)]
        case ["operation", name, "answer", status]:
            return list(_of_answer(contract.operations[name], int(status), example))
        case ["operation", name, part]:
            return list(_of_request(contract.operations[name], part, example))
    raise ValueError(f"{example.name}: {example.where!r} is nowhere")


def faults(example: Example) -> Iterator[tuple[str, Example]]:
    """An example with one fault after the other, wherever its parts are not the customer's own.

    Any value becomes one of another type, any member is left out; in a request any object gets a
    member too many and any list is emptied. The name of a fault has `*` for indices.
    """
    asked = example.where.endswith("body")
    customers = frozenset(("attributes",)) if asked else CUSTOMERS
    for path, value in _parts(example.body, (), customers):
        spoilt = [("another type", "text" if isinstance(value, dict) else {})]
        if asked and isinstance(value, dict) and path[-1:] != ("attributes",):
            spoilt.append(("one too many", {**value, "surplus": 1}))
        if asked and isinstance(value, list):
            spoilt.append(("emptied", []))
        for kind, other in spoilt:
            body = _put(deepcopy(example.body), path, other)
            yield f"{kind} {starred(path)}", replace(example, body=body)
        if path and isinstance(path[-1], str):
            body = deepcopy(example.body)
            del _walk(body, path[:-1])[path[-1]]
            yield f"left out {starred(path)}", replace(example, body=body)


def unnoticed(contract: Contract, examples: Iterable[Example]) -> dict[str, set[str]]:
    """The faults that bodies may have without being refused, by place."""
    found: dict[str, set[str]] = {}
    for example in examples:
        if isinstance(example.body, dict) and not example.where.endswith(("path", "header")):
            for name, spoilt in faults(example):
                if not refusals(contract, spoilt):
                    found.setdefault(example.where, set()).add(name)
    return found


def _parts(value: Any, path: Place, customers: frozenset[str]) -> Iterator[tuple[Place, Any]]:
    yield path, value
    if path and path[-1] in customers:
        return
    members = value.items() if isinstance(value, dict) else ()
    for key, child in enumerate(value) if isinstance(value, list) else members:
        yield from _parts(child, (*path, key), customers)


def _change(valid: Example, entry: Mapping[str, Any]) -> Example:
    body = deepcopy(valid.body)
    for pointer, value in entry.get("put", {}).items():
        body = _put(body, tokens(pointer), value)
    if "remove" in entry:
        *path, last = tokens(entry["remove"])
        del _walk(body, path)[last]
    headers = {**valid.headers, **entry.get("header", {})}
    headers.pop(entry.get("without"), None)
    return replace(valid, name=entry["broken"], body=body, headers=headers)


def _put(body: Any, path: Place, value: Any) -> Any:
    if not path:
        return value
    parent = _walk(body, path[:-1])
    parent[int(path[-1]) if isinstance(parent, list) else path[-1]] = value
    return body


def _walk(body: Any, path: Sequence[str | int]) -> Any:
    for token in path:
        body = body[int(token) if isinstance(body, list) else token]
    return body


def _of_answer(operation: Operation, status: int, example: Example) -> Iterator[str]:
    headers: Headers = (*example.headers.items(), JSON_TYPE)  # of two the first is read
    sent = b"" if example.body is None else _as_sent(example.body, headers)
    for misfit in misfits_of_answer(operation, operation.method, Answer(status, headers, sent)):
        yield f"{misfit.place}: {misfit.breach.message}"


def _of_request(operation: Operation, part: str, example: Example) -> Iterator[str]:
    """What one part of a request gets; parts that the example leaves out are not asked about."""
    arguments = {name.name: "any" for name in operation.parameters if name.location == "path"}
    match = Match(operation, example.body if part == "path" else arguments)
    query = example.body if part == "query" else ""
    sent = example.body if part == "header" else example.headers
    headers: Headers = (*sent.items(), JSON_TYPE)  # of two the first is read
    body = _as_sent(example.body, headers) if part == "body" else b""
    for misfit in read_request(match, query, headers, body).misfits:
        if misfit.place.partition(":")[0] == part or misfit.place == "header:Content-Type":
            yield f"{misfit.place}: {misfit.breach.message}"


def _as_sent(body: Any, headers: Headers) -> bytes:
    plain = isinstance(body, str) and not is_json(media_type(headers))
    return (body if plain else json.dumps(body)).encode()
