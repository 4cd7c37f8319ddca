"""Signs requests with the credentials of a run, and fetches the token where there is a secret.

OAuth 2.0 client credentials (RFC 6749, section 4.4): one call for a token, before the first request
that needs it, and one more where the target refuses the token later. The token never leaves this
module but in the request itself: everybody else holds a word in its place.
"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests

from contract_kit.model.contract import Contract
from contract_kit.model.errors import CouldNotLook
from contract_kit.model.target import Target, is_loopback

Send = Callable[[requests.PreparedRequest], requests.Response]


class Login:
    """The credentials of a target in use."""

    def __init__(self, contract: Contract, target: Target) -> None:
        self._target = target
        self._fetches = bool(target.credentials.client_id)
        self._url = token_url(contract, target) if self._fetches else ""
        self._token = ""
        self._calls = 0
        self._taken = False

    def signs(self, request: requests.PreparedRequest) -> bool:
        """Whether a request is made in the name of the target's credentials."""
        marks = self._target.credentials.marks
        return any(_text(value).split(" ")[-1] in marks for value in request.headers.values())

    def signed(self, request: requests.PreparedRequest, send: Send) -> requests.PreparedRequest:
        """The request as it may leave: with the token in place of its word."""
        if not self._fetches:
            return request
        if not self._token:
            self._fetch(send)
        sent = request.copy()
        for name, value in request.headers.items():
            sent.headers[name] = _text(value).replace(self._target.credentials.token, self._token)
        return sent

    def concealed(self, answer: requests.Response) -> requests.Response:
        """The answer with the word in place of the token, should it repeat it."""
        token, word = self._token.encode(), self._target.credentials.token.encode()
        if token and token in answer.content:
            answer._content = answer.content.replace(token, word)  # noqa: SLF001 # as requests keeps it
        return answer

    def renewed(self, send: Send) -> bool:
        """Whether there is another token now, after the target has refused the one it took."""
        if not self._taken or self._calls != 1:
            return False
        self._fetch(send)
        return True

    def noted(self, status: int) -> bool:
        """Notes how a signed request was answered; False where none was ever taken."""
        self._taken = self._taken or status < 400
        return self._taken or status != 401

    def _fetch(self, send: Send) -> None:
        self._calls += 1
        held = self._target.credentials
        form = {
            "grant_type": "client_credentials",
            "client_id": held.client_id,
            "client_secret": held.client_secret,
        }
        accept = {"Accept": "application/json"}
        answer = send(requests.Request("POST", self._url, accept, data=form).prepare())
        self._token = _token_in(answer)
        if not self._token:
            told = f"the call for a token was answered {answer.status_code}, without a token"
            raise CouldNotLook("credentials", told)


def token_url(contract: Contract, target: Target) -> str:
    """Where the specification says that tokens are fetched; raises `CouldNotLook` without that.

    The secret is sent there: over TLS only, and for a target on this machine nowhere else.
    """
    schemes = contract.document.get("components", {}).get("securitySchemes", {})
    for scheme in schemes.values():
        flow = scheme.get("flows", {}).get("clientCredentials", {})
        if scheme.get("type") == "oauth2" and flow.get("tokenUrl"):
            return _checked(target, str(flow["tokenUrl"]))
    told = f"the specification of {contract.api} has no flow clientCredentials with a tokenUrl"
    raise CouldNotLook("credentials", told)


def _checked(target: Target, url: str) -> str:
    there = urljoin(f"{target.url}/", url)
    parts = urlsplit(there)
    here = parts.scheme in ("http", "https") and is_loopback(there)
    if "@" in parts.netloc or not (here or (parts.scheme == "https" and not target.loopback)):
        raise CouldNotLook("credentials", f"a secret is not sent to the token URL {url}")
    return there


def _token_in(answer: requests.Response) -> str:
    try:
        told: Any = answer.json()
    except ValueError:
        return ""
    token = told.get("access_token") if isinstance(told, dict) else None
    return token if answer.ok and isinstance(token, str) and token.isascii() else ""


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
