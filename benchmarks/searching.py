"""Pages of a search over 100,000 records, over HTTP, at the first page and at the last."""

import json
import random
from base64 import b64encode
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from time import perf_counter
from typing import Any

from benchmarks.measure import Line
from contract_kit import openapi
from contract_kit.emulator.emulator import Settings
from contract_kit.emulator.registry import started
from contract_kit.emulator.zendesk_sunshine.records import insert

RECORDS = 100_000
_QUICK, _SLOW = 0.05, 0.5  # seconds a page
_SPEC = Path(__file__).parent.parent / "specs" / "zendesk-sunshine.yaml"
_QUERIES: tuple[tuple[str, Any, float], ...] = (
    ("$eq, half of all", {"shelf": {"$eq": "left"}}, _QUICK),
    ("$eq, one in a thousand", {"number": {"$eq": 7}}, _QUICK),
    ("* $eq, half of all", {"*": {"$eq": "left"}}, _QUICK),
    ("_type, all", {"_type": {"$eq": "thing"}}, _QUICK),
    ("$contains, all", {"name": {"$contains": "thing"}}, _SLOW),
    ("$contains, none", {"name": {"$contains": "nothing"}}, _SLOW),
    ("$neq, half of all", {"shelf": {"$neq": "left"}}, _SLOW),
    ("$not $contains, none", {"name": {"$not": {"$contains": "thing"}}}, _SLOW),
    (
        "$or of two",
        {"$or": [{"number": {"$eq": 7}}, {"name": {"$contains": "99999"}}]},
        _SLOW,
    ),
    (
        "$and, disjoint",
        {"$and": [{"shelf": {"$eq": "left"}}, {"shelf": {"$eq": "right"}}]},
        _SLOW,
    ),
)


def run() -> Iterator[Line]:
    """The slowest of the first page and of up to 79 further ones, for each query and both sorts."""
    contract = openapi.load(_SPEC)
    with started(contract, Settings(limits="off", state="empty")) as running:
        state = running.emulator.state
        with state.transaction():
            _fill(state)
        connection = HTTPConnection(running.url.removeprefix("http://"))
        for name, query, goal in _QUERIES:
            took = max(
                _slowest(connection, query, sort)
                for sort in ("_created_at desc", "_updated_at asc")
            )
            figure = f"{took * 1000:.1f} ms a page"
            yield Line(f"search: {name}", figure, f"< {goal * 1000:.0f} ms", took < goal)


def _fill(state: Any) -> None:
    state.run(
        "INSERT INTO object_type (key, schema, created, updated) VALUES ('thing', '{}', 0, 0)"
    )
    drawn = random.Random(1)
    for number in range(RECORDS):
        attributes = {
            "name": f"thing number {number}",
            "number": number % 1000,
            "shelf": drawn.choice(("left", "right")),
            "tags": [drawn.choice("abcdef"), "all"],
        }
        insert(state, f"record-{number}", "thing", None, attributes, state.clock.ms + number)


def _slowest(connection: HTTPConnection, query: Any, sort: str) -> float:
    credentials = b64encode(b"agent@example.com/token:secret").decode()
    headers = {"Authorization": f"Basic {credentials}", "Content-Type": "application/json"}
    body = json.dumps({"query": query, "sort_by": sort})
    path, slowest = "/api/sunshine/objects/query?per_page=100", 0.0
    while path:
        began = perf_counter()
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        content = answer.read()
        slowest = max(slowest, perf_counter() - began)
        if answer.status != 200:
            raise ValueError(content)
        path = json.loads(content)["links"]["next"]
    return slowest
