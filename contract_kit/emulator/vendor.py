"""What a vendor package provides, and what its handlers are given and give back.

Knowing one emulated vendor is knowing all: each is a value of `Vendor`, its handlers are plain
functions from a `Call` to a `Reply`, and what it refuses is raised as a `Refusal` and rendered
once, at the edge, in the vendor's own envelope.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from contract_kit.emulator.state import State
from contract_kit.model.conformance import Reading
from contract_kit.model.contract import Operation
from contract_kit.model.exchange import Headers

NO_HEADERS: Mapping[str, str] = {}


@dataclass(frozen=True, slots=True)
class User:
    """Who calls: a name and a role that the specification's `x-roles` know."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Call:
    """One request that passed look-up, access, limits and validation.

    `reading` holds the decoded arguments and the body's value; `body` the raw bytes; `origin` is
    scheme and host as the client sees them, for absolute URLs; `fault` an injected fault that the
    handler itself has to act out (`job_failed`, …), empty otherwise; `limits` is whether documented
    limits hold.
    """

    operation: Operation
    reading: Reading
    headers: Headers
    body: bytes
    state: State
    user: User
    origin: str
    fault: str = ""
    limits: bool = True


@dataclass(frozen=True, slots=True)
class Reply:
    """What a handler answers: `content` is a JSON value, bytes as they are, or None for no body."""

    status: int
    content: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)


class Refusal(Exception):
    """A request refused. `detail` is for people; `code` where the vendor knows several a status.

    `reason` is why it did not get as far as a handler: `path` where nothing lies at its path, or
    the JSON Schema keyword that it breaks (`maxItems`, …); empty for other reasons.
    """

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        code: str = "",
        headers: Mapping[str, str] = NO_HEADERS,
        reason: str = "",
    ) -> None:
        super().__init__(detail)
        self.status, self.detail, self.code, self.headers = status, detail, code, headers
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Quota:
    """What is left of a minute's requests: `limit`, `remaining`, and seconds until the `reset`."""

    limit: int
    remaining: int
    reset: int


Handler = Callable[[Call], Reply]


@dataclass(frozen=True, slots=True)
class Vendor:
    """One emulated API.

    `tables` is the SQL that creates its tables; `prepare` fills the prepared state; `identify`
    finds the user of a request's headers (None: unknown, answered 401); `handlers` has one entry an
    operation id; `refuse` renders a refusal; `a_minute` is the documented or observed rate limit in
    requests; `headers` gives those that every answer carries, by the request's headers; `settle`
    brings the state up to date before each handler; `login` tells a person how to say who calls;
    `unreadable` names the operations that take a body whose Content-Encoding the server cannot
    decode (their handlers get the raw bytes and an empty reading); answers of more than `gzip_over`
    bytes are compressed for clients that accept it.
    """

    api: str
    tables: str
    prepare: Callable[[State], None]
    identify: Callable[[Headers], User | None]
    handlers: Mapping[str, Handler]
    refuse: Callable[[Refusal], Reply]
    a_minute: int
    headers: Callable[[Headers, Quota, State], Mapping[str, str]]
    settle: Callable[[State], None]
    login: str
    unreadable: frozenset[str] = frozenset()
    gzip_over: int | None = None
