"""Makes recordings of the documents' own examples: requests and answers as they stand there.

An answer is paired with the example bodies and path arguments of its operation, and with a query
only where the operation requires one: a page's samples of filters belong to no shown answer.
"""

import json
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path
from typing import Any

from contract_kit import openapi
from contract_kit.model.cassette import Cassette, Heading, Recorded
from contract_kit.model.contract import Contract, Operation
from contract_kit.model.exchange import Answer, Exchange, Request
from tests.specs.examples import JSON_TYPE, Example, read_examples

ROOT = Path(__file__).parents[2]
APIS = ("zendesk-sunshine", "zendesk-support", "zuora-custom-objects")
_WRITTEN_DOWN = "2026-11-23T00:00:00Z"  # the day on which the examples were copied


def cassette_file(api: str) -> Path:
    """Where the recording of an API's documents is kept."""
    return ROOT / "cassettes" / api / "documented.yaml"


def documented(api: str) -> Cassette:
    """All answers that the documents of an API show, each as an answer to a documented request."""
    contract = openapi.load(ROOT / "specs" / f"{api}.yaml")
    table = Path(__file__).parent / f"{api.replace('-', '_')}_documents.yaml"
    exchanges = list(_exchanges(contract, read_examples(table)))
    heading = Heading(
        api=api,
        made_by="document",
        name="documented",
        origin="document",
        recorded_at=_WRITTEN_DOWN,
        spec=contract.digest,
        kit="0.1.0",
        base_url=contract.server,
    )
    recorded = (
        Recorded(n, exchange, name, operation, float(n - 1))
        for n, (name, operation, exchange) in enumerate(exchanges, 1)
    )
    return Cassette(heading, tuple(recorded))


def _exchanges(
    contract: Contract, examples: tuple[Example, ...]
) -> Iterator[tuple[str, str, Exchange]]:
    for operation in contract.operations.values():
        answers = _of(examples, operation, "answer")
        bodies = _of(examples, operation, "body")
        for answer, body in islice(
            zip(cycle(answers), cycle(bodies or [None]), strict=False),
            max(len(answers), len(bodies)) if answers else 0,
        ):
            request = _request(contract, operation, examples, answer, body)
            shown = _answer(answer)
            yield (body or answer).name, operation.id, Exchange(request, shown)


def _of(examples: tuple[Example, ...], operation: Operation, part: str) -> list[Any]:
    return [it for it in examples if it.where.startswith(f"operation {operation.id} {part}")]


def _request(
    contract: Contract,
    operation: Operation,
    examples: tuple[Example, ...],
    answer: Example,
    body: Example | None,
) -> Request:
    arguments = {k: v for it in _of(examples, operation, "path") for k, v in it.body.items()}
    path = operation.path
    for parameter in operation.parameters:
        if parameter.location == "path":
            value = _id_in(answer.body) or arguments.get(parameter.name) or "product"
            path = path.replace(f"{{{parameter.name}}}", value)
    queries = _of(examples, operation, "query")
    needed = any(it.required and it.location == "query" for it in operation.parameters)
    query = f"?{queries[0].body}" if needed and queries else ""
    sent = json.dumps(body.body).encode() if body else b""
    headers = (JSON_TYPE,) if body else ()
    return Request(operation.method, f"{contract.server}{path}{query}", headers, sent)


def _id_in(body: Any) -> str:
    """The id of what an answer shows, so that it is asked for by its own."""
    shown = body.get("data", body.get("job_status", body)) if isinstance(body, dict) else None
    return str(shown.get("id", shown.get("key", ""))) if isinstance(shown, dict) else ""


def _answer(example: Example) -> Answer:
    status = int(example.where.split()[-1])
    if example.body is None:
        return Answer(status)
    return Answer(status, (JSON_TYPE,), json.dumps(example.body).encode())
