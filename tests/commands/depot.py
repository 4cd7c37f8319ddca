"""A server on loopback in the place of somebody's sandbox, and what a run has done to it.

It is asked under the address 0.0.0.0, which leads to this machine and yet is none of its names: to
the kit it is a server elsewhere, with all that is different there.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from contract_kit.configuration import Project
from tests.commands.sandbox import project_in
from tests.openapi.small import document, json_of
from tests.targets.hostile import Answering, Hostile, hostile, said, told

SANDBOX = "sandbox = true"
_NAMED = {"type": "object", "required": ["name"], "properties": {"name": {"type": "string"}}}
_KEPT = {
    "type": "object",
    "required": ["id", "name"],
    "properties": {"id": {"type": "string"}, "name": {"type": "string"}},
}


def at(name: str) -> dict[str, Any]:
    """A parameter in a path."""
    return {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}


def answers(*statuses: str, schema: Any = None, **rest: Any) -> dict[str, Any]:
    """The answers of an operation, the first with a schema."""
    error = {"description": "", "content": json_of({"type": "object"})}
    content = {"content": json_of(schema)} if schema else {}
    return {
        **dict.fromkeys(statuses[1:], error),
        statuses[0]: {"description": "", **content} | rest,
    }


def specification(**rest: Any) -> dict[str, Any]:
    """Things with notes below them, boxes that only a link says how to delete, and the rest."""
    body = {"requestBody": {"required": True, "content": json_of(_NAMED)}}
    listed = {"type": "object", "properties": {"items": {"type": "array", "items": _KEPT}}}
    known, errors = ("200", "400", "404"), ("400", "404")
    key = "$response.body#/box/id"
    empty = {"operationId": "emptyBox", "parameters": {"key": key}}
    links = {
        "delete": {"operationId": "discardBox", "parameters": {"key": key}},
        "empty": empty,
        "owner": {"operationId": "changeUser", "parameters": {"user": "$response.body#/box/owner"}},
    }
    same = {"operationId": "deleteThing", "parameters": {"id": "$request.path.id"}}
    changed = {"schema": _KEPT, "links": {"delete": same}}
    box = {"type": "object", "properties": {"box": _KEPT}}
    paths = {
        "/things": {
            "get": {"operationId": "listThings", "responses": answers("200", schema=listed)},
            "post": {"operationId": "addThing", **body}
            | {"responses": answers("201", "400", schema=_KEPT)},
        },
        "/things/{id}": {
            "parameters": [at("id")],
            "get": {"operationId": "showThing", "responses": answers(*known, schema=_KEPT)},
            "put": {"operationId": "changeThing", **body}
            | {"responses": answers(*known, **changed)},
            "delete": {"operationId": "deleteThing", "responses": answers("204", *errors)},
        },
        "/things/{id}/notes": {
            "parameters": [at("id")],
            "post": {"operationId": "addNote", **body}
            | {"responses": answers("201", "200", *errors, schema=_KEPT)},
        },
        "/things/{id}/notes/{note}": {
            "parameters": [at("id"), at("note")],
            "delete": {"operationId": "deleteNote", "responses": answers("204", *errors)},
        },
        "/boxes": {
            "post": {"operationId": "addBox", **body}
            | {"responses": answers("200", "400", schema=box, links=links)},
        },
        "/boxes/{key}/discard": {
            "parameters": [at("key")],
            "post": {"operationId": "discardBox", "x-effect": "destroy"}
            | {"responses": answers("204", *errors)},
        },
        "/empty-boxes/{key}": {
            "parameters": [at("key")],
            "put": {"operationId": "emptyBox", "responses": answers("200", *errors, schema=_KEPT)},
        },
        "/users/{user}": {
            "parameters": [at("user")],
            "patch": {"operationId": "changeUser", "responses": answers(*known, schema=_KEPT)},
        },
        "/settings": {
            "put": {"operationId": "changeSettings", "responses": answers("200", schema=_KEPT)}
        },
        "/jobs": {"post": {"operationId": "addJob", "responses": answers("202", schema=_KEPT)}},
    }
    return document(paths, **rest)


@dataclass
class Depot:
    """What the server keeps, by path, what was `made` of it, and what is `gone` since.

    `foreign` is what was there before; `trespasses` are the requests that would have changed what
    no request has created, or what was deleted and might be somebody else's again. `refuses` and
    `mutes` have the beginnings of lines that are answered 500, and 201 without a word; those of
    `hangs` are not answered as long as they are there.
    """

    foreign: set[str] = field(
        default_factory=lambda: {"/things/1", "/things/1/notes/2", "/boxes/3"}
    )
    kept: set[str] = field(default_factory=set)
    made: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    trespasses: list[str] = field(default_factory=list)
    refuses: tuple[str, ...] = ()
    mutes: tuple[str, ...] = ()
    hangs: tuple[str, ...] = ()
    number: int = 10

    @contextmanager
    def open(self) -> Iterator[Hostile]:
        """The server, with all that arrives."""

        def answering(server: Hostile) -> Answering:
            def answer(line: str) -> Iterable[bytes]:
                while line.startswith(self.hangs) and not server.ended.wait(0.02):
                    yield b""
                yield from self.answer(line)

            return answer

        with hostile(answering) as server:
            yield server

    def answer(self, line: str) -> list[bytes]:
        """One answer."""
        method, _, address = line.partition(" ")
        path = address.partition("?")[0]
        if line.startswith(self.refuses):
            return told('{"error": "no"}', status=500)
        if line.startswith(self.mutes):
            return told("{}", status=201)
        if path == "/things" and method == "GET":
            things = sorted(one for one in self.foreign | self.kept if one.count("/") == 2)
            items = [{"id": one.rpartition("/")[2], "name": "n"} for one in things]
            return told(json.dumps({"items": items}))
        if path in ("/things", "/boxes") and method == "POST":
            return self._add(path)
        return self._item(method, path)

    def _item(self, method: str, path: str) -> list[bytes]:
        there = path.removesuffix("/discard").removesuffix("/notes")
        there = there.replace("/empty-boxes/", "/boxes/")
        if method != "GET" and there not in self.made - self.gone:
            self.trespasses.append(f"{method} {path}")
        if there not in self.kept | self.foreign:
            return told('{"error": "none"}', status=404)
        if path.endswith("/notes"):
            return self._add(path)
        if method == "DELETE" or path.endswith("/discard"):
            self.kept = {one for one in self.kept if not f"{one}/".startswith(f"{there}/")}
            self.gone.add(there)
            return said(204)
        return told(json.dumps({"id": there.rpartition("/")[2], "name": "n"}))

    def _add(self, path: str) -> list[bytes]:
        self.number += 1
        self.kept.add(f"{path}/{self.number}")
        self.made.add(f"{path}/{self.number}")
        item = {"id": str(self.number), "name": "n"}
        if path == "/boxes":
            return told(json.dumps({"box": {**item, "owner": "3"}}))
        return told(json.dumps(item), status=201)


def asked(server: Hostile, *methods: str) -> list[str]:
    """What arrived, of some methods only where there are any."""
    return [line for line in server.lines if not methods or line.startswith(methods)]


def elsewhere(server: Hostile) -> str:
    """The address of a server as if it were not on this machine."""
    return f"http://0.0.0.0:{server.port}"


def project_of(folder: Path, *stories: tuple[str, list[Any]], **changed: Any) -> Project:
    """A project that has the depot for its sandbox."""
    return project_in(folder, *stories, specified={**specification(), **changed}, settings=SANDBOX)
