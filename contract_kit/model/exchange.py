"""One HTTP request and its answer, as they went over the wire.

Bodies are the bytes of the content after transfer and content decoding; headers keep their order
and may repeat (RFC 9110, section 5).
"""

import re
from dataclasses import dataclass

Headers = tuple[tuple[str, str], ...]

# RFC 3986, appendix B: takes any text apart, where urlsplit refuses some that recordings hold
_URL = re.compile(r"(?:[^:/?#]+:)?(?://[^/?#]*)?(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?")


@dataclass(frozen=True, slots=True)
class Request:
    """What was asked: `url` is absolute, `method` in upper case."""

    method: str
    url: str
    headers: Headers = ()
    body: bytes = b""

    @property
    def path(self) -> str:
        """The path as sent, percent-encoding kept."""
        return self._part("path") or "/"

    @property
    def query(self) -> str:
        """The query string as sent, without the question mark."""
        return self._part("query")

    def _part(self, name: str) -> str:
        found = _URL.match(self.url)
        return (found[name] or "") if found else ""


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: Headers = ()
    body: bytes = b""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and its answer."""

    request: Request
    answer: Answer


def header(headers: Headers, name: str) -> str | None:
    """The first value of a header, whatever the case of its name; None where it is absent.

    >>> header((("Content-Type", "text/plain"),), "content-type")
    'text/plain'
    """
    wanted = name.lower()
    for key, value in headers:
        if key == wanted or key.lower() == wanted:
            return value
    return None


def media_type(headers: Headers) -> str:
    """The media type of a message in lower case, without parameters; empty where none is said.

    >>> media_type((("content-type", "Application/JSON; charset=utf-8"),))
    'application/json'
    """
    return (header(headers, "content-type") or "").partition(";")[0].strip().lower()
