"""A small shop: its operations, what its answers look like, and journeys through it."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from contract_kit.model.exchange import Answer, Exchange, Headers, Request
from contract_kit.model.sighting import Journey, Sighting
from contract_kit.openapi.operations import read_operations
from tests.openapi.small import document, json_of

SERVER = "https://shop.example.com/api"

_BOOK = {
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "price": {"type": "integer", "minimum": 0},
        "printed": {"type": "string", "format": "date"},
        "cursor": {"x-volatile": "cursor"},
        "note": {"x-free": True},
        "pass": {"x-volatile": "token"},
    },
}
_DATED = {"X-Dated": {"schema": {"type": "string"}}, "X-Must": {"required": True, "schema": {}}}
_ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {"error": {"type": ["string", "object", "integer"]}},
}
_FAILED = {
    "4XX": {
        "description": "",
        "content": {**json_of(_ERROR), "text/plain": {}, "application/problem+json": {}},
    },
    "503": {"description": ""},
}


def _answers(schema: Any, *statuses: str) -> dict[str, Any]:
    content = {**json_of(schema), "application/vnd.shop+json": {}}
    told = {"description": "", "headers": _DATED, "content": content}
    return {**dict.fromkeys(statuses, told), **_FAILED}


_ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string", "maxLength": 9}}
_SIZE = {"name": "size", "in": "query", "schema": {"type": "integer", "maximum": 100}}
_SHELF = {"type": "object", "properties": {"data": {"type": "array", "items": _BOOK}}}
_SHOWN = {"type": "object", "properties": {"book": _BOOK, "id": {}}}

SHOP = read_operations(
    document(
        {
            "/books": {
                "get": {
                    "operationId": "listBooks",
                    "x-pagination": {"items": "/data", "identity": "/id"},
                    "parameters": [
                        _SIZE,
                        {"name": "X-Mode", "in": "header", "schema": {"enum": ["a"]}},
                    ],
                    "responses": _answers(_SHELF, "200"),
                },
                "post": {
                    "operationId": "createBook",
                    "requestBody": {"content": json_of(_SHOWN)},
                    "responses": _answers(_SHOWN, "200", "201", "202"),
                },
            },
            "/books/{id}": {
                "parameters": [_ID],
                "get": {"operationId": "showBook", "responses": _answers(_SHOWN, "200")},
                "put": {
                    "operationId": "updateBook",
                    "requestBody": {"content": json_of(_BOOK)},
                    "responses": _answers(_BOOK, "200"),
                },
            },
        }
    )
)
JSON: Headers = (("Content-Type", "application/json"), ("X-Must", "1"))


def answer(body: Any = None, status: int = 200, **headers: str) -> Answer:
    """An answer of the shop; the names of headers have `_` in place of the hyphen."""
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    kept = tuple((name, value) for name, value in JSON if name not in named)
    content = body if isinstance(body, str) else json.dumps({} if body is None else body)
    return Answer(status, (*kept, *named.items()), content.encode())


def visit(
    operation: str,
    came: Answer,
    *,
    path: str = "/books",
    sent: Any = None,
    headers: Headers = (),
    number: int = 1,
) -> Sighting:
    """One exchange of a story; `path` may have a query."""
    found = SHOP[operation]
    body = b"" if sent is None else json.dumps(sent).encode()
    asked = Request(found.method, SERVER + path, (*JSON[:1], *headers), body)
    return Sighting("small", found, Exchange(asked, came), step="step", number=number)


def journey(*sightings: Sighting) -> Journey:
    """These exchanges in this order."""
    return Journey("small", "story", SERVER, sightings)


def many(values: Iterable[Answer], times: int = 60) -> Sequence[Answer]:
    """The same answers over and over, as a baseline has them."""
    return [one for _ in range(times) for one in values]
