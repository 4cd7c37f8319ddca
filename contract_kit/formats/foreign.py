"""Reads the recordings that vcrpy wrote, of any version, with the quirks that real files have."""

import json
import zlib
from base64 import b64decode
from collections.abc import Iterator, Mapping
from typing import Any

from contract_kit import documents
from contract_kit.formats.fields import Wrong
from contract_kit.formats.headers import with_length
from contract_kit.model.exchange import Answer, Exchange, Headers, Request, header

_GZIP_OR_ZLIB = 32 + zlib.MAX_WBITS


def exchanges_of(data: Any) -> tuple[Exchange, ...]:
    """The exchanges in the data of a file; raises `Wrong`.

    Bodies are unpacked where they are packed, and Content-Encoding goes as it is true no more.
    """
    if isinstance(data, list):
        raise Wrong("is of vcrpy before 1.0: record it anew")
    if not isinstance(data, dict) or "interactions" not in data:
        raise Wrong("has no `interactions`: vcrpy did not write it")
    interactions = [] if data["interactions"] is None else data["interactions"]
    if not isinstance(interactions, list):
        raise Wrong("is no list", "interactions")
    return tuple(_unpacked(_exchanges(interactions)))


def _exchanges(interactions: list[Any]) -> Iterator[Exchange]:
    for index, interaction in enumerate(interactions):
        try:
            request = _part(interaction, "request")
            response = _part(interaction, "response")
            yield Exchange(_request(request), _answer(response))
        except Wrong as wrong:
            raise wrong.within("interactions", index) from None


def _unpacked(exchanges: Iterator[Exchange]) -> Iterator[Exchange]:
    """The same with unpacked answers, of which there may be as much as of a file in all."""
    room = documents.LARGEST
    for index, exchange in enumerate(exchanges):
        answer = _decoded(exchange.answer, room)
        room -= len(answer.body)
        if room < 0:
            raise Wrong(
                f"unpacks to more than {documents.LARGEST // 2**20} MiB", "interactions", index
            )
        yield Exchange(exchange.request, answer)


def _decoded(answer: Answer, room: int) -> Answer:
    coding = (header(answer.headers, "content-encoding") or "").strip().lower()
    if coding not in ("gzip", "x-gzip", "deflate"):
        return answer
    unpacker = zlib.decompressobj(_GZIP_OR_ZLIB)
    try:
        body = unpacker.decompress(answer.body, room + 1)
    except zlib.error:  # already plain, as vcrpy stores it when asked to decode
        body = answer.body
    else:
        if not unpacker.eof and len(body) <= room:
            return answer  # cut off on its way
    headers = tuple(pair for pair in answer.headers if pair[0].lower() != "content-encoding")
    return Answer(answer.status, with_length(headers, len(body)), body)


def _request(data: Mapping[str, Any]) -> Request:
    method, url = data.get("method"), data.get("uri")
    if not isinstance(method, str):
        raise Wrong("lacks the text `method`", "request")
    if not isinstance(url, str):
        raise Wrong("lacks the text `uri`", "request")
    headers = _headers(data.get("headers"), "request")
    return Request(method.upper(), url, headers, _content(data.get("body"), "request"))


def _answer(data: Mapping[str, Any]) -> Answer:
    stored = data.get("body", data.get("content"))  # `content`: vcrpy before 6 with httpx
    return Answer(
        _status(data), _headers(data.get("headers"), "response"), _content(stored, "response")
    )


def _status(data: Mapping[str, Any]) -> int:
    status = data.get("status", data.get("status_code"))
    if isinstance(status, dict):
        status = status.get("code")
    if isinstance(status, bool) or not str(status).isdecimal():
        raise Wrong("has no status", "response")
    return int(status)


def _headers(data: Any, message: str) -> Headers:
    if not isinstance(data, dict | None):
        raise Wrong("are no mapping", message, "headers")
    return tuple(
        (_text(name), _text(value))
        for name, values in (data or {}).items()
        for value in (values if isinstance(values, list) else [values])
    )


def _text(value: Any) -> str:
    """A name or value of a header: bytes are ISO 8859-1 in HTTP."""
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _content(data: Any, message: str) -> bytes:
    """A body: text, bytes, chunks of them, under `string` or `base64_string`, or parsed JSON."""
    if isinstance(data, dict) and data.get("base64_string"):
        try:
            return b64decode(data["base64_string"])
        except (TypeError, ValueError):
            raise Wrong("is no base64", message, "body", "base64_string") from None
    if isinstance(data, dict) and "string" in data:
        data = data["string"]
    if data is None or isinstance(data, str | bytes):
        return _encoded(data or "")
    if isinstance(data, list) and data and all(isinstance(chunk, str | bytes) for chunk in data):
        return b"".join(map(_encoded, data))
    try:
        return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()
    except TypeError:
        raise Wrong("is neither text nor bytes nor JSON", message, "body") from None


def _encoded(chunk: str | bytes) -> bytes:
    return chunk if isinstance(chunk, bytes) else chunk.encode()


def _part(data: Any, name: str) -> Mapping[str, Any]:
    part = data.get(name) if isinstance(data, dict) else None
    if not isinstance(part, dict):
        raise Wrong(f"has no {name}")
    return part
