"""Turns what vcrpy calls a request and a response into exchanges, and answers back into responses.

response: {status: {code, message}, headers: {name: [value]}, body: {string: bytes}}
"""

from http.client import responses as phrases
from typing import Any

from contract_kit.formats.headers import grouped, with_length
from contract_kit.model.exchange import Answer, Headers, Request, header
from contract_kit.scrubbing.encodings import Unsafe, without_coding

_DECODED_BY_CLIENTS = frozenset(("gzip", "x-gzip", "deflate", "br", "zstd", "identity"))


def request_of(asked: Any) -> Request:
    """The request that vcrpy's stands for, its body without content coding."""
    headers = tuple((_text(name), _text(value)) for name, value in asked.headers.items())
    headers, body = _plain(headers, _whole(asked.body or b""))
    return Request(asked.method.upper(), asked.uri.partition("#")[0], headers, body)


def answer_of(response: Any, *, decoded: bool) -> Answer:
    """The answer in a response, its body without content coding.

    `decoded` says that the client took it off already, and left the header that tells of it.
    """
    headers = tuple(
        (_text(name), _text(value))
        for name, values in response["headers"].items()
        for value in values
    )
    body = response["body"].get("string") or b""  # aiohttp reads no body of a redirect
    headers, body = (_relieved if decoded else _plain)(headers, body)
    return Answer(response["status"]["code"], headers, body)


def response_of(answer: Answer) -> dict[str, Any]:
    """A response that is vcrpy's to change."""
    return {
        "status": {"code": answer.status, "message": phrases.get(answer.status, "")},
        "headers": grouped(answer.headers),
        "body": {"string": answer.body},
    }


def encoded(value: str) -> bytes:
    """A name or value of a header as it goes over the wire."""
    try:
        return value.encode("latin-1")
    except UnicodeEncodeError:  # a client that takes headers for UTF-8 read it
        return value.encode()


def _whole(body: Any) -> bytes:
    """A body that is bytes, a file or chunks: vcrpy opens it anew for everybody."""
    whole = body.read() if hasattr(body, "read") else body
    return bytes(whole) if isinstance(whole, bytes | bytearray | memoryview) else b"".join(whole)


def _plain(headers: Headers, body: bytes) -> tuple[Headers, bytes]:
    codings = header(headers, "content-encoding")
    if not codings:
        return headers, body
    try:
        plain = without_coding(body, codings)
    except Unsafe:  # the scrubber withholds it
        return headers, body
    return _uncoded(headers, plain), plain


def _relieved(headers: Headers, body: bytes) -> tuple[Headers, bytes]:
    told = header(headers, "content-encoding") or "identity"
    codings = {name.strip().lower() for name in told.split(",")}
    return (_uncoded(headers, body) if codings <= _DECODED_BY_CLIENTS else headers), body


def _uncoded(headers: Headers, body: bytes) -> Headers:
    kept = tuple((name, value) for name, value in headers if name.lower() != "content-encoding")
    return with_length(kept, len(body)) if body else kept  # HEAD tells of a body that is not sent


def _text(value: object) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
