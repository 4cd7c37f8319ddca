"""Small documents and the contracts that they make."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from contract_kit import openapi
from contract_kit.model.contract import Contract, Match, Operation

OK = {"200": {"description": "Fine"}}


def json_of(schema: Any) -> dict[str, Any]:
    """The `content` of a message with one JSON schema."""
    return {"application/json": {"schema": schema}}


def document(paths: Mapping[str, Any], **rest: Any) -> dict[str, Any]:
    """A document of OpenAPI 3.1 with these paths, unless the rest says otherwise."""
    return {"openapi": "3.1.0", "info": {"title": "Small", "version": "1"}, "paths": paths, **rest}


def load(folder: Path, source: Any) -> Contract:
    """The contract of a document, by way of a file as users have it."""
    path = folder / "small.json"
    path.write_text(source if isinstance(source, str) else json.dumps(source), encoding="utf-8")
    return openapi.load(path)


def operation(folder: Path, described: Mapping[str, Any], **rest: Any) -> Operation:
    """The one operation of a document: `GET /things/{id}` in `folder`."""
    described = {"operationId": "do", "responses": OK, **described}
    parameter = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    item = {"get": described, "parameters": [parameter]}
    return load(folder, document({"/things/{id}": item}, **rest)).operations["do"]


def match(found: Operation, **arguments: str) -> Match:
    """The operation as a request with these arguments in its path finds it."""
    return Match(found, {"id": "1", **arguments})
