"""One HTTP request and its answer, as they went over the wire.

Bodies are the bytes of the content after transfer and content decoding; headers keep their order
and may repeat (RFC 9110, section 5).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from contract_kit.model.content import is_json, parse, parse_json
from contract_kit.model.remembering import remembered

Headers = tuple[tuple[str, str], ...]

# RFC 3986, appendix B: takes any text apart, where urlsplit refuses some that recordings hold
_URL = re.compile(r"(?:[^:/?#]+:)?(?://[^/?#]*)?(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?")


class Message:
    """What requests and answers have in common; what is read of one is kept with it."""

    headers: Headers
    body: bytes

    @property
    @remembered
    def named(self) -> Mapping[str, str]:
        """The first value of each header by its name in lower case."""
        return {name.lower(): value for name, value in reversed(self.headers)}

    @property
    @remembered
    def media_type(self) -> str:
        """The media type in lower case, without parameters; empty where none is said."""
        return _bare(self.named.get("content-type", ""))

    @property
    @remembered
    def json(self) -> object:
        """The body's JSON value, whatever its media type; raises `Unreadable` where it is none."""
        return parse_json(self.body)

    @property
    def value(self) -> object:
        """The body's value by its media type (`content.parse`); raises `Unreadable`."""
        return self.json if is_json(self.media_type) else parse(self.media_type, self.body)


@dataclass(frozen=True, slots=True)
class Request(Message):
    """What was asked: `url` is absolute, `method` in upper case."""

    method: str
    url: str
    headers: Headers = ()
    body: bytes = b""

    @property
    @remembered
    def path(self) -> str:
        """The path as sent, percent-encoding kept."""
        found = _URL.match(self.url)
        return (found["path"] if found else "") or "/"

    @property
    def query(self) -> str:
        """The query string as sent, without the question mark."""
        found = _URL.match(self.url) if "?" in self.url else None
        return (found["query"] if found else "") or ""


@dataclass(frozen=True, slots=True)
class Answer(Message):
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
    return _bare(header(headers, "content-type") or "")


def _bare(content_type: str) -> str:
    return content_type.partition(";")[0].strip().lower()
