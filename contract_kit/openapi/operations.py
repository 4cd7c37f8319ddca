"""Builds the operations of a contract out of a document's paths."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from contract_kit.model.contract import (
    AnswerPromise,
    Body,
    Effect,
    HeaderPromise,
    Operation,
    Parameter,
    Schema,
)
from contract_kit.model.errors import Mistake
from contract_kit.model.pointer import escape, select
from contract_kit.openapi.schemas import compiler

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_EFFECTS: dict[str, Effect] = {
    "get": "read",
    "head": "read",
    "options": "read",
    "trace": "read",
    "delete": "destroy",
}

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
    servers = document.get("servers") or [{"url": ""}]
    url = str(servers[0].get("url", ""))
    for name, variable in servers[0].get("variables", {}).items():
        url = url.replace(f"{{{name}}}", str(variable.get("default", "")))
    return url.rstrip("/")


class _Reader:
    """Walks one document; it only exists to share the document and its compiler."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document
        self._compile: _Compile = compiler(document)

    def operations(self) -> Iterator[Operation]:
        for path, item in self._document.get("paths", {}).items():
            node = self._resolve((item, f"/paths/{escape(path)}"))
            for method in METHODS:
                if method in node[0]:
                    yield self._operation(path, method, node)

    def _operation(self, path: str, method: str, item: _Node) -> Operation:
        source, pointer = item[0][method], f"{item[1]}/{method}"
        body = self._body(source, pointer)
        return Operation(
            id=source.get("operationId") or f"{method} {path}",
            method=method.upper(),
            path=path,
            effect=source.get("x-effect") or _EFFECTS.get(method, "write"),
            parameters=tuple(self._parameters(item, (source, pointer))),
            body=body,
            answers=dict(self._answers(source, pointer)),
            secured=_secured(source.get("security", self._document.get("security"))),
            refuses=tuple(source.get("x-refuses", ())),
            roles=tuple(source.get("x-roles", ())),
            honours=dict(self._honours(body)),
            pagination=source.get("x-pagination", {}),
        )

    def _parameters(self, item: _Node, operation: _Node) -> Iterator[Parameter]:
        named: dict[tuple[str, str], _Node] = {}
        for owner, pointer in (item, operation):
            for index, entry in enumerate(owner.get("parameters", ())):
                node = self._resolve((entry, f"{pointer}/parameters/{index}"))
                named[node[0]["name"], node[0]["in"]] = node
        for source, pointer in named.values():
            yield Parameter(
                name=source["name"],
                location=source["in"],
                required=bool(source.get("required")),
                schema=self._schema(source, pointer),
                explode=bool(source.get("explode", source.get("style", "form") == "form")),
                honours=_honours(source, source.get("schema", {})),
            )

    def _body(self, operation: Mapping[str, Any], pointer: str) -> Body | None:
        if "requestBody" not in operation:
            return None
        source, at = self._resolve((operation["requestBody"], f"{pointer}/requestBody"))
        return Body(bool(source.get("required")), self._content(source, at))

    def _answers(
        self, operation: Mapping[str, Any], pointer: str
    ) -> Iterator[tuple[str, AnswerPromise]]:
        for status, entry in operation.get("responses", {}).items():
            source, at = self._resolve((entry, f"{pointer}/responses/{escape(str(status))}"))
            headers = tuple(self._headers(source, at))
            name = str(status).upper() if status != "default" else "default"
            yield name, AnswerPromise(name, self._content(source, at), headers)

    def _headers(self, answer: Mapping[str, Any], pointer: str) -> Iterator[HeaderPromise]:
        for name, entry in answer.get("headers", {}).items():
            if name.lower() == "content-type":  # said by `content` (OpenAPI 3.1.1, 4.8.17)
                continue
            source, at = self._resolve((entry, f"{pointer}/headers/{escape(name)}"))
            yield HeaderPromise(name, bool(source.get("required")), self._schema(source, at))

    def _content(self, owner: Mapping[str, Any], pointer: str) -> dict[str, Schema]:
        return {
            kind.partition(";")[0].strip().lower(): self._schema(
                media, f"{pointer}/content/{escape(kind)}"
            )
            for kind, media in owner.get("content", {}).items()
        }

    def _schema(self, owner: Mapping[str, Any], pointer: str) -> Schema:
        """The schema of a parameter, header or media type; without one everything is valid."""
        if "schema" not in owner and owner.get("content"):
            kind, media = next(iter(owner["content"].items()))
            return self._schema(media, f"{pointer}/content/{escape(kind)}")
        if "schema" not in owner:
            return Schema({}, lambda _: True, lambda _: ())
        source, at = self._resolve((owner["schema"], f"{pointer}/schema"))
        return self._compile(at, source if isinstance(source, Mapping) else {})

    def _honours(self, body: Body | None) -> Iterator[tuple[str, Mapping[str, Any]]]:
        for schema in body.content.values() if body else ():
            for name, member in schema.source.get("properties", {}).items():
                source, _ = self._resolve((member, f"{name}"))
                if "x-honours" in source:
                    yield name, _honours(source, source)

    def _resolve(self, node: _Node) -> _Node:
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
            value = target[0] if isinstance(target[0], Mapping) else {}
        return value, pointer


def _honours(source: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """The `x-honours` of a parameter, with the value that holds where none is sent."""
    promised: Mapping[str, Any] = source.get("x-honours", {})
    return {**promised, "default": schema["default"]} if promised and "default" in schema else promised


def _secured(security: Any) -> bool:
    """Whether a request needs credentials: some requirement, and none of them empty."""
    return bool(security) and all(security)
