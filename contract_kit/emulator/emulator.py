"""One emulated API at work: what happens to a request before and after its handler.

Everything here is plain Python without I/O of its own; `app` puts it on the wire.
"""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Literal

from contract_kit.emulator.clock import EACH_POLL, Pace
from contract_kit.emulator.faults import BY_THE_HANDLER, Fault, Faults
from contract_kit.emulator.state import State, StateName
from contract_kit.emulator.vendor import Call, Quota, Refusal, Reply, User, Vendor
from contract_kit.model.conformance import Misfit, Reading, read_request
from contract_kit.model.contract import Contract, Match
from contract_kit.model.exchange import Headers, header
from contract_kit.model.pointer import build

Limits = Literal["documented", "off"]
MAX_BODY = 16 * 1024 * 1024  # bytes, decoded; chosen: no document says
MAX_DEPTH = 500  # of a body's value; deep enough for all, and Python's stack holds it everywhere
MAX_URI = 4096  # characters; the gateways' limit that the search document names
_MINUTE = 60_000


@dataclass(frozen=True, slots=True)
class Settings:
    """How an emulator is set up: the seed, the pace of jobs, the limits, the first state."""

    seed: int = 1
    pace: Pace = EACH_POLL
    limits: Limits = "documented"
    state: StateName = "prepared"


class Emulator:
    """A vendor, its contract and its state; answers one request at a time."""

    def __init__(self, vendor: Vendor, contract: Contract, settings: Settings) -> None:
        self.vendor, self.contract, self.settings = vendor, contract, settings
        self.state = State(vendor.tables, vendor.prepare, settings.pace, settings.seed)
        self.faults = Faults()
        self.reset()

    def reset(self, seed: int | None = None, state: StateName | None = None) -> None:
        """Back to the first state, or to another; injected faults are forgotten."""
        self.state.reset(self.settings.seed if seed is None else seed, state or self.settings.state)
        self.faults.clear()
        self._window, self._answered = 0, 0

    def answer(
        self, method: str, path: str, query: str, headers: Headers, body: bytes
    ) -> tuple[Reply, Fault | None]:
        """The reply to one request, and the fault of the wire that the app has to act out.

        `path` is percent-encoded and relative to the server. A second passes afterwards.
        """
        fault = None
        try:
            match = self._find(method, path, query)
            user = self._admit(match, headers)
            fault = self.faults.take(match.operation.id)
            self._count()
            if fault and fault.kind == "status":
                reply = self._faulty(fault)
            else:
                reply = self._handle(match, user, query, headers, body, fault)
        except Refusal as refusal:
            reply = self.vendor.refuse(refusal)
        reply = self._with_headers(headers, reply)
        self.state.clock.tick()
        return reply, fault

    def refuse(self, headers: Headers, refusal: Refusal) -> Reply:
        """The reply to a request that could not even be read."""
        return self._with_headers(headers, self.vendor.refuse(refusal))

    def _find(self, method: str, path: str, query: str) -> Match:
        if len(path) + len(query) + 1 > MAX_URI:
            raise Refusal(414, f"The URI is longer than {MAX_URI} characters")
        match = self.contract.find(method, path)
        if match is None:
            allowed = self.contract.methods(path)
            if not allowed:
                raise Refusal(404, "There is nothing at this path", reason="path")
            raise Refusal(
                405, f"{method} is not allowed here", headers={"Allow": ", ".join(allowed)}
            )
        return match

    def _admit(self, match: Match, headers: Headers) -> User:
        user = self.vendor.identify(headers)
        operation = match.operation
        if user is None:
            if operation.secured:
                raise Refusal(401, "Couldn't authenticate you")
            return User("anonymous", "")
        if operation.roles and user.role not in operation.roles:
            raise Refusal(403, f"This needs the role {' or '.join(operation.roles)}")
        return user

    def _count(self) -> None:
        """One request more in this minute of the emulator's time; refused above the limit."""
        window = self.state.clock.ms // _MINUTE
        if window != self._window:
            self._window, self._answered = window, 0
        self._answered += 1
        if self.settings.limits == "documented" and self._answered > self.vendor.a_minute:
            raise Refusal(
                429,
                f"More than {self.vendor.a_minute} requests in a minute",
                headers={"Retry-After": str(self._seconds_left())},
            )

    def _with_headers(self, headers: Headers, reply: Reply) -> Reply:
        limit = self.vendor.a_minute
        quota = Quota(limit, max(0, limit - self._answered), self._seconds_left())
        always = self.vendor.headers(headers, quota, self.state)
        return Reply(reply.status, reply.content, {**always, **reply.headers})

    def _seconds_left(self) -> int:
        """Of the minute that counts requests; from 1 to 60."""
        return (_MINUTE - self.state.clock.ms % _MINUTE + 999) // 1000

    def _faulty(self, fault: Fault) -> Reply:
        wait = fault.retry_after
        headers = {"Retry-After": str(wait)} if wait is not None else {}
        if fault.status < 400:
            return Reply(fault.status, headers=headers)
        return self.vendor.refuse(Refusal(fault.status, "Injected fault", headers=headers))

    def _handle(
        self,
        match: Match,
        user: User,
        query: str,
        headers: Headers,
        body: bytes,
        fault: Fault | None,
    ) -> Reply:
        operation = match.operation
        decoded = _decode(header(headers, "content-encoding") or "", body)
        if decoded is None and operation.id not in self.vendor.unreadable:
            raise Refusal(415, "The request body's content encoding is not supported")
        reading = Reading() if decoded is None else read_request(match, query, headers, decoded)
        if reading.misfits:
            raise _refusal(reading.misfits)
        if reading.body is not None and _too_deep(reading.body):
            raise Refusal(400, f"The body is nested deeper than {MAX_DEPTH}")
        call = Call(
            operation,
            reading,
            headers,
            body if decoded is None else decoded,
            self.state,
            user,
            f"http://{header(headers, 'host') or '127.0.0.1'}",
            fault.kind if fault and fault.kind in BY_THE_HANDLER else "",
            self.settings.limits == "documented",
        )
        self.vendor.settle(self.state)
        handler = self.vendor.handlers[operation.id]
        if operation.effect == "read" and operation.method == "GET":
            return handler(call)
        with self.state.transaction():
            return handler(call)


def _decode(encoding: str, body: bytes) -> bytes | None:
    """The body without its content encoding; None where the encoding is not supported."""
    name = encoding.strip().lower()
    if name in ("", "identity"):
        return body
    if name not in ("gzip", "x-gzip"):
        return None
    try:
        unzip = zlib.decompressobj(wbits=31)
        plain = unzip.decompress(body, MAX_BODY)
    except zlib.error:
        raise Refusal(400, "The request body is not gzip") from None
    if unzip.unconsumed_tail:
        raise Refusal(413, f"The request body is larger than {MAX_BODY} bytes")
    if not unzip.eof:
        raise Refusal(400, "The request body is not complete gzip")
    return plain


def _refusal(misfits: tuple[Misfit, ...]) -> Refusal:
    first = misfits[0]
    status = 415 if first.place == "header:Content-Type" else 400
    told = "; ".join(_worded(misfit) for misfit in misfits[:3])
    return Refusal(status, told, reason=first.breach.keyword)


def _worded(misfit: Misfit) -> str:
    where = misfit.place.partition(":")[2] or build(misfit.breach.path)
    message = misfit.breach.message
    return message if where in message or not where else f"{where}: {message}"


def _too_deep(value: Any) -> bool:
    level = [value]
    for _ in range(MAX_DEPTH):
        level = [child for part in level for child in _children(part)]
        if not level:
            return False
    return True


def _children(value: Any) -> Iterable[Any]:
    if isinstance(value, dict):
        return value.values()
    return value if isinstance(value, list) else ()
