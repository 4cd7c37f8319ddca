"""Puts a vendor between drift and its answers: every answer may be changed before it is sent.

A vendor is a plain function from a request to an answer; a change sees the request, the true answer
and the vendor itself, so that it can ask for more than was asked.
"""

import asyncio
import gzip
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from contract_kit.model.exchange import Answer, Headers, header

CONTROL = "/__contract__/"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as it reached the vendor; `operation` is empty where it is none of the API's."""

    operation: str
    method: str
    path: str
    query: str
    headers: Headers
    body: bytes = b""


Serve = Callable[[Asked], Answer]


def as_it_is(asked: Asked) -> Asked:
    """A request that reaches the vendor unchanged."""
    return asked


@dataclass(frozen=True, slots=True)
class Change:
    """What a vendor does otherwise: `answer` gives another answer in place of the true one.

    `ask` turns the request into what the unchanged vendor understands (ids that look different).
    """

    answer: Callable[[Asked, Answer, Serve], Answer]
    ask: Callable[[Asked], Asked] = as_it_is


@dataclass(slots=True)
class Counted:
    """How many requests came, and the number of the first whose answer was not the true one.

    `failed` tells of a change that could not be made, which is a fault of the change.
    """

    requests: int = 0
    changed: int = 0
    first: int = 0
    failed: str = ""

    def add(self, changed: bool) -> None:
        """One request more."""
        self.requests += 1
        self.changed += changed
        if changed and not self.first:
            self.first = self.requests


@dataclass(slots=True)
class Wire:
    """A vendor on the wire, changed by all of `changes`, one after the other.

    `make` builds the changes anew whenever the vendor goes back to its first state, which `reset`
    tells; `delay` gives the seconds that an answer takes; `control` is the vendor's own endpoint
    for tests, which nothing changes. Answers over `gzip_over` bytes are compressed where that is
    asked for.
    """

    serve: Serve
    operation: Callable[[str, str], str]
    make: Callable[[], Sequence[Change]]
    control: ASGIApp | None = None
    reset: Callable[[], None] = lambda: None
    delay: Callable[[], float] = lambda: 0.0
    gzip_over: int | None = None
    counted: Counted = field(default_factory=Counted)
    _changes: Sequence[Change] = ()

    def __post_init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        """The vendor is in its first state: its changes have seen nothing yet."""
        self._changes = self.make()
        self.reset()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """One request of the wire."""
        path = str(scope["path"])
        if path.startswith(CONTROL):
            await self._controlled(path, scope, receive, send)
            return
        asked = await _asked(scope, receive)
        try:
            operation = self.operation(asked.method, asked.path)
            answer = self._answer(replace(asked, operation=operation))
        except Exception as error:
            self.counted.failed = f"{asked.method} {asked.path}: {error!r}"
            raise
        await asyncio.sleep(self.delay())
        await _send(send, _compressed(answer, asked, self.gzip_over))

    async def _controlled(self, path: str, scope: Scope, receive: Receive, send: Send) -> None:
        if self.control is None:
            await _send(send, Answer(404))
            return
        await self.control(scope, receive, send)
        if path.endswith("/reset"):
            self.begin()

    def _answer(self, asked: Asked) -> Answer:
        inner = replace(asked, headers=_without(asked.headers, "accept-encoding"))
        for change in self._changes:
            inner = change.ask(inner)
        true = given = self.serve(inner)
        for change in self._changes:
            given = change.answer(inner, given, self.serve)
        self.counted.add(given != true)
        return given


def vendor_of(app: ASGIApp) -> Serve:
    """An emulator's application as a plain function; it never waits, so it runs at one go."""

    def serve(asked: Asked) -> Answer:
        sent: list[Message] = []
        running = app(_scope(asked), _whole(asked.body), _into(sent))
        try:
            running.__await__().send(None)
        except StopIteration:
            headers = tuple(
                (k.decode("latin-1"), v.decode("latin-1")) for k, v in sent[0]["headers"]
            )
            kept = _without(headers, "content-length")
            return Answer(sent[0]["status"], kept, sent[1]["body"])
        raise RuntimeError("the vendor waits for something")

    return serve


def _scope(asked: Asked) -> Scope:
    return {
        "type": "http",
        "method": asked.method,
        "path": asked.path,
        "raw_path": asked.path.encode("ascii"),
        "query_string": asked.query.encode("latin-1"),
        "headers": [(k.lower().encode("latin-1"), v.encode("latin-1")) for k, v in asked.headers],
    }


def _whole(body: bytes) -> Receive:
    async def receive() -> Message:
        return {"type": "http.request", "body": body, "more_body": False}

    return receive


def _into(sent: list[Message]) -> Send:
    async def send(message: Message) -> None:
        sent.append(message)

    return send


async def _asked(scope: Scope, receive: Receive) -> Asked:
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = bool(message.get("more_body"))
    headers = tuple((k.decode("latin-1"), v.decode("latin-1")) for k, v in scope["headers"])
    path = scope.get("raw_path", b"").decode("ascii", "replace") or scope["path"]
    return Asked("", scope["method"], path, scope["query_string"].decode("latin-1"), headers, body)


def _without(headers: Headers, name: str) -> Headers:
    return tuple(pair for pair in headers if pair[0].lower() != name)


def _compressed(answer: Answer, asked: Asked, over: int | None) -> Answer:
    wanted = "gzip" in (header(asked.headers, "accept-encoding") or "")
    if over is None or not wanted or len(answer.body) <= over:
        return answer
    headers = (*answer.headers, ("content-encoding", "gzip"))
    return replace(answer, headers=headers, body=gzip.compress(answer.body, mtime=0))


async def _send(send: Send, answer: Answer) -> None:
    headers: list[Any] = [(k.encode("latin-1"), v.encode("latin-1")) for k, v in answer.headers]
    if answer.status != 204:
        headers.append((b"content-length", str(len(answer.body)).encode("ascii")))
    await send({"type": "http.response.start", "status": answer.status, "headers": headers})
    await send({"type": "http.response.body", "body": answer.body})
