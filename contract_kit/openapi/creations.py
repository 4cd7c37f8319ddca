"""Says what a request has created, and which request would delete it again.

The specification says it by a link from the answer to an operation that destroys. Where it has
none, the usual form of a collection does: what a POST has created (201) below its own path can be
deleted there, by its `Location` or by the id in its body.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode, urljoin, urlsplit

from contract_kit.model.content import Unreadable
from contract_kit.model.contract import Contract, Match, Operation
from contract_kit.model.exchange import Exchange, Request
from contract_kit.model.pointer import escape
from contract_kit.openapi.links import Link, Place, as_text, filled, links_of
from contract_kit.openapi.things import (
    PARAMETER,
    Item,
    Named,
    Naming,
    Thing,
    form,
    item_of,
    pairs_of,
    stem,
)

_CREATED = 201
_LOCATION = "$response.header.Location"
_TOLD = re.compile(r"\$(response\.|request\.(body|header))")  # and not by the request's address
_Values = Mapping[Place, str]
_NOWHERE = ("", None)


def deleter_of(contract: Contract, operation: Operation) -> Operation | None:
    """The operation that deletes what another creates, as far as the specification says so."""
    for status in operation.answers:
        if status[0] in "2d":  # 201, 2XX, default
            for link in _deleting(contract, operation, status):
                return link.operation
    below = operation.answer(_CREATED) is not None
    return _deleter_below(contract, operation) if below else None


def thing_of(contract: Contract, server: str, match: Match, exchange: Exchange) -> Thing | None:
    """What a request has created, or has found there; None where nobody knows how to delete it.

    `server` is the URL that all requests begin with, without a slash at the end.
    """
    status = exchange.answer.status
    promise = match.operation.answer(status)
    if status // 100 != 2:
        return None
    case = _Case(contract, server, match, exchange)
    for link in _deleting(contract, match.operation, promise.status) if promise else ():
        values = filled(link, match, exchange)
        sources = {place: str(source) for place, source in link.parameters.items()}
        found = _thing(case, link.operation, values, sources) if values is not None else None
        if found is not None:
            return found
    below = _deleter_below(contract, match.operation) if status == _CREATED else None
    return _thing_below(case, below) if below is not None else None


@dataclass(frozen=True, slots=True)
class _Case:
    """A request that was answered."""

    contract: Contract
    server: str
    match: Match
    exchange: Exchange

    def found(self, method: str, path: str) -> Match | None:
        """The operation of a path that begins with the server's."""
        return self.contract.find(method, path.removeprefix(urlsplit(self.server).path))


def _deleting(contract: Contract, operation: Operation, status: str) -> Iterator[Link]:
    """The links by which an answer says how to delete what its request has created.

    What the request's own query names was there before.
    """
    if operation.effect != "write" or operation.method not in ("POST", "PUT"):
        return
    for link in links_of(contract, operation, status):
        told = stem(link.operation.path) == form(operation.path) or _is_told(link.parameters)
        if link.operation.effect == "destroy" and told:
            yield link


def _is_told(sources: Mapping[Place, object]) -> bool:
    """Whether an answer or a body names a thing, and not the address of the request alone."""
    return any(_TOLD.search(str(source)) for source in sources.values())


def _deleter_below(contract: Contract, operation: Operation) -> Operation | None:
    """The operation that deletes an item of the collection that an operation posts to."""
    if operation.method != "POST" or operation.effect != "write":
        return None
    wanted = f"{form(operation.path)}/{{}}"
    for one in contract.operations.values():
        if (one.method, one.effect, form(one.path)) == ("DELETE", "destroy", wanted):
            return one
    return None


def _thing_below(case: _Case, deleter: Operation) -> Thing | None:
    *above, last = PARAMETER.findall(deleter.path)
    source, name = _LOCATION, _located(case, deleter)
    if name is None:
        source, name = _named(case.exchange, (last, "id"))
    if name is None:
        return None
    given = list(zip(above, case.match.arguments.items(), strict=True))
    values: dict[Place, str] = {("path", key): value for key, (_, value) in given}
    sources: dict[Place, str] = {("path", key): f"$request.path.{one}" for key, (one, _) in given}
    return _thing(
        case, deleter, {**values, ("path", last): name}, {**sources, ("path", last): source}
    )


def _located(case: _Case, deleter: Operation) -> str | None:
    """The last argument of the path that `Location` leads to, on the same host and below."""
    location = case.exchange.answer.named.get("location", "")
    try:
        there, here = urlsplit(urljoin(case.exchange.request.url, location)), urlsplit(case.server)
    except ValueError:
        return None
    if (there.scheme, there.netloc) != (here.scheme, here.netloc):
        return None
    found = case.found("DELETE", there.path)
    if found is None or found.operation.id != deleter.id:
        return None
    *above, last = found.arguments.values()
    return last if above == list(case.match.arguments.values()) else None


def _named(exchange: Exchange, names: tuple[str, ...]) -> tuple[str, str | None]:
    """Where in a body a thing's name stands, and the name; nowhere where two places disagree."""
    try:
        body = exchange.answer.json
    except Unreadable:
        return _NOWHERE
    if not isinstance(body, Mapping):
        return _NOWHERE
    inner = [(f"/{escape(key)}", one) for key, one in body.items() if isinstance(one, Mapping)]
    holders = [("", body), *(inner if len(inner) == 1 else ())]
    for name in names:
        found = [(at, as_text(holder[name])) for at, holder in holders if name in holder]
        if found:
            at, text = found[0]
            agreed = all(one == text for _, one in found)
            return (f"$response.body#{at}/{escape(name)}", text) if agreed else _NOWHERE
    return _NOWHERE


def _thing(
    case: _Case, deleter: Operation, values: _Values, sources: Mapping[Place, str]
) -> Thing | None:
    deletion = _request(case.server, deleter, values)
    found = case.found(deletion.method, deletion.path) if deletion is not None else None
    if deletion is None or found is None:
        return None
    if frozenset(found.arguments.items()) != _of(values, "path"):
        return None  # a name that leads to another operation, or is spelled as another name
    item = item_of(found)
    namings = frozenset(_namings(case, frozenset(sources.values())))
    return Thing(deleter.id, deletion, item, namings, _is_new(case, item, sources))


def _request(server: str, operation: Operation, values: _Values) -> Request | None:
    """A request with these parameters; None where it would lack one, or lead to another path."""
    in_path: list[Place] = [("path", name) for name in PARAMETER.findall(operation.path)]
    needed = {(one.location, one.name) for one in operation.parameters if one.required}
    if not needed.union(in_path) <= set(values) or (operation.body and operation.body.required):
        return None
    path = operation.path
    for place in in_path:
        if values[place] in ("", ".", ".."):
            return None
        path = path.replace(f"{{{place[1]}}}", quote(values[place], safe=""))
    query = [(name, value) for (where, name), value in values.items() if where == "query"]
    headers = [(name, value) for (where, name), value in values.items() if where == "header"]
    asked = f"?{urlencode(query, quote_via=quote)}" if query else ""
    return Request(operation.method, f"{server}{path}{asked}", tuple(headers))


def _namings(case: _Case, known: frozenset[str]) -> Iterator[Naming]:
    """What other links of the answer name by the same parts of it as the deletion does."""
    operation = case.match.operation
    promise = operation.answer(case.exchange.answer.status)
    for link in links_of(case.contract, operation, promise.status) if promise else ():
        values = filled(link, case.match, case.exchange)
        if values and {str(source) for source in link.parameters.values()} <= known:
            yield Naming(link.operation.id, _of(values, "path"), _of(values, "query"))


def _is_new(case: _Case, item: Item | None, sources: Mapping[Place, str]) -> bool:
    """Whether a request has created a thing, and did not itself name it in its path or query."""
    status, own = case.exchange.answer.status, item_of(case.match)
    if own is not None and own == item and form(case.match.operation.path) == own[0]:
        return status == _CREATED
    if item is None:
        return _is_told(sources)
    if own is not None and own[0].startswith(item[0]) and own[1][: len(item[1])] == item[1]:
        return False
    asked = {value for _, value in pairs_of(case.exchange.request)}
    return status == _CREATED or item[1][-1] not in asked


def _of(values: _Values, location: str) -> Named:
    return frozenset((name, value) for (where, name), value in values.items() if where == location)
