"""Turns the bytes of a message into the value that a schema speaks of, and says why where it can't."""

import json
from typing import NoReturn


class Unreadable(Exception):
    """The bytes are not what their media type says; the message says where."""


def parse(media_type: str, body: bytes) -> object:
    """The value of a body: JSON for JSON media types, text for `text/*`, else the bytes themselves.

    JSON is read as RFC 8259 has it: UTF-8, no NaN, no lone surrogates.

    >>> parse("application/problem+json", b'{"a": 1}')
    {'a': 1}
    """
    if is_json(media_type):
        return parse_json(body)
    return body.decode("utf-8", "replace") if media_type.startswith("text/") else body


def is_json(media_type: str) -> bool:
    """Whether a media type holds JSON (RFC 6839 suffix included)."""
    return media_type.endswith("/json") or media_type.endswith("+json")


def parse_json(body: bytes) -> object:
    """The JSON value of `body`; raises `Unreadable` where it is not strictly JSON."""
    try:
        value = json.loads(body.decode("utf-8"), parse_constant=_no_constant)
        if b"\\u" in body:  # the escape of half a surrogate pair is no text
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError) as error:
        raise Unreadable(f"not UTF-8: {error.reason}") from None
    except RecursionError:
        raise Unreadable("nested too deeply") from None
    except ValueError as error:
        raise Unreadable(str(error)) from None
    return value


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON value")
