"""Tells by its name what a header is for, whoever the vendor: its words, not a list of vendors."""

import re
from difflib import SequenceMatcher

from contract_kit.model.contract import AnswerPromise

_QUOTA = re.compile(r"rate-?limit|quota|throttl")
_LEFT = re.compile(r"remaining|left|available")
_REQUEST_ID = re.compile(r"(?:request|trace|correlation|transaction|invocation)-?id$|traceparent$")
_TIME = re.compile(r"retry|reset|expires?$|wait|interval")
_SOFTWARE = re.compile(r"powered-by|aspnet|generator|runtime-version")
# what clients act on by RFC 9110 and 9111
_MEANT = re.compile(
    "etag|last-modified|cache-control|expires|vary|location|content-location|retry-after|allow"
    "|www-authenticate|content-disposition|accept-ranges"
)
# what the way of a message decides, not who answers; or what is told of in words of its own
_OF_THE_WAY = re.compile(
    "date|age|via|server|connection|keep-alive|transfer-encoding|trailer|upgrade|alt-svc|link"
    "|content-(?:length|encoding|type)|set-cookie|deprecation|sunset"
)
_SPELT = {"etag": "ETag", "www": "WWW", "ratelimit": "RateLimit"}
_ALIKE = 0.7


def spelt(name: str, promise: AnswerPromise | None = None) -> str:
    """A name in lower case as the specification writes it, else as people do.

    >>> spelt("x-ratelimit-limit"), spelt("etag")
    ('X-RateLimit-Limit', 'ETag')
    """
    for promised in promise.headers if promise else ():
        if promised.name.lower() == name:
            return promised.name
    return "-".join(_SPELT.get(part) or part.capitalize() for part in name.split("-"))


def is_of_the_way(name: str) -> bool:
    """Whether a header is there for the message's way rather than for the client."""
    return bool(_OF_THE_WAY.fullmatch(name))


def is_meant(name: str) -> bool:
    """Whether clients act on a header, also where no specification speaks of it."""
    return bool(_MEANT.fullmatch(name) or _QUOTA.search(name)) or is_request_id(name)


def is_request_id(name: str) -> bool:
    """Whether a header names the request that it answers."""
    return bool(_REQUEST_ID.search(name))


def is_time(name: str) -> bool:
    """Whether a header says when, or how long: its value has a unit."""
    return bool(_TIME.search(name))


def is_left(name: str) -> bool:
    """Whether a header says how much of a quota is left."""
    return bool(_QUOTA.search(name) and _LEFT.search(name))


def is_limit(name: str) -> bool:
    """Whether a header says how large a quota is; `X-Rate-Limit` says it with no word more."""
    return bool(re.search(r"rate-?limit(?:-limit)?$|(?:quota|throttl\w*)-limit$", name))


def is_reset(name: str) -> bool:
    """Whether a header says when a quota begins anew."""
    return bool(_QUOTA.search(name) and "reset" in name)


def is_software(name: str) -> bool:
    """Whether a header says what the server is made of."""
    return bool(_SOFTWARE.search(name))


def alike(old: str, new: str) -> float:
    """How much one name looks like another for the same, 0 where they have nothing in common.

    >>> alike("x-rate-limit-remaining", "ratelimit-remaining")
    1.0
    >>> alike("etag", "x-cache")
    0.0
    """
    if any(tells(old) != tells(new) for tells in (is_left, is_reset, is_request_id)):
        return 0.0
    one, other = _bare(old), _bare(new)
    if is_request_id(old) or one in other or other in one:
        return 1.0
    ratio = SequenceMatcher(None, one, other).ratio()
    return ratio if ratio >= _ALIKE else 0.0


def _bare(name: str) -> str:
    return name.removeprefix("x-").replace("-", "").replace("_", "")
