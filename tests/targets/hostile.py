"""A server on loopback that answers as badly as it likes, and counts what arrives."""

import socket
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from threading import Event, Thread

Answering = Callable[[str], Iterable[bytes]]


@dataclass(frozen=True)
class Hostile:
    """What arrived at a port, oldest first: each request's line, and what followed it."""

    port: int
    lines: list[str] = field(default_factory=list)
    whole: list[bytes] = field(default_factory=list)
    ended: Event = field(default_factory=Event)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def drip(self, piece: bytes, seconds: float) -> Iterator[bytes]:
        """The same bytes again and again, until the test is over."""
        while not self.ended.wait(seconds):
            yield piece


@contextmanager
def hostile(answering: Callable[["Hostile"], Answering]) -> Iterator[Hostile]:
    """Answers each request with pieces of bytes, given its line; then closes the connection."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = Hostile(listener.getsockname()[1])
        thread = Thread(target=_serve, args=(listener, server, answering(server)), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.ended.set()
            with suppress(OSError), socket.create_connection(("127.0.0.1", server.port), 1):
                pass  # wakes the one who waits for a connection
            thread.join(5)


def said(status: int, body: bytes = b"", *headers: str) -> list[bytes]:
    """A whole answer."""
    lines = [f"HTTP/1.1 {status} Said", f"Content-Length: {len(body)}", "Connection: close"]
    return ["\r\n".join((*lines, *headers, "", "")).encode() + body]


def told(body: str, *headers: str, status: int = 200) -> list[bytes]:
    """A whole answer in JSON."""
    return said(status, body.encode(), "Content-Type: application/json", *headers)


def _serve(listener: socket.socket, server: Hostile, answer: Answering) -> None:
    while not server.ended.is_set():
        connection, _ = listener.accept()
        with connection, suppress(OSError):
            connection.settimeout(5)
            request = _read(connection)
            if request:
                line = request.partition(b"\r\n")[0].decode("latin-1")
                server.lines.append(line.removesuffix(" HTTP/1.1"))
                server.whole.append(request)
                for piece in answer(server.lines[-1]):
                    connection.sendall(piece)


def _read(connection: socket.socket) -> bytes:
    heard = b""
    while b"\r\n\r\n" not in heard:
        piece = connection.recv(65536)
        if not piece:
            return b""
        heard += piece
    head, _, body = heard.partition(b"\r\n\r\n")
    lengths = [line for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")]
    wanted = int(lengths[0].partition(b":")[2]) if lengths else 0
    while len(body) < wanted:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body
