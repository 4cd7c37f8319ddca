"""Tells of what format a text is, as one word, so that a changed format can be seen and named."""

import re
from functools import lru_cache

_GROUP = 4  # characters that base64 writes together
_LOOKED_AT = 256 * _GROUP
_TIME = (
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?P<gap>[Tt ])[0-9]{2}:[0-9]{2}"
    r"(?::[0-9]{2}(?:[.,](?P<part>[0-9]{1,12}))?)?"
    r"[ ]?(?P<zone>[Zz]|[+-][0-9]{2}:?[0-9]{2}|UTC|GMT)?"
)
_UUID = (
    r"[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-(?P<version>[0-9A-Fa-f])[0-9A-Fa-f]{3}"
    r"-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}"
)
_FORMATS = (  # possessive where two parts could share a text: the time to read stays linear
    ("time", _TIME),
    ("uuid", _UUID),
    ("date", r"[0-9]{4}-[0-9]{2}-[0-9]{2}"),
    ("date_http", r"[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT"),
    ("digits", r"-?[0-9]++"),
    ("decimal", r"-?[0-9]++\.[0-9]++"),
    ("boolean", r"(?i:true|false)"),
    ("null", r"(?i:null|none|nil|nan|n/a|undefined)|-+"),
    ("uri", r"(?:[A-Za-z][A-Za-z0-9+.-]{0,30}://|(?i:urn):)\S++"),
    ("email", r"[^@\s]++@[^@\s.]++(?:\.[^@\s.]++)++"),
    ("hex", r"(?=[0-9]*+[a-f])(?=[a-f]*+[0-9])[0-9a-f]{16,}+"),
    ("hex_upper", r"(?=[0-9]*+[A-F])(?=[A-F]*+[0-9])[0-9A-F]{16,}+"),
    ("html", r"\s*+<[A-Za-z/?!](?s:.*)>\s*+"),
    ("base64", r"(?:[A-Za-z0-9+/_-]{4}){2,}+(?:[A-Za-z0-9+/_-]{2}==|[A-Za-z0-9+/_-]{3}=)"),
    ("path", r"(?:/|\?|\.{1,2}/)\S*+|[A-Za-z0-9_.~%/-]++\?\S*+"),
    ("word", r"[A-Za-z0-9_][A-Za-z0-9_./+-]*+"),
)
_ANY = re.compile("|".join(f"(?P<{name}>{pattern})" for name, pattern in _FORMATS))
_DATA = frozenset(
    (
        *("date", "date-time", "time-text", "date-http"),
        *("uuid", "digits", "decimal", "hex", "hex-upper", "base64"),
        *("uri", "email", "path"),
    )
)
_NUMBERED = re.compile(r"[0-9]{5}")  # longer than what a name has: sha256, iso8601, http_404


def format_of(text: str) -> str:
    """The format of a text as one word, `text` where it is none of those that are known.

    Times say their precision and zone: `date-time/3/Z` has milliseconds and ends in Z, `/0/-` has
    whole seconds and no zone, `/0/+` an offset; one with a space in place of the T is `time-text`.
    UUIDs say their version, `null` are the words that stand for it, `word` has no space in it.
    Only the beginning and the end of a long text are looked at.

    >>> format_of("2020-06-09T22:00:00.000Z"), format_of("two words"), format_of("")
    ('date-time/3/Z', 'text', 'empty')
    """
    if not text:
        return "empty"
    if len(text) > _LOOKED_AT:
        text = text[:_LOOKED_AT] + text[-_GROUP - len(text) % _GROUP :]
    found = _ANY.fullmatch(text)
    if found is None or found.lastgroup is None:
        return "text"
    if found.lastgroup == "time":
        return _time(found)
    if found.lastgroup == "uuid":
        return f"uuid/{found['version'].lower()}"
    return found.lastgroup.replace("_", "-")


@lru_cache(maxsize=4096)
def looks_like_data(key: str) -> bool:
    """Whether the key of an object is rather an id, a date or an address than a name.

    >>> [looks_like_data(key) for key in ("4711", "2020-06-09", "ticket_360001234", "sha256")]
    [True, True, True, False]
    """
    return format_of(key).partition("/")[0] in _DATA or _NUMBERED.search(key) is not None


def _time(found: re.Match[str]) -> str:
    name = "time-text" if found["gap"] == " " else "date-time"
    zone = (found["zone"] or "-").upper()
    return f"{name}/{len(found['part'] or '')}/{zone if zone in 'Z-' else '+'}"
