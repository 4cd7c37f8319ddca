"""Words the request of a step, and sends it; what came back is an `Exchange`."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from contract_kit.model.content import FORM, is_json
from contract_kit.model.contract import Contract, Operation
from contract_kit.model.errors import CouldNotLook
from contract_kit.model.exchange import Answer, Exchange, Headers, Request
from contract_kit.model.target import Credentials, Target
from contract_kit.stories.expressions import Missing, Scope, fill
from contract_kit.stories.story import Step

NOBODY = "none"  # as whom a step asks that sends no credentials


@dataclass(frozen=True, slots=True)
class Line:
    """A target with a session of the HTTP client to it."""

    contract: Contract
    target: Target
    session: Any

    def ask(self, request: Request) -> Exchange:
        """Sends a request; raises `CouldNotLook` where nobody answers in time.

        Each request stands by itself: no redirect is followed and no cookie sent back, so that a
        step without credentials has none.
        """
        self.session.cookies.clear()
        try:
            response = self.session.request(
                request.method,
                request.url,
                data=request.body or None,
                headers=dict(request.headers),
                allow_redirects=False,
            )
        except OSError as error:  # as all errors of HTTP clients are
            reason = f"no answer from {self.target.url}: {type(error).__name__}"
            raise CouldNotLook("network", reason) from None
        return _exchange(response)


def request_of(line: Line, step: Step, scope: Scope) -> Request:
    """The request of a step; raises `Missing` where something that it sends is not there."""
    operation = line.contract.operations[step.operation]
    path, query, headers = operation.path, list[tuple[str, str]](), dict[str, str]()
    for argument in step.arguments:
        value = fill(argument.value, scope)
        if argument.location == "path":
            path = path.replace(f"{{{argument.name}}}", _segment(argument.name, _text(value)))
        elif argument.location == "header":
            headers[argument.name] = _text(value)
        elif isinstance(value, list) and argument.explode:
            query += [(argument.name, _text(item)) for item in value]
        else:
            query.append((argument.name, _text(value)))
    body = b""
    if step.content is not None:
        headers["Content-Type"] = step.content.media_type
        body = _encoded(step.content.media_type, fill(step.content.value, scope))
    headers |= login_of(line, operation, step.login)
    url = f"{line.target.url}{path}" + (f"?{urlencode(query, quote_via=quote)}" if query else "")
    return Request(operation.method, url, tuple(headers.items()), body)


def login_of(line: Line, operation: Operation, login: str) -> dict[str, str]:
    """The headers by which somebody asks: `""` with the target's credentials, `none` as nobody."""
    if login == NOBODY or not operation.secured:
        return {}
    credentials = line.target.credentials
    if login:
        credentials = Credentials(f"{login}@example.com/token", "secret", login, public=True)
    schemes = line.contract.document.get("components", {}).get("securitySchemes", {})
    for scheme in schemes.values():
        found = _header(scheme, credentials)
        if found:
            return found
    return {}


def can_log_in(target: Target, login: str) -> bool:
    """Whether there are credentials under this name: the emulator's users are on loopback only."""
    return login in ("", NOBODY) or target.loopback


def _segment(name: str, text: str) -> str:
    """A value as one segment of a path; no value may lead to another path than the operation's."""
    if text in ("", ".", ".."):
        raise Missing(f"{text!r} is nothing for the path parameter {name}")
    return quote(text, safe="")


def _encoded(media_type: str, value: Any) -> bytes:
    """The bytes of a body. Text is sent as it is, also where it is meant to be no JSON."""
    if isinstance(value, str):
        return value.encode()
    if media_type == FORM and isinstance(value, Mapping):
        return urlencode({name: _text(member) for name, member in value.items()}).encode()
    compact = (",", ":") if is_json(media_type) else None
    return json.dumps(value, ensure_ascii=False, separators=compact).encode()


def _text(value: Any) -> str:
    """A parameter as text; the items of a list are parted by commas (style `form` or `simple`)."""
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return ",".join(map(_text, value))
    return json.dumps(value, ensure_ascii=False)


def _header(scheme: Mapping[str, Any], credentials: Credentials) -> dict[str, str]:
    """The header by which a security scheme is satisfied; none where the credentials do not fit."""
    kind = str(scheme.get("type")), str(scheme.get("scheme", scheme.get("in", ""))).lower()
    if kind == ("http", "basic") and credentials.username:
        return {"Authorization": f"Basic {credentials.basic}"}
    if not credentials.token:
        return {}
    if kind == ("http", "bearer") or kind[0] == "oauth2":
        return {"Authorization": f"Bearer {credentials.token}"}
    if kind == ("apiKey", "header"):
        return {str(scheme["name"]): credentials.token}
    return {}


def _exchange(response: Any) -> Exchange:
    sent = response.request
    body = sent.body or b""
    return Exchange(
        Request(
            str(sent.method),
            str(sent.url),
            _texts(sent.headers.items()),
            body if isinstance(body, bytes) else str(body).encode(),
        ),
        Answer(response.status_code, _texts(response.raw.headers.items()), response.content),
    )


def _texts(headers: Iterable[tuple[Any, Any]]) -> Headers:
    return tuple((_decoded(name), _decoded(value)) for name, value in headers)


def _decoded(value: Any) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
