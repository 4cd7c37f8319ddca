"""Builds the operations of a contract out of a document's paths."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, get_args
from urllib.parse import unquote

from contract_kit.model.content import is_json
from contract_kit.model.contract import (
    AnswerPromise,
    Body,
    Effect,
    HeaderPromise,
    Location,
    Operation,
    Parameter,
    Schema,
)
from contract_kit.model.errors import Mistake
from contract_kit.model.pointer import escape, select
from contract_kit.openapi.members import as_mapping, list_in, mapping_in, text_in
from contract_kit.openapi.places import Said, said_in
from contract_kit.openapi.schemas import compiler

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_EFFECTS: dict[str, Effect] = {
    "get": "read",
    "head": "read",
    "options": "read",
    "trace": "read",
    "delete": "destroy",
}

_LOCATIONS: dict[str, Location] = {name: name for name in get_args(Location)}
_NO_PARAMETERS = ("accept", "content-type", "authorization")  # by OpenAPI 3.1.1, section 4.8.12

_Node = tuple[Mapping[str, Any], str]  # an object of the document and its JSON pointer
_Compile = Callable[[str, Mapping[str, Any]], Schema]


def read_operations(document: Mapping[str, Any]) -> dict[str, Operation]:
    """The operations of a document by id, in the document's order.

    An operation without an `operationId` is named by method and path. Raises `Mistake` with the
    place where a reference leads nowhere or an id stands twice.
    """
    reader = _Reader(document)
    found: dict[str, Operation] = {}
    for operation in reader.operations():
        if operation.id in found:
            raise Mistake(f"operationId {operation.id!r} stands twice, it must be unique")
        found[operation.id] = operation
    if not found:
        raise Mistake("no operation is described under `paths`")
    return found


def server_url(document: Mapping[str, Any]) -> str:
    """The first server's URL with its variables' defaults, without a slash at the end."""
    servers = list_in(document, "servers", "")
    if not servers:
        return ""
    server = as_mapping(servers[0], "/servers/0")
    url = str(server.get("url", ""))
    for name, entry in mapping_in(server, "variables", "/servers/0").items():
        variable = as_mapping(entry, f"/servers/0/variables/{escape(name)}")
        url = url.replace(f"{{{name}}}", str(variable.get("default", "")))
    return url.rstrip("/")


class _Reader:
    """Walks one document; it only exists to share the document and its compiler."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._compile: _Compile = compiler(document)

    def operations(self) -> Iterator[Operation]:
        for path, item in mapping_in(self._document, "paths", "").items():
            if path.startswith("x-"):
                continue
            pointer = f"/paths/{escape(path)}"
            if not path.startswith("/"):
                raise Mistake(f"{pointer}: a path begins with '/'")
            node = self._resolve((item, pointer))
            for method in METHODS:
                if method in node[0]:
                    yield self._operation(path, method, node)

    def _operation(self, path: str, method: str, item: _Node) -> Operation:
        pointer = f"{item[1]}/{method}"
        source = as_mapping(item[0][method], pointer)
        body = self._body(source, pointer)
        owner = source if "security" in source else self._document
        return Operation(
            id=text_in(source, "operationId", pointer, f"{method} {path}"),
            method=method.upper(),
            path=path,
            effect=source.get("x-effect") or _EFFECTS.get(method, "write"),
            parameters=tuple(self._parameters(path, item, (source, pointer))),
            body=body,
            answers=dict(self._answers(source, pointer)),
            secured=_secured(list_in(owner, "security", pointer if owner is source else "")),
            refuses=tuple(source.get("x-refuses", ())),
            roles=tuple(source.get("x-roles", ())),
            honours=dict(self._honours(body)),
            pagination=source.get("x-pagination", {}),
        )

    def _parameters(self, path: str, item: _Node, operation: _Node) -> Iterator[Parameter]:
        named: dict[tuple[str, str], _Node] = {}
        for owner, pointer in (item, operation):
            for index, entry in enumerate(list_in(owner, "parameters", pointer)):
                source, at = self._resolve((entry, f"{pointer}/parameters/{index}"))
                named[text_in(source, "name", at), text_in(source, "in", at)] = source, at
        for (name, location), (source, at) in named.items():
            if location not in _LOCATIONS:
                raise Mistake(f"{at}/in: {location!r} is none of {', '.join(_LOCATIONS)}")
            if location == "path" and f"{{{name}}}" not in path:
                raise Mistake(f"{at}: the path {path} has no {{{name}}}")
            if location == "header" and name.lower() in _NO_PARAMETERS:
                continue
            schema = self._schema(source, at)
            yield Parameter(
                name=name,
                location=_LOCATIONS[location],
                required=bool(source.get("required")),
                schema=schema,
                explode=bool(source.get("explode", source.get("style", "form") == "form")),
                honours=_honours(source, schema.source),
            )

    def _body(self, operation: Mapping[str, Any], pointer: str) -> Body | None:
        if operation.get("requestBody") is None:
            return None
        source, at = self._resolve((operation["requestBody"], f"{pointer}/requestBody"))
        return Body(bool(source.get("required")), self._content(source, at))

    def _answers(
        self, operation: Mapping[str, Any], pointer: str
    ) -> Iterator[tuple[str, AnswerPromise]]:
        for status, entry in mapping_in(operation, "responses", pointer).items():
            if status.startswith("x-"):
                continue
            source, at = self._resolve((entry, f"{pointer}/responses/{escape(status)}"))
            name = status if status == "default" else status.upper()
            headers = tuple(self._headers(source, at))
            content = self._content(source, at)
            bodies = [schema for kind, schema in content.items() if is_json(kind)]
            said = said_in(bodies[0], self._document) if bodies else Said()
            marks = said.lifecycles, said.free, said.volatile, said.promised
            yield name, AnswerPromise(name, content, headers, *marks)

    def _headers(self, answer: Mapping[str, Any], pointer: str) -> Iterator[HeaderPromise]:
        for name, entry in mapping_in(answer, "headers", pointer).items():
            if name.lower() == "content-type":  # said by `content` (OpenAPI 3.1.1, 4.8.17)
                continue
            source, at = self._resolve((entry, f"{pointer}/headers/{escape(name)}"))
            yield HeaderPromise(name, bool(source.get("required")), self._schema(source, at))

    def _content(self, owner: Mapping[str, Any], pointer: str) -> dict[str, Schema]:
        found = {}
        for kind, entry in mapping_in(owner, "content", pointer).items():
            at = f"{pointer}/content/{escape(kind)}"
            found[kind.partition(";")[0].strip().lower()] = self._schema(as_mapping(entry, at), at)
        return found

    def _schema(self, owner: Mapping[str, Any], pointer: str) -> Schema:
        """The schema of a parameter, header or media type; without one everything is valid."""
        content = mapping_in(owner, "content", pointer)
        if "schema" not in owner and content:
            kind, media = next(iter(content.items()))
            at = f"{pointer}/content/{escape(kind)}"
            return self._schema(as_mapping(media, at), at)
        if "schema" not in owner:
            return Schema({}, lambda _: True, lambda _: ())
        entry, at = owner["schema"], f"{pointer}/schema"
        if isinstance(entry, bool):
            return self._compile(at, {})
        return self._compile(at, {**self._resolve((entry, at))[0], **_siblings(entry)})

    def _honours(self, body: Body | None) -> Iterator[tuple[str, Mapping[str, Any]]]:
        for schema in body.content.values() if body else ():
            for name, member in mapping_in(schema.source, "properties", "").items():
                if isinstance(member, Mapping):
                    source = {**self._resolve((member, name))[0], **_siblings(member)}
                    if "x-honours" in source:
                        yield name, _honours(source, source)

    def _resolve(self, node: tuple[Any, str]) -> _Node:
        """The node itself, or what its chain of references leads to."""
        value, pointer, seen = *node, set[str]()
        while isinstance(value, Mapping) and isinstance(value.get("$ref"), str):
            reference = value["$ref"]
            if reference in seen:
                raise Mistake(f"{pointer}: the reference {reference} leads to itself")
            seen.add(reference)
            if not reference.startswith("#/"):
                raise Mistake(f"{pointer}: {reference} is outside the document; bundle it first")
            pointer, origin = unquote(reference[1:]), pointer
            target = list(select(self._document, pointer))
            if not target:
                raise Mistake(f"{origin}: the reference {reference} leads nowhere")
            value = {} if isinstance(target[0], bool) else target[0]  # a schema may be one
        return as_mapping(value, pointer), pointer


def _siblings(schema: Mapping[str, Any]) -> dict[str, Any]:
    """What stands beside a reference, and holds besides it (OpenAPI 3.1.1, section 4.8.24)."""
    return {key: value for key, value in schema.items() if key != "$ref"}


def _honours(source: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """The `x-honours` of a parameter, with the value that holds where none is sent."""
    promised: Mapping[str, Any] = source.get("x-honours", {})
    if not promised or "default" not in schema:
        return promised
    return {**promised, "default": schema["default"]}


def _secured(security: list[Any]) -> bool:
    """Whether a request needs credentials: some requirement, and none of them empty."""
    return bool(security) and all(security)
