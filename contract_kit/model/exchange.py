"""One HTTP request and its answer, as they went over the wire.

Bodies are the bytes of the content after transfer and content decoding; headers keep their order
and may repeat (RFC 9110, section 5).
"""

from dataclasses import dataclass
from urllib.parse import urlsplit

Headers = tuple[tuple[str, str], ...]


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
        return urlsplit(self.url).path or "/"

    @property
    def query(self) -> str:
        """The query string as sent, without the question mark."""
        return urlsplit(self.url).query


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
