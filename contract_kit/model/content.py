"""Turns the bytes of a message into the value that a schema speaks of, or says why it can't."""

import json
import math
from typing import NoReturn
from urllib.parse import parse_qsl

FORM = "application/x-www-form-urlencoded"


class Unreadable(Exception):
    """The bytes are not what their media type says; the message says where."""


def parse(media_type: str, body: bytes) -> object:
    """The value of a body: JSON for JSON media types, text for `text/*`, else the bytes themselves.

    JSON is read as RFC 8259 has it: UTF-8, no NaN, no lone surrogates, no number beyond a double.
    A form is a mapping of texts, of a name that stands twice the last.

    >>> parse("application/problem+json", b'{"a": 1}')
    {'a': 1}
    >>> parse("application/x-www-form-urlencoded", b"a=1&b=c+d")
    {'a': '1', 'b': 'c d'}
    """
    if is_json(media_type):
        return parse_json(body)
    if media_type == FORM:
        return dict(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))
    return body.decode("utf-8", "replace") if media_type.startswith("text/") else body


def is_structured(media_type: str) -> bool:
    """Whether a media type holds values that a schema judges part by part: JSON, or a form."""
    return is_json(media_type) or media_type == FORM


def is_json(media_type: str) -> bool:
    """Whether a media type holds JSON (RFC 6839 suffix included)."""
    return media_type.endswith(("/json", "+json"))


def parse_json(body: bytes) -> object:
    """The JSON value of `body`; raises `Unreadable` where it is not strictly JSON."""
    try:
        text = body.decode("utf-8")
        if text.startswith("\ufeff"):
            raise Unreadable("begins with a BOM")  # RFC 8259, section 8.1
        value = _STRICT.decode(text)
        if b"\\u" in body:  # the escape of half a surrogate pair is no text
            json.dumps(value, ensure_ascii=False).encode("utf-8")
    except (UnicodeDecodeError, UnicodeEncodeError) as error:
        raise Unreadable(f"not UTF-8: {error.reason}") from None
    except RecursionError:
        raise Unreadable("nested too deeply") from None
    except ValueError as error:
        raise Unreadable(str(error)) from None
    return value


def _finite(digits: str) -> float:
    number = float(digits)
    if math.isinf(number):
        raise ValueError(f"{digits[:20]} is too large a number")
    return number


def _no_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is no JSON value")


_STRICT = json.JSONDecoder(parse_constant=_no_constant, parse_float=_finite)
