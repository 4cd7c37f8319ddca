"""Words the commands that show a finding again, without the secrets that the run was given."""

from base64 import b64encode
from collections.abc import Sequence
from dataclasses import replace
from shlex import quote
from urllib.parse import quote as encode

from contract_kit.model.curl import curl
from contract_kit.model.exchange import Exchange, Request, header
from contract_kit.model.finding import Evidence, Finding
from contract_kit.model.target import Credentials, Target
from contract_kit.targets import variable

_EMULATED = "http://127.0.0.1:8080"  # where `contract-kit emulate` listens unless told otherwise


def evident(finding: Finding, api: str, target: Target, exchanges: Sequence[Exchange]) -> Finding:
    """The finding with its evidence: how to start the target, and a request a line.

    Credentials from the environment are named by their variables, wherever they stand.
    """
    base = _EMULATED if target.setup else target.url
    lines = [_line(exchange.request, base, api, target.credentials) for exchange in exchanges]
    return replace(
        finding,
        expected=_concealed(finding.expected, api, target.credentials),
        actual=_concealed(finding.actual, api, target.credentials),
        message=_concealed(finding.message, api, target.credentials),
        evidence=Evidence(setup=target.setup, curl="\n".join(lines)),
    )


def _line(request: Request, base: str, api: str, held: Credentials) -> str:
    option = _authorization(header(request.headers, "authorization") or "", api, held)
    shown = replace(
        request,
        url=_concealed(request.url, api, held),
        headers=tuple((name, _concealed(value, api, held)) for name, value in request.headers),
        body=_concealed(request.body.decode("latin-1"), api, held).encode("latin-1"),
    )
    return curl(shown, base, option)


def _authorization(sent: str, api: str, held: Credentials) -> str:
    """Curl's option for an Authorization header; one that was made up is shown as it is."""
    user, word, token = (variable(api, name) for name in ("username", "password", "token"))
    if held.username and sent == _basic(held):
        return f"-u {held.username}:{held.password}" if held.public else f'-u "${user}:${word}"'
    if held.token and sent == f"Bearer {held.token}":
        return f"--oauth2-bearer {held.token}" if held.public else f'--oauth2-bearer "${token}"'
    return f"-H {quote(f'Authorization: {_concealed(sent, api, held)}')}" if sent else ""


def _basic(held: Credentials) -> str:
    """The header of RFC 7617."""
    return f"Basic {b64encode(f'{held.username}:{held.password}'.encode()).decode()}"


def _concealed(text: str, api: str, held: Credentials) -> str:
    """The text with the name of the variable in place of each secret."""
    if held.public:
        return text
    secrets = {held.password: "password", held.token: "token"}
    if held.username:
        secrets[_basic(held).removeprefix("Basic ")] = "password"
    for secret, name in secrets.items():
        if secret:
            for spelling in (secret, encode(secret, safe="")):
                text = text.replace(spelling, f"<{variable(api, name)}>")
    return text
