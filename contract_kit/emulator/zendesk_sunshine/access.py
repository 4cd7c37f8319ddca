"""Who may log in: three fixed users, with an API token or a password over HTTP basic."""

import binascii
from base64 import b64decode
from functools import lru_cache

from contract_kit.emulator.vendor import User
from contract_kit.model.exchange import Headers, header

_ROLES = {
    "admin@example.com": "admin",
    "agent@example.com": "agent",
    "user@example.com": "end-user",
}
_USERS = {
    credentials: User(email, role)
    for email, role in _ROLES.items()
    for credentials in (f"{email}/token:secret", f"{email}:password")
}


def identify(headers: Headers) -> User | None:
    """The user whose credentials a request carries, None where they are absent or wrong."""
    return _user(header(headers, "authorization") or "")


@lru_cache(maxsize=256)
def _user(authorization: str) -> User | None:
    scheme, _, encoded = authorization.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        return _USERS.get(b64decode(encoded.strip(), validate=True).decode())
    except (binascii.Error, ValueError):  # no base64, or no text in it
        return None
