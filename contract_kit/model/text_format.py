"""Tells of what format a text is, as one word, so that a changed format can be seen and named."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache

_GROUP = 4  # characters that base64 writes together
_LOOKED_AT = 256 * _GROUP
_TIME = (
    r"[0-9][0-9]{3}-[0-9]{2}-[0-9]{2}(?P<gap>[Tt ])[0-9]{2}:[0-9]{2}"
    r"(?::[0-9]{2}(?:[.,](?P<part>[0-9]{1,12}))?)?"
    r"[ ]?(?P<zone>[Zz]|[+-][0-9]{2}:?[0-9]{2}|UTC|GMT)?"
)
_UUID = (
    r"[0-9A-Fa-f][0-9A-Fa-f]{7}-[0-9A-Fa-f]{4}-(?P<version>[0-9A-Fa-f])[0-9A-Fa-f]{3}"
    r"-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}"
)
_SIX = "[A-Za-z0-9+/_-]"  # bits of base64, in either of its alphabets
_BASE64 = rf"{_SIX}{_SIX}{{3}}(?:{_SIX}{{4}})++(?:{_SIX}{{2}}==|{_SIX}{{3}}=)"
# Each begins with one single character, so that a text which begins with another costs nothing; a
# format that begins in several ways has several lines. They are possessive where two parts could
# share a text: the time to read stays linear.
_FORMATS = (
    ("time", _TIME),
    ("uuid", _UUID),
    ("date", r"[0-9][0-9]{3}-[0-9]{2}-[0-9]{2}"),
    ("date_http", r"[A-Z][a-z]{2}, [0-9]{2} [A-Z][a-z]{2} [0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2} GMT"),
    ("digits", r"[0-9][0-9]*+"),
    ("digits__signed", r"-[0-9]++"),
    ("decimal", r"[0-9][0-9]*+\.[0-9]++"),
    ("decimal__signed", r"-[0-9]++\.[0-9]++"),
    ("boolean", r"[Tt](?i:rue)"),
    ("boolean__false", r"[Ff](?i:alse)"),
    ("null", r"[Nn](?i:ull|one|il|an|/a)"),
    ("null__undefined", r"[Uu](?i:ndefined)"),
    ("null__dashes", r"--*+"),
    ("hex", r"[0-9](?=.{15})[0-9]*+[a-f][0-9a-f]*+"),
    ("hex__letters", r"[a-f](?=.{15})[a-f]*+[0-9][0-9a-f]*+"),
    ("hex_upper", r"[0-9](?=.{15})[0-9]*+[A-F][0-9A-F]*+"),
    ("hex_upper__letters", r"[A-F](?=.{15})[A-F]*+[0-9][0-9A-F]*+"),
    ("word", r"[A-Za-z0-9_][A-Za-z0-9_./+-]*+"),
    ("uri", r"[A-Za-z][A-Za-z0-9+.-]{0,30}+://\S++"),
    ("uri__urn", r"[Uu](?i:rn):\S++"),
    ("email", r"[^@\s][^@\s]*+@[^@\s.]++(?:\.[^@\s.]++)++"),
    ("html", r"<[A-Za-z/?!](?s:.*)>\s*+"),
    ("html__indented", r"\s\s*+<[A-Za-z/?!](?s:.*)>\s*+"),
    ("base64", _BASE64),
    ("path", r"[/?]\S*+"),
    ("path__dots", r"[.]\.?/\S*+"),
    ("path__query", r"[A-Za-z0-9_.~%/-][A-Za-z0-9_.~%/-]*+\?\S*+"),
    ("empty", r""),
)
_ANY = re.compile("|".join(f"{pattern}(?P<{name}>)" for name, pattern in _FORMATS))
_WORDS: Mapping[str | None, str] = {
    name: name.partition("__")[0].replace("_", "-") for name, _ in _FORMATS
}
_DATA = frozenset(
    (
        *("date", "date-time", "time-text", "date-http"),
        *("uuid", "digits", "decimal", "hex", "hex-upper", "base64"),
        *("uri", "email", "path"),
    )
)
_NUMBERED = re.compile(r"[0-9]{5}")  # longer than what a name has: sha256, iso8601, http_404
_ZEROS = str.maketrans("123456789", "0" * 9)
_MANY = 16  # texts from which on it is faster to look at them without their digits
_BREAK = "\0"  # between texts that are looked at together, since hardly any has it in itself


def format_of(text: str) -> str:
    """The format of a text as one word, `text` where it is none of those that are known.

    Times say their precision and zone: `date-time/3/Z` has milliseconds and ends in Z, `/0/-` has
    whole seconds and no zone, `/0/+` an offset; one with a space in place of the T is `time-text`.
    UUIDs say their version, `null` are the words that stand for it, `word` has no space in it.
    Only the beginning and the end of a long text are looked at.

    >>> format_of("2020-06-09T22:00:00.000Z"), format_of("two words"), format_of("")
    ('date-time/3/Z', 'text', 'empty')
    """
    found = _ANY.fullmatch(text if len(text) <= _LOOKED_AT else _ends(text))
    if found is None:
        return "text"
    if found.lastgroup == "time":
        gap, part, zone = found.group("gap", "part", "zone")
        return _time(gap, len(part or ""), zone or "-")
    return _WORDS[found.lastgroup] if found.lastgroup != "uuid" else _uuid(found["version"])


def formats_of(texts: Sequence[str], alike: Mapping[str, int]) -> dict[str, int]:
    """How many texts are of each format; `alike` are the same texts without their digits.

    >>> texts = [f"2020-06-{day}" for day in range(10, 30)]
    >>> formats_of(texts, Counter(without_digits(texts)))
    {'date': 20}
    """
    found: dict[str, int] = {}
    for text, count in alike.items():
        kind = format_of(text)
        if kind.startswith("uuid"):  # one of its digits is its version
            return dict(Counter(map(format_of, texts)))
        found[kind] = found.get(kind, 0) + count
    return found


def without_digits(texts: Sequence[str]) -> Sequence[str]:
    """The texts with 0 for every digit, all at once, or as they are where that is no gain.

    Of many times or messages hardly one is left that differs in more than digits. Those that don't
    are of one format and one length, but for the version of a UUID.
    """
    if len(texts) < _MANY:
        return texts
    together = _BREAK.join(texts)
    if not together.isascii():
        return texts
    alike = together.translate(_ZEROS).split(_BREAK)
    return alike if len(alike) == len(texts) else texts


@lru_cache(maxsize=4096)
def looks_like_data(key: str) -> bool:
    """Whether the key of an object is rather an id, a date or an address than a name.

    >>> [looks_like_data(key) for key in ("4711", "2020-06-09", "ticket_360001234", "sha256")]
    [True, True, True, False]
    """
    return format_of(key).partition("/")[0] in _DATA or _NUMBERED.search(key) is not None


def _ends(text: str) -> str:
    return text[:_LOOKED_AT] + text[-_GROUP - len(text) % _GROUP :]


@lru_cache
def _time(gap: str, precision: int, zone: str) -> str:
    name = "time-text" if gap == " " else "date-time"
    zone = zone.upper()
    return f"{name}/{precision}/{zone if zone in 'Z-' else '+'}"


@lru_cache
def _uuid(version: str) -> str:
    return f"uuid/{version.lower()}"
