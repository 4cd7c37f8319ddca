"""Where requests go and as whom, and the transport that carries them there."""

from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import ip_address
from typing import Any, Protocol
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Credentials:
    """A user name with password, or a token; all empty where there are none.

    `public` are those that everybody knows: an emulator's fixed users. With a `client_id` the
    token is fetched by the transport, and `token` is only a word that stands for it.
    """

    username: str = ""
    password: str = ""
    token: str = ""
    public: bool = False
    client_id: str = ""
    client_secret: str = ""

    def __bool__(self) -> bool:
        return bool(self.username or self.token)

    @property
    def basic(self) -> str:
        """User name and password as HTTP wants them (RFC 7617); empty without a user name."""
        pair = f"{self.username}:{self.password}".encode()
        return b64encode(pair).decode() if self.username else ""

    @property
    def marks(self) -> tuple[str, ...]:
        """What stands in the headers of a request that is made with these credentials."""
        return tuple(mark for mark in (self.basic, self.token) if mark)

    def __repr__(self) -> str:
        return "Credentials(…)"  # never in a log or a traceback


@dataclass(frozen=True, slots=True)
class Target:
    """One server to talk to.

    `name` is what the user called it, `url` its base without a slash at the end, `setup` the
    command that starts it for somebody who wants to see a finding again, `reset` brings it back to
    its first state (None where it has no such way).
    """

    name: str
    url: str
    credentials: Credentials
    setup: str = ""
    reset: Callable[[], None] | None = None

    @property
    def recorded(self) -> bool:
        """Whether there is no server at all, but the recordings answer."""
        return self.name == "cassettes"

    @property
    def loopback(self) -> bool:
        """Whether the server is on this machine."""
        return is_loopback(self.url)


class Transport(Protocol):
    """What all traffic to a target passes; `sent` counts the requests that left.

    Sessions are those of the HTTP client that the transport is made for.
    """

    @property
    def sent(self) -> int:
        """How many requests have left."""
        ...

    def session(self) -> Any:
        """A session whose every request passes the transport."""
        ...

    def mount(self, session: Any) -> None:
        """Makes a session that somebody else has built pass the transport too."""
        ...


def is_loopback(url: str) -> bool:
    """Whether a URL's host is this machine, by its name or address alone (no look-up)."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        return False
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")
