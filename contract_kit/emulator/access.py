"""Says whose credentials a request carries: fixed users, over HTTP basic or with a bearer token."""

import binascii
from base64 import b64decode
from collections.abc import Callable, Mapping
from functools import lru_cache

from contract_kit.emulator.vendor import User
from contract_kit.model.exchange import Headers, header

Identify = Callable[[Headers], User | None]


def basic(users: Mapping[str, User]) -> Identify:
    """Finds users by `name:password` (RFC 7617); None where it is absent, malformed or wrong."""

    @lru_cache(maxsize=256)
    def find(authorization: str) -> User | None:
        encoded = _credentials(authorization, "basic")
        try:
            return users.get(b64decode(encoded, validate=True).decode())
        except (binascii.Error, ValueError):  # no base64, or no text in it
            return None

    return lambda headers: find(header(headers, "authorization") or "")


def bearer(users: Mapping[str, User]) -> Identify:
    """Finds users by their token (RFC 6750); None where it is absent or unknown."""
    return lambda headers: users.get(_credentials(header(headers, "authorization") or "", "bearer"))


def _credentials(authorization: str, wanted: str) -> str:
    """What follows the scheme of an Authorization header; empty if it has another scheme."""
    scheme, _, credentials = authorization.partition(" ")
    return credentials.strip() if scheme.lower() == wanted else ""
