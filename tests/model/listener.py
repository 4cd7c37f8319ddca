"""A server on loopback that hears every request out and counts it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from contract_kit.model.exchange import Headers, header


@dataclass(frozen=True)
class Heard:
    """One request as it came over the wire."""

    method: str
    target: str
    headers: Headers
    body: bytes


@dataclass(frozen=True)
class Listener:
    """What was heard at a port, oldest first."""

    port: int
    heard: list[Heard] = field(default_factory=list)

    def url(self, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.port}"


@contextmanager
def listening(redirects: Mapping[str, str] | None = None) -> Iterator[Listener]:
    """Answers 200 to everything, and 302 on the paths of `redirects`."""
    heard: list[Heard] = []

    class Handler(BaseHTTPRequestHandler):
        def __getattr__(self, name: str) -> Callable[[], None]:
            if name.startswith("do_"):
                return self.answer
            raise AttributeError(name)

        def answer(self) -> None:
            sent = tuple(self.headers.items())
            body = self.rfile.read(int(header(sent, "content-length") or 0))
            heard.append(Heard(self.command, self.path, sent, body))
            location = (redirects or {}).get(self.path)
            self.send_response(302 if location else 200)
            if location:
                self.send_header("Location", location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *args: object) -> None:
            """Tests print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield Listener(server.server_address[1], heard)
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
