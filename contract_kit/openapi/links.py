"""Reads OpenAPI links: how an answer names the things that other requests are about.

Of the runtime expressions (OpenAPI 3.1.1, Link Object) it knows those that can name a thing:
`$request.path.NAME`, `$request.query.NAME`, `$request.header.NAME`, `$request.body#/POINTER`,
`$response.header.NAME` and `$response.body#/POINTER`, alone or in braces within a text.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, unquote

from contract_kit.model.content import Unreadable, parse_json
from contract_kit.model.contract import Contract, Location, Match, Operation
from contract_kit.model.exchange import Exchange, header
from contract_kit.model.pointer import select, tokens

Place = tuple[Location, str]  # a parameter by where it stands and its name

_EXPRESSION = re.compile(
    r"\$(?P<of>request|response)\."
    r"(?:(?P<where>path|query|header)\.(?P<name>[^#\s{}]+)|body(?:#(?P<pointer>(?:/[^{}]*)?))?)"
)
_EMBEDDED = re.compile(r"\{(\$[^{}]*)\}")
_LOCATIONS: Mapping[str, Location] = {
    "path": "path",
    "query": "query",
    "header": "header",
    "cookie": "cookie",
}


@dataclass(frozen=True, slots=True)
class Link:
    """A way from an answer to another operation, with what each parameter is filled from."""

    operation: Operation
    parameters: Mapping[Place, Any]


def links_of(contract: Contract, operation: Operation, status: str) -> Iterator[Link]:
    """The links of an operation's answer, whose `status` is as in `AnswerPromise`.

    Left out are those to no operation of the document, and those that name an unknown parameter.
    """
    document = contract.document
    item = _resolved(document, document["paths"].get(operation.path))
    described = _resolved(document, item.get(operation.method.lower()))
    for key, response in _resolved(document, described.get("responses")).items():
        if status in (key, key.upper()):
            for link in _resolved(document, _resolved(document, response).get("links")).values():
                found = _link(contract, _resolved(document, link))
                if found is not None:
                    yield found


def filled(link: Link, match: Match, exchange: Exchange) -> Mapping[Place, str] | None:
    """The parameters of a link as texts; None where one of them has no text or whole number."""
    values = {place: _filled(given, match, exchange) for place, given in link.parameters.items()}
    texts = {place: as_text(value) for place, value in values.items()}
    known = {place: text for place, text in texts.items() if text is not None}
    return known if len(known) == len(texts) else None


def as_text(value: object) -> str | None:
    """The text by which a value names a thing in a URL; None where it can name none."""
    if isinstance(value, bool) or not isinstance(value, str | int):
        return None
    return str(value)


def _link(contract: Contract, source: Mapping[str, Any]) -> Link | None:
    operation = _target(contract, source)
    given = source.get("parameters", {})
    if operation is None or not isinstance(given, Mapping):
        return None
    placed = {_place(operation, name): value for name, value in given.items()}
    known = {place: value for place, value in placed.items() if place is not None}
    return Link(operation, known) if len(known) == len(given) else None


def _target(contract: Contract, source: Mapping[str, Any]) -> Operation | None:
    if "operationId" in source:
        return contract.operations.get(str(source["operationId"]))
    _, mark, pointer = str(source.get("operationRef", "")).partition("#/paths/")
    path, _, method = unquote(pointer).rpartition("/")
    if not mark or not path:
        return None
    (name,) = tokens(f"/{path}")[:1]
    wanted = name, method.upper()
    found = (one for one in contract.operations.values() if (one.path, one.method) == wanted)
    return next(found, None)


def _place(operation: Operation, name: str) -> Place | None:
    """The parameter that a link means, by its name or by `location.name`."""
    location, _, rest = name.partition(".")
    for one in operation.parameters:
        if one.name == name or (one.location == _LOCATIONS.get(location) and one.name == rest):
            return one.location, one.name
    return None


def _filled(given: Any, match: Match, exchange: Exchange) -> Any:
    if not isinstance(given, str):
        return given
    whole = _EXPRESSION.fullmatch(given)
    if whole:
        return _value(whole, match, exchange)
    parts = _EMBEDDED.split(given)
    for at in range(1, len(parts), 2):
        found = _EXPRESSION.fullmatch(parts[at])
        text = as_text(_value(found, match, exchange)) if found else None
        if text is None:
            return None
        parts[at] = text
    return None if given.startswith("$") else "".join(parts)


def _value(found: re.Match[str], match: Match, exchange: Exchange) -> Any:
    message = exchange.request if found["of"] == "request" else exchange.answer
    if found["where"] == "header":
        return header(message.headers, found["name"])
    if found["where"] is None:
        return _in_body(message.body, found["pointer"] or "")
    if found["of"] == "response":
        return None
    if found["where"] == "path":
        return match.arguments.get(found["name"])
    return dict(parse_qsl(exchange.request.query, keep_blank_values=True)).get(found["name"])


def _in_body(body: bytes, pointer: str) -> Any:
    try:
        return next(select(parse_json(body), pointer), None)
    except Unreadable:
        return None


def _resolved(document: Mapping[str, Any], node: Any) -> Mapping[str, Any]:
    """An object of the document behind its references; an empty one where there is none."""
    seen = set[str]()
    while isinstance(node, Mapping) and isinstance(node.get("$ref"), str):
        reference = node["$ref"]
        if reference in seen or not reference.startswith("#/"):
            return {}
        seen.add(reference)
        node = next(select(document, unquote(reference[1:])), None)
    return node if isinstance(node, Mapping) else {}
