"""An API on loopback with what clients may meet: codings, redirects, cookies, binary bodies."""

import gzip
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import urlsplit

JSON = b'{"id": 12345678901234567890123, "at":1e400, "name": "\xc3\xa9",  "none": null}'
BINARY = bytes(range(256)) * 40
TEXT = "prix: 5 é".encode("latin-1")
SECRET = "sk_live_4eC39HqLyjWDarjtT1zdp7dcAbCdEf"

AS_JSON, AS_TEXT = ("Content-Type", "application/json"), ("Content-Type", "text/plain")
AS_BYTES, PACKED = ("Content-Type", "application/octet-stream"), ("Content-Encoding", "gzip")
COOKIES = [("Set-Cookie", f"{name}=1; Path=/") for name in ("theme", "lang")]
TOLD = f'{{"api_key":"{SECRET}","email":"ada@lovelace.org"}}'.encode()
FIXED: Mapping[str, Any] = {
    "/json": (200, JSON, AS_JSON),
    "/gzip": (200, gzip.compress(JSON), AS_JSON, PACKED),
    "/gzip-binary": (200, gzip.compress(BINARY), AS_BYTES, PACKED),
    "/gzip-file": (200, gzip.compress(gzip.compress(b"a,b", mtime=0)), AS_BYTES, PACKED),
    "/binary": (200, BINARY, AS_BYTES),
    "/latin": (200, TEXT, ("Content-Type", "text/plain; charset=iso-8859-1"), ("X-Name", "é")),
    "/empty": (204, b""),
    "/cookies": (200, b"ok", *COOKIES, ("B", "1"), ("A", "2"), ("C", "3")),
    "/redirect": (302, b"", ("Location", "/json")),
    "/elsewhere": (302, b"", ("Location", "http://localhost:9/json")),
    "/secret": (200, TOLD, AS_JSON),
}


@dataclass(frozen=True)
class Served:
    """A running server: its URL, how often each path was asked, and whatever it was sent."""

    url: str
    asked: Counter[str]
    bodies: list[bytes]


@contextmanager
def serving() -> Iterator[Served]:
    """The server, while the context lasts."""
    asked: Counter[str] = Counter()
    bodies: list[bytes] = []

    class Handler(_Answers):
        def parse_request(self) -> bool:
            parsed = super().parse_request()
            asked[self.path] += parsed
            return parsed

        def heard(self) -> bytes:
            bodies.append(super().heard())
            return bodies[-1]

        def turn(self) -> int:
            return asked[self.path]

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield Served(f"http://127.0.0.1:{server.server_port}", asked, bodies)
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)


class _Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1

    def do_GET(self) -> None:
        path = urlsplit(self.path).path
        if path == "/stream":
            self.chunked(JSON, BINARY)
        elif path == "/job":
            state = "completed" if self.turn() >= 3 else f"processing {self.turn()}"
            self.answer(200, f'{{"state":"{state}"}}'.encode(), AS_JSON)
        else:
            self.answer(*FIXED.get(path, (200, path.encode(), AS_TEXT)))

    def do_HEAD(self) -> None:
        self.answer(*FIXED["/json"])

    def do_POST(self) -> None:
        body = self.heard()
        if self.path == "/moved":
            self.answer(307, b"", ("Location", "/echo"))
        else:
            self.answer(200, body, ("Content-Type", self.headers.get("Content-Type", "text/plain")))

    def heard(self) -> bytes:
        if self.headers.get("Transfer-Encoding") != "chunked":
            return self.rfile.read(int(self.headers.get("Content-Length") or 0))
        body = b""
        while size := int(self.rfile.readline(), 16):
            body += self.rfile.read(size)
            self.rfile.readline()
        self.rfile.readline()
        return body

    def turn(self) -> int:
        raise NotImplementedError

    def answer(self, status: int, body: bytes, *headers: tuple[str, str]) -> None:
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def chunked(self, *chunks: bytes) -> None:
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()
        for chunk in (*chunks, b""):
            self.wfile.write(f"{len(chunk):x}\r\n".encode() + chunk + b"\r\n")

    def log_message(self, *_: object) -> None:
        """Tests print nothing."""
