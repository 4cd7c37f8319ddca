"""Tells of what format a text is, as one word, so that a changed format can be seen and named."""

import re
from collections.abc import Iterator

_TIME = re.compile(
    r"\d{4}-\d\d-\d\d(?P<gap>[T ])\d\d:\d\d(?::\d\d(?P<part>\.\d+)?)?"
    r"\s?(?P<zone>Z|[+-]\d\d:?\d\d|UTC|GMT)?",
    re.IGNORECASE,
)
_UUID = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-([0-9a-f])[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE
)
_FORMATS = (
    ("date", r"\d{4}-\d\d-\d\d"),
    ("date-http", r"[A-Z][a-z]{2}, \d\d [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d GMT"),
    ("digits", r"-?\d+"),
    ("decimal", r"-?\d+\.\d+"),
    ("boolean", r"true|false"),
    ("uri", r"[A-Za-z][A-Za-z0-9+.-]*://\S+"),
    ("path", r"/\S*"),
    ("email", r"[^@\s]+@[^@\s]+\.[^@\s]+"),
    ("hex", r"(?=.*[0-9])(?=.*[a-f])[0-9a-f]{16,}|(?=.*[0-9])(?=.*[A-F])[0-9A-F]{16,}"),
    ("null", r"(?i:null|none|nil|n/a|undefined)|-"),
    ("html", r"(?is:\s*<(?:!doctype\s+html|html|head|body)\b.*)"),
    ("word", r"[A-Za-z_][A-Za-z0-9_./+-]*"),
    (
        "base64",
        r"(?=.{24})(?=.*[0-9+/])(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)",
    ),
)
_COMPILED = tuple((name, re.compile(pattern)) for name, pattern in _FORMATS)


def format_of(text: str) -> str:
    """The format of a text as one word, `text` where it is none of those that are known.

    Times say their precision and zone: `date-time/3/Z` has milliseconds and ends in Z, `/0/-` has
    whole seconds and no zone, `/0/+` an offset; one with a space in place of the T is `time-text`.

    >>> format_of("2020-06-09T22:00:00.000Z"), format_of("two words"), format_of("")
    ('date-time/3/Z', 'text', 'empty')
    """
    return next(_formats(text), "text")


def _formats(text: str) -> Iterator[str]:
    if not text:
        yield "empty"
    if found := _TIME.fullmatch(text):
        name = "date-time" if found["gap"] in "Tt" else "time-text"
        zone = found["zone"] or "-"
        yield f"{name}/{len(found['part'] or '.') - 1}/{zone if zone in 'Z-' else '+'}"
    if found := _UUID.fullmatch(text):
        yield f"uuid/{found[1].lower()}"
    yield from (name for name, pattern in _COMPILED if pattern.fullmatch(text))
