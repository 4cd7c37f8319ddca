"""Takes headers with credentials apart: their scheme, names and attributes stay as they are."""

import binascii
import re
from base64 import b64decode, b64encode
from collections.abc import Callable

Hide = Callable[[str, str], str]  # (name, secret) to its substitute

_PARAMETER = re.compile(r'([A-Za-z0-9_*-]+)(\s*=\s*)("(?:[^"\\]|\\.)*"|[^\s,"]+)')
_PARAMETERS = re.compile(rf"{_PARAMETER.pattern}(?:\s*,\s*{_PARAMETER.pattern})*\s*,?")
_PUBLIC = re.compile(
    r"(?i)realm|algorithm|qop|nc|uri|signedheaders|headers|version|created|expires"
    r"|oauth_(?:version|signature_method|timestamp)"
)


def authorization(value: str, hide: Hide) -> str:
    """The value of an Authorization header (RFC 9110, section 11.6.2) without its credentials.

    >>> authorization("Bearer abc", lambda name, secret: "…")
    'Bearer …'
    """
    scheme, space, credentials = value.strip().partition(" ")
    if not space:
        return hide("token", scheme) if scheme else value
    if scheme.lower() == "basic":
        return f"{scheme} {basic(credentials.strip(), hide) or hide('token', credentials)}"
    if _PARAMETERS.fullmatch(credentials.strip()):
        return f"{scheme} {_PARAMETER.sub(lambda found: _parameter(found, hide), credentials)}"
    return f"{scheme} {hide('token', credentials.strip())}"


def basic(credentials: str, hide: Hide) -> str:
    """The credentials of the scheme Basic (RFC 7617); empty where they are not what it says."""
    try:
        plain = b64decode(credentials, validate=True).decode("utf-8")
    except (binascii.Error, ValueError):
        return ""
    name, colon, password = plain.partition(":")
    if not colon:
        return ""
    user, slash, way = name.partition("/")  # Zendesk: `e-mail/token` with a token as password
    known = f"{hide('user', user)}{slash}{way}" if way == "token" else hide("user", name)
    return b64encode(f"{known}:{hide('password', password)}".encode("utf-8", "replace")).decode()


def cookies(value: str, hide: Hide) -> str:
    """The value of a Cookie header, its names kept (RFC 6265, section 4.2)."""
    return ";".join(_cookie(pair, hide) for pair in value.split(";"))


def set_cookie(value: str, hide: Hide) -> str:
    """The value of a Set-Cookie header, its name and attributes kept (RFC 6265, section 4.1).

    >>> set_cookie("id=abc; Path=/; Secure", lambda name, secret: "…")
    'id=…; Path=/; Secure'
    """
    pair, semicolon, attributes = value.partition(";")
    return _cookie(pair, hide) + semicolon + attributes


def _cookie(pair: str, hide: Hide) -> str:
    name, equals, secret = pair.partition("=")
    if not equals:
        return hide("cookie", pair) if pair.strip() else pair
    return f"{name}={hide('cookie', secret)}" if secret.strip('" ') else pair


def _parameter(found: re.Match[str], hide: Hide) -> str:
    name, equals, value = found[1], found[2], found[3]
    if _PUBLIC.fullmatch(name):
        return found[0]
    quotes = '"' if value.startswith('"') else ""
    return f"{name}{equals}{quotes}{hide('token', value.strip(chr(34)))}{quotes}"
