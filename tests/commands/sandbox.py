"""A small server on loopback that keeps things, with its specification and stories in a project."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from contract_kit.configuration import Project, read_project
from tests.openapi.small import document, json_of
from tests.targets.hostile import Answering, Hostile, told

_ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
_THING = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {"id": {"type": "string"}, "name": {"type": "string"}},
}
_CREATE = {
    "stepId": "create",
    "operationId": "createThing",
    "requestBody": {"payload": {"name": "ck-{$inputs.run}-thing"}},
    "successCriteria": [{"condition": "$statusCode == 201"}],
    "outputs": {"id": "$response.body#/id"},
}
_AT = [{"name": "id", "in": "path", "value": "$steps.create.outputs.id"}]
SHOW = {"stepId": "show", "operationId": "showThing", "parameters": _AT}
DELETE = {
    "stepId": "delete",
    "operationId": "deleteThing",
    "parameters": _AT,
    "successCriteria": [{"condition": "$statusCode == 204"}],
}
LIST = {"stepId": "list", "operationId": "listThings"}
LIFE = ("life", [_CREATE, SHOW, DELETE])
LOOK = ("look", [LIST, {**LIST, "stepId": "again"}])


def specification(**rest: Any) -> dict[str, Any]:
    """Things that are listed, created, shown and deleted."""

    def answer(status: str, schema: Any = None) -> dict[str, Any]:
        content = {"content": json_of(schema)} if schema else {}
        return {status: {"description": "", **content}}

    body = {"content": json_of({"type": "object"})}
    things = {"type": "object", "properties": {"items": {"type": "array", "items": _THING}}}
    paging = {"items": "/items", "next": "/next"}
    create = {"operationId": "createThing", "requestBody": body, "responses": answer("201", _THING)}
    listed = {"operationId": "listThings", "responses": answer("200", things)}
    shown = {"operationId": "showThing", "responses": answer("200", _THING)}
    paths = {
        "/things": {"get": {**listed, "x-pagination": paging}, "post": create},
        "/things/{id}": {
            "get": shown,
            "delete": {"operationId": "deleteThing", "responses": answer("204")},
            "parameters": [_ID],
        },
    }
    return document(paths, **rest)


def project_in(
    folder: Path,
    *stories: tuple[str, list[Any]],
    specified: Mapping[str, Any] | None = None,
    settings: str = "",
) -> Project:
    """A project with the API `small`, its stories, and settings of it in TOML."""
    table = f"[tool.contract_kit.apis.small]\nspec = 'specs/small.json'\n{settings}"
    (folder / "pyproject.toml").write_text(f"[tool.contract_kit]\n{table}\n")
    specs = folder / "specs"
    specs.mkdir(exist_ok=True)
    (specs / "small.json").write_text(json.dumps(specified or specification()))
    workflows = [{"workflowId": name, "steps": steps} for name, steps in stories]
    source = {"name": "small", "url": "./small.json", "type": "openapi"}
    arazzo = {
        "arazzo": "1.0.1",
        "info": {"title": "Small", "version": "1"},
        "sourceDescriptions": [source],
        "workflows": workflows,
    }
    (specs / "small.arazzo.yaml").write_text(yaml.safe_dump(arazzo, sort_keys=False))
    return read_project(folder)


@dataclass
class Things:
    """What the server keeps: names by id. `refuses` are methods that are answered 500."""

    kept: dict[str, str] = field(default_factory=dict)
    refuses: set[str] = field(default_factory=set)

    def answering(self, server: Hostile) -> Answering:
        def answer(line: str) -> Iterable[bytes]:
            body = server.whole[-1].partition(b"\r\n\r\n")[2]
            method, _, path = line.partition(" ")
            return self.answer(method, path, body)

        return answer

    def answer(self, method: str, path: str, body: bytes) -> list[bytes]:
        """One answer of the API."""
        name = path.removeprefix("/things").removeprefix("/")
        if method in self.refuses:
            return told('{"error": "no"}', status=500)
        if method == "POST":
            made = str(len(self.kept) + 1)
            self.kept[made] = json.loads(body)["name"]
            return told(json.dumps({"id": made, "name": self.kept[made]}), status=201)
        if not name:
            items = [{"id": key, "name": value} for key, value in self.kept.items()]
            return told(json.dumps({"items": items}))
        if name not in self.kept:
            return told('{"error": "none"}', status=404)
        if method == "DELETE":
            del self.kept[name]
            return [b"HTTP/1.1 204 Gone\r\nConnection: close\r\n\r\n"]
        return told(json.dumps({"id": name, "name": self.kept[name]}))
