"""Puts an emulator on the wire: an ASGI application that reads requests and writes replies.

The control endpoint lies under `/__contract__/` and passes by everything that the vendor does.
"""

import asyncio
import gzip
import json
from functools import lru_cache
from typing import Any

import orjson
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from contract_kit.emulator.control import PREFIX, control_endpoint
from contract_kit.emulator.emulator import MAX_BODY, Emulator
from contract_kit.emulator.faults import Fault
from contract_kit.emulator.vendor import Refusal, Reply
from contract_kit.model.exchange import Headers, header

_JSON = "application/json; charset=utf-8"


def application(emulator: Emulator) -> ASGIApp:
    """The ASGI application of an emulator; one at a time, since its state has one writer."""
    control = control_endpoint(emulator)

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        path: str = scope.get("raw_path", b"").decode("ascii", "replace") or scope["path"]
        if path.startswith(PREFIX):
            await control(scope, receive, send)
            return
        body = await _read(receive)
        headers: Headers = tuple(_text(name, value) for name, value in scope["headers"])
        if body is None:
            refusal = Refusal(413, f"The request body is larger than {MAX_BODY} bytes")
            await _write(send, emulator.refuse(headers, refusal), None)
            return
        query = scope["query_string"].decode("latin-1")
        reply, fault = emulator.answer(scope["method"], path, query, headers, body)
        await _write(send, _compressed(emulator, headers, reply), fault)

    return app


async def _read(receive: Receive) -> bytes | None:
    """The whole body of a request; None where it is too large."""
    message: Message = await receive()
    body: bytes = message.get("body", b"")
    if not message.get("more_body"):
        return body if len(body) <= MAX_BODY else None
    parts, size = [body], len(body)
    while message.get("more_body"):
        message = await receive()
        part: bytes = message.get("body", b"")
        size += len(part)
        if size <= MAX_BODY:
            parts.append(part)
    return b"".join(parts) if size <= MAX_BODY else None


async def _write(send: Send, reply: Reply, fault: Fault | None) -> None:
    content, kind = _encode(reply.content)
    headers = [_octets(name, value) for name, value in reply.headers.items()]
    if kind and not any(name == b"content-type" for name, _ in headers):
        headers.append((b"content-type", kind.encode("latin-1")))
    if reply.status != 204:
        headers.append((b"content-length", str(len(content)).encode("ascii")))
    if fault is not None:
        content = await _act_out(fault, content)
        if fault.kind == "malformed":
            headers[-1] = (b"content-length", str(len(content)).encode("ascii"))
    await send({"type": "http.response.start", "status": reply.status, "headers": headers})
    if fault is not None and fault.kind == "cut":
        await send({"type": "http.response.body", "body": content, "more_body": True})
        return  # the server closes a connection whose answer is not whole
    await send({"type": "http.response.body", "body": content})


@lru_cache(maxsize=4096)
def _octets(name: str, value: str) -> tuple[bytes, bytes]:
    return name.lower().encode("latin-1"), value.encode("latin-1")


@lru_cache(maxsize=4096)
def _text(name: bytes, value: bytes) -> tuple[str, str]:
    return name.decode("latin-1"), value.decode("latin-1")


def _encode(content: Any) -> tuple[bytes, str]:
    if content is None:
        return b"", ""
    if isinstance(content, bytes):
        return content, ""
    try:
        return orjson.dumps(content), _JSON
    except TypeError:  # a whole number of more than 64 bits
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(), _JSON


def _compressed(emulator: Emulator, headers: Headers, reply: Reply) -> Reply:
    """The reply as gzip, where the vendor does that and the client has asked for it."""
    least = emulator.vendor.gzip_over
    if least is None or "gzip" not in (header(headers, "accept-encoding") or ""):
        return reply
    content, kind = _encode(reply.content)
    if len(content) <= least:
        return reply
    added = {"Content-Type": kind, **reply.headers, "Content-Encoding": "gzip"}
    return Reply(reply.status, gzip.compress(content, mtime=0), added)


async def _act_out(fault: Fault, content: bytes) -> bytes:
    if fault.kind == "slow":
        await asyncio.sleep(fault.seconds)
    if fault.kind in ("cut", "malformed"):
        return content[: len(content) // 2]
    return content
