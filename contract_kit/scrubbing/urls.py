"""Takes URLs, query strings and forms apart and puts them together again, byte by byte the same.

Only what a callback changes is encoded anew.
"""

import re
from collections.abc import Callable
from urllib.parse import quote, quote_plus, unquote, unquote_plus

Value = Callable[[str, str], str]  # (name, decoded value) to what may be stored
Segment = Callable[[str, str], str]  # (segment before, decoded segment) to what may be stored

# RFC 3986, appendix B, which takes any text apart
_URL = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*:)?(?://(?:(?P<user>[^/?#]*)@)?(?P<host>[^/?#]*))?"
    r"(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?(?:#(?P<fragment>.*))?",
    re.DOTALL,
)
_SEGMENT = "@:+,;=!$'()*~"


def rewrite(url: str, value: Value, segment: Segment) -> str:
    """A URL, absolute or not, with its user info, path, query and fragment put through callbacks.

    User name and password are the values of `user` and `password`.
    """
    found = _URL.fullmatch(url)
    if found is None:
        return url
    scheme, host = found["scheme"] or "", found["host"]
    user = found["user"]
    parts = [scheme]
    if host is not None:
        parts.append(f"//{'' if user is None else _user(user, value) + '@'}{host}")
    parts.append(_path(found["path"], segment))
    if found["query"] is not None:
        parts.append("?" + pairs(found["query"], value))
    if found["fragment"] is not None:
        parts.append("#" + pairs(found["fragment"], value))
    return "".join(parts)


def pairs(query: str, value: Value) -> str:
    """A query string or form with its values put through the callback; what has no name is text."""
    return "&".join(_pair(pair, value) for pair in query.split("&"))


def _pair(pair: str, value: Value) -> str:
    name, equals, encoded = pair.partition("=")
    if not equals:
        return _changed(pair, value("", unquote_plus(pair)), unquote_plus(pair))
    plain = unquote_plus(encoded)
    said = value(unquote_plus(name), plain)
    return f"{name}={_changed(encoded, said, plain)}"


def _changed(encoded: str, new: str, plain: str) -> str:
    if new == plain:
        return encoded
    return quote_plus(new, safe="" if "%" in encoded else "@:/,", errors="replace")


def _user(user: str, value: Value) -> str:
    name, colon, password = user.partition(":")
    hidden = f"{colon}{quote(value('password', unquote(password)), errors='replace')}"
    return quote(value("user", unquote(name)), safe="", errors="replace") + (
        hidden if colon else ""
    )


def _path(path: str, segment: Segment) -> str:
    before, parts = "", []
    for part in path.split("/"):
        plain = unquote(part)
        new = segment(before, plain) if part else part
        parts.append(part if new == plain else quote(new, safe=_SEGMENT, errors="replace"))
        before = plain
    return "/".join(parts)
