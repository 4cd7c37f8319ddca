"""Reads where a target is, and the credentials for it, from the user and the environment."""

import os
from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

import requests

from contract_kit.model.contract import Contract
from contract_kit.model.errors import Mistake
from contract_kit.model.target import Credentials, is_loopback

FETCHED = "fetched-by-oauth-client-credentials"  # stands for a token that only the guard knows


def parse_url(url: str) -> str:
    """A target's base URL, checked; raises `Mistake` saying what is allowed."""
    if "@" in url:
        raise Mistake("a target's URL holds no credentials; they come from the environment")
    allowed = "allowed are emulator, live, or an http(s) URL"
    try:
        parts = urlsplit(requests.Request("GET", url).prepare().url or "")
    except ValueError:  # what requests raises of a URL is one
        raise Mistake(f"target {url!r}: {allowed}") from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise Mistake(f"target {url!r}: {allowed}")
    if parts.query or parts.fragment:
        raise Mistake(f"target {url!r}: a base URL has neither a query nor a fragment")
    return parts.geturl().rstrip("/")


def variable(api: str, name: str) -> str:
    """The environment variable that holds a setting of an API.

    >>> variable("zendesk-sunshine", "token")
    'CONTRACT_KIT_ZENDESK_SUNSHINE_TOKEN'
    """
    return f"CONTRACT_KIT_{api}_{name}".upper().replace("-", "_").replace(".", "_")


def credentials_for(
    api: str, url: str, environment: Mapping[str, str] | None = None
) -> Credentials:
    """The credentials of an API from the environment; without any, on loopback the emulator's.

    A token or a user that is given is taken as it is; else one is fetched with the client's secret.
    """
    values = os.environ if environment is None else environment
    names = ("username", "password", "token", "client_id", "client_secret")
    username, password, token, client, secret = (values.get(variable(api, n), "") for n in names)
    found = Credentials(username, password, token)
    if client and secret and not found:
        found = Credentials(token=FETCHED, client_id=client, client_secret=secret)
    if found or not is_loopback(url):
        return found
    return Credentials("admin@example.com/token", "secret", "all", public=True)


def live_url(contract: Contract, environment: Mapping[str, str] | None = None) -> str:
    """The vendor's own URL: `…_URL`, else the first server with variables of the environment."""
    values = os.environ if environment is None else environment
    name = variable(contract.api, "url")
    if values.get(name):  # a scheduler sets what it does not know to nothing
        return parse_url(values[name])
    server: Mapping[str, Any] = (contract.document.get("servers") or [{}])[0]
    url = str(server.get("url", ""))
    for key, described in (server.get("variables") or {}).items():
        value = values.get(variable(contract.api, key))
        if not value and "enum" not in described:
            wanted = f"{variable(contract.api, key)} (or {name})"
            raise Mistake(f"--target live needs {wanted} to be set")
        url = url.replace(f"{{{key}}}", value or str(described.get("default", "")))
    return parse_url(url)
