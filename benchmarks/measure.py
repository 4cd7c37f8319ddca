"""One line of a benchmark, and the load that the servers under test get."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Line:
    """What was measured, the figure as text, the goal, and whether it was reached."""

    what: str
    figure: str
    goal: str
    reached: bool


@contextmanager
def serving(command: Sequence[str]) -> Iterator[str]:
    """Runs a server that prints its URL on the first line; ended when the context is left."""
    process = subprocess.Popen(
        [sys.executable, *command], stdout=subprocess.PIPE, text=True, stderr=subprocess.DEVNULL
    )
    try:
        assert process.stdout is not None
        yield next(word for word in process.stdout.readline().split() if word.startswith("http"))
    finally:
        process.terminate()
        process.wait(10)


def rate(url: str, headers: str, seconds: float, pipelined: int = 32) -> float:
    """Requests a second that a server answers with 200 over one connection, pipelined.

    Pipelining (RFC 9112, section 9.3.2) keeps the client cheap enough to saturate the server, so
    that the ratio of two servers is theirs and not the client's.
    """
    parts = urlsplit(url)
    request = f"GET {parts.path} HTTP/1.1\r\nHost: {parts.netloc}\r\n{headers}\r\n".encode()
    with socket.create_connection((parts.hostname or "", parts.port or 80), 10) as connection:
        _batch(connection, request, pipelined)  # the first ones warm the server up
        answered, began = 0, time.perf_counter()
        while time.perf_counter() - began < seconds:
            _batch(connection, request, pipelined)
            answered += pipelined
        return answered / (time.perf_counter() - began)


def _batch(connection: socket.socket, request: bytes, count: int) -> None:
    connection.sendall(request * count)
    seen = b""
    while seen.count(b"HTTP/1.1 200 OK\r\n") < count or not seen.endswith(b"}"):
        received = connection.recv(1 << 20)
        if not received:
            raise ConnectionError("the server closed the connection")
        seen += received
