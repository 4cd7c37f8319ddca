"""A small API and what may be seen of it."""

import json
from typing import Any

from contract_kit.model.exchange import Answer, Exchange, Headers, Request
from contract_kit.model.sighting import FailedCheck, Sighting
from contract_kit.openapi.operations import read_operations
from tests.openapi.small import document, json_of

_THING = {
    "type": "object",
    "required": ["id"],
    "additionalProperties": False,
    "properties": {
        "id": {"type": "string", "minLength": 1},
        "state": {"enum": ["queued", "done"]},
        "count": {"type": ["integer", "null"], "minimum": 0},
        "name": {"type": ["string", "null"]},
        "at": {"type": ["string", "null"]},
        "day": {"type": "string", "format": "date"},
        "tags": {"type": "array", "uniqueItems": True},
        "owner": {"oneOf": [{"type": "string"}, {"type": "array"}]},
        "deep": {},
    },
}
_THINGS = {
    "type": "object",
    "required": ["data"],
    "properties": {"data": {"type": "array", "items": _THING}},
}
_RATE = {"X-Rate": {"required": True, "schema": {"type": "integer"}}}
_LISTED = {"200": {"description": "", "headers": _RATE, "content": json_of(_THINGS)}}
_FAILED = {"4XX": {"description": "", "content": {"*/*": {}}}}


def _parameter(name: str, schema: Any, honours: Any, **rest: Any) -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema, "x-honours": honours, **rest}


_LIST = {
    "operationId": "listThings",
    "x-pagination": {"items": "/data"},
    "parameters": [
        _parameter("state", {"type": "string"}, {"equals": "/state"}),
        _parameter("count", {"type": "integer"}, {"equals": "/count"}),
        _parameter("owner", {"type": "array"}, {"equals": "/owner"}),
        _parameter("sort", {"type": "string"}, {"sorted_by": {"at": "/at", "count": "/count"}}),
        _parameter("direction", {"type": "string"}, {"sorted_by": "/name"}),
    ],
    "responses": {**_LISTED, **_FAILED},
}
_SEARCH = {
    "operationId": "searchThings",
    "x-pagination": {"items": "/data"},
    "requestBody": {
        "content": json_of(
            {
                "properties": {
                    "state": {"x-honours": {"equals": "/state"}},
                    "range": {"x-honours": {"within": "/at"}},
                    "sort": {
                        "default": "at desc",
                        "x-honours": {"sorted_by": {"at": "/at", "count": "/count"}},
                    },
                }
            }
        )
    },
    "responses": {**_LISTED, **_FAILED},
}
_DROP = {"operationId": "dropThing", "responses": {"204": {"description": ""}, **_FAILED}}
_ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}

OPERATIONS = read_operations(
    document(
        {
            "/things": {"get": _LIST},
            "/search": {"post": _SEARCH},
            "/things/{id}": {"delete": _DROP, "parameters": [_ID]},
        }
    )
)
JSON: Headers = (("Content-Type", "application/json"), ("X-Rate", "10"))
DATA = b'{"data": [{"id": "a", "state": "done"}]}'


def items(*things: Any) -> bytes:
    """The body that lists things, each with an id."""
    return json.dumps(
        {"data": [{"id": str(n), **thing} for n, thing in enumerate(things)]}
    ).encode()


def seen(
    operation: str = "listThings",
    *,
    query: str = "",
    sent: Any = None,
    status: int = 200,
    headers: Headers = JSON,
    body: bytes = DATA,
    failed: str = "",
    method: str = "",
) -> Sighting:
    """One exchange of an operation; `sent` is its JSON body, `failed` a check that it failed."""
    found = OPERATIONS[operation]
    request = Request(
        method or found.method,
        f"http://127.0.0.1:5{found.path}?{query}",
        () if sent is None else JSON[:1],
        b"" if sent is None else json.dumps(sent).encode(),
    )
    checks = (FailedCheck(failed, f"{failed} said so", expected="better"),) if failed else ()
    return Sighting("small", found, Exchange(request, Answer(status, headers, body)), checks)
