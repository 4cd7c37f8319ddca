"""Holds a message against its operation: what of a request or an answer breaks the specification.

The same two questions serve everywhere: the judge asks them of exchanges, the emulator of the
requests that it gets. A place is `status`, `header:Name`, `query:name`, `path:name` or `body`.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl

from contract_kit.model.content import FORM, Unreadable, is_structured, parse
from contract_kit.model.contract import AnswerPromise, Breach, Match, Operation, Parameter, Schema
from contract_kit.model.exchange import Answer, Headers, Request, header, media_type
from contract_kit.model.literal import meant, meant_again, scalar
from contract_kit.model.remembering import remembered
from contract_kit.model.sighting import Sighting


@dataclass(frozen=True, slots=True)
class Misfit:
    """A breach and the place of the message where it is."""

    place: str
    breach: Breach


@dataclass(frozen=True, slots=True)
class Reading:
    """A request as its operation understands it: decoded arguments by location, the body's value.

    Parameters that were not sent are absent; `body` is None where none was sent.
    """

    path: Mapping[str, Any] = field(default_factory=dict)
    query: Mapping[str, Any] = field(default_factory=dict)
    headers: Mapping[str, Any] = field(default_factory=dict)
    body: Any = None
    misfits: tuple[Misfit, ...] = ()


def read_request(match: Match, query: str, headers: Headers, body: bytes) -> Reading:
    """Decodes a request by its operation and collects every misfit on the way.

    Only what the operation names is decoded; a specification says nothing of other parameters.
    """
    operation, misfits = match.operation, []
    sent: Mapping[str, Sequence[str]] = _pairs(query)
    values: dict[str, dict[str, Any]] = {"path": {}, "query": {}, "header": {}, "cookie": {}}
    for parameter in operation.parameters:
        texts = _texts(parameter, match.arguments, sent, headers)
        if texts is None:
            if parameter.required:
                misfits.append(Misfit(_place(parameter), _missing(parameter.name)))
            continue
        exploded = parameter.explode and parameter.location == "query"
        value, fits = meant(parameter.schema, texts[-1], texts if exploded else None)
        values[parameter.location][parameter.name] = value
        if not fits:
            found = parameter.schema.breaches(value)
            misfits += [Misfit(_place(parameter), breach) for breach in found]
    content, faults = _read_body(operation, headers, body)
    return Reading(values["path"], values["query"], values["header"], content, (*misfits, *faults))


def misfits_of_request(match: Match, request: Request) -> tuple[Misfit, ...]:
    """What of a sent request breaks the specification."""
    return read_request(match, request.query, request.headers, request.body).misfits


def misfits_of_answer(operation: Operation, method: str, answer: Answer) -> tuple[Misfit, ...]:
    """What of an answer breaks the specification: status, media type, headers, body."""
    promise = operation.answer(answer.status)
    if promise is None:
        documented = ", ".join(operation.answers)
        message = f"status {answer.status} is not documented, documented are {documented}"
        breach = Breach((), "status", documented, str(answer.status), message)
        return (Misfit("status", breach),)
    found = _misfits_of_headers(promise, answer)
    if method != "HEAD":
        found += _misfits_of_content(promise, answer)
    return tuple(found)


@remembered
def misfits_of(sighting: Sighting) -> tuple[Misfit, ...]:
    """What of the answer that was seen breaks the specification."""
    exchange = sighting.exchange
    return misfits_of_answer(sighting.operation, exchange.request.method, exchange.answer)


def _misfits_of_headers(promise: AnswerPromise, answer: Answer) -> list[Misfit]:
    found: list[Misfit] = []
    named = answer.named
    for promised in promise.headers:
        text = named.get(promised.name.lower())
        if text is not None:
            value, fits = meant_again(promised.schema, text)
            if not fits:
                breaches = promised.schema.breaches(value)
                found += [Misfit(f"header:{promised.name}", breach) for breach in breaches]
        elif promised.required:
            found.append(Misfit(f"header:{promised.name}", _missing(promised.name)))
    return found


def _misfits_of_content(promise: AnswerPromise, answer: Answer) -> list[Misfit]:
    if not promise.content:
        if not answer.body:
            return []
        size = f"{len(answer.body)} bytes"
        message = f"a body of {size} where none is documented"
        return [Misfit("body", Breach((), "content", "no body", size, message))]
    kind = answer.media_type
    schema = _schema_for(promise.content, kind)
    if schema is None:
        documented = ", ".join(promise.content)
        message = f"content type {kind or '(none)'} is not documented, documented are {documented}"
        breach = Breach((), "media-type", documented, kind or "(none)", message)
        return [Misfit("header:Content-Type", breach)]
    return [Misfit("body", breach) for breach in _read(schema, kind, lambda: answer.value)[1]]


def _read_body(
    operation: Operation, headers: Headers, body: bytes
) -> tuple[Any, tuple[Misfit, ...]]:
    promise = operation.body
    if promise is None:
        return None, ()
    if not body:
        missing = (Misfit("body", _missing("body")),) if promise.required else ()
        return None, missing
    kind = media_type(headers)
    schema = _schema_for(promise.content, kind)
    if schema is None:
        allowed = ", ".join(promise.content)
        message = f"content type {kind or '(none)'} is not supported, supported are {allowed}"
        breach = Breach((), "media-type", allowed, kind or "(none)", message)
        return None, (Misfit("header:Content-Type", breach),)
    value, breaches = _read(schema, kind, lambda: parse(kind, body))
    return value, tuple(Misfit("body", breach) for breach in breaches)


def _read(
    schema: Schema, kind: str, value_of: Callable[[], object]
) -> tuple[Any, tuple[Breach, ...]]:
    try:
        value = value_of()
    except Unreadable as error:
        message = f"the body is no JSON: {error}"
        return None, (Breach((), "json", "JSON", "other bytes", message),)
    if not is_structured(kind) or schema.valid(value):
        return value, ()
    if kind == FORM and isinstance(value, dict):
        value = _form(schema, value)
    return value, tuple(schema.breaches(value))


def _form(schema: Schema, texts: Mapping[str, str]) -> dict[str, Any]:
    """The fields of a form, as what their texts stand for where the schema wants no text."""
    wrong = {breach.path for breach in schema.breaches(texts) if breach.keyword == "type"}
    return {name: scalar(text) if (name,) in wrong else text for name, text in texts.items()}


def _schema_for(content: Mapping[str, Schema], kind: str) -> Schema | None:
    if kind in content:
        return content[kind]
    group = f"{kind.partition('/')[0]}/*"
    return content.get(group) or content.get("*/*")


def _pairs(query: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for name, value in parse_qsl(query, keep_blank_values=True) if query else ():
        found.setdefault(name, []).append(value)
    return found


def _texts(
    parameter: Parameter,
    arguments: Mapping[str, str],
    sent: Mapping[str, Sequence[str]],
    headers: Headers,
) -> Sequence[str] | None:
    if parameter.location == "path":
        return [arguments[parameter.name]]
    if parameter.location == "query":
        return sent.get(parameter.name)
    if parameter.location == "header":
        text = header(headers, parameter.name)
        return None if text is None else [text]
    cookies = [part.strip().partition("=") for part in (header(headers, "cookie") or "").split(";")]
    return [value for name, _, value in cookies if name == parameter.name] or None


def _place(parameter: Parameter) -> str:
    return f"{parameter.location}:{parameter.name}"


def _missing(name: str) -> Breach:
    return Breach((), "required", "present", "absent", f"{name} is missing")
