"""The bookshelf API, on the standard library's HTTP server: somebody else's code, so to speak.

`--broken` makes it forget the subtitle of a book, and the filter by genre.
"""

import json
import re
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

GENRES = ("novel", "poetry")


class Bookshelf(BaseHTTPRequestHandler):
    """Two paths under /v1, books in memory."""

    protocol_version = "HTTP/1.1"
    wbufsize = -1  # one packet an answer, else each waits 40 ms for an acknowledgement
    broken = False
    books: ClassVar[dict[int, dict[str, Any]]] = {
        1: {"id": 1, "title": "Emma", "genre": "novel", "subtitle": None},
        2: {"id": 2, "title": "Odes", "genre": "poetry", "subtitle": "1819"},
    }

    def do_GET(self) -> None:
        """The list, or one book."""
        parts = urlsplit(self.path)
        one = re.fullmatch(r"/v1/books/([^/]+)", parts.path)
        if one:
            number = int(one[1]) if re.fullmatch("[0-9]{1,4000}", one[1]) else 0
            if number < 1:
                self._answer(400, {"error": "an id is a number from 1"})
            elif number in self.books:
                self._answer(200, self._shown(self.books[number]))
            else:
                self._answer(404, {"error": "no such book"})
        elif parts.path == "/v1/books":
            self._list(parse_qs(parts.query, keep_blank_values=True).get("genre", []))
        else:
            self._answer(404, {"error": "no such path"})

    def _list(self, genres: list[str]) -> None:
        if any(genre not in GENRES for genre in genres) or len(genres) > 1:
            self._answer(400, {"error": "unknown genre"})
            return
        wanted = () if self.broken else genres
        found = [book for book in self.books.values() if not wanted or book["genre"] in wanted]
        self._answer(200, {"books": [self._shown(book) for book in found]})

    def do_POST(self) -> None:
        """A new book."""
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        if urlsplit(self.path).path != "/v1/books":
            self._not_allowed("GET")
            return
        try:
            book = json.loads(body) if self.headers.get_content_type().endswith("json") else None
        except ValueError:
            book = None
        if not _is_book(book):
            self._answer(400, {"error": "no book"})
            return
        number = len(self.books) + 1
        self.books[number] = {"id": number, "subtitle": None, **(book or {})}
        self._answer(201, self._shown(self.books[number]))

    def _not_allowed(self, allowed: str = "") -> None:
        self.rfile.read(int(self.headers.get("Content-Length") or 0))
        known = "GET, POST" if urlsplit(self.path).path == "/v1/books" else "GET"
        self._answer(405, {"error": "not here"}, {"Allow": allowed or known})

    do_PUT = do_PATCH = do_DELETE = do_OPTIONS = do_TRACE = do_QUERY = _not_allowed

    def _shown(self, book: dict[str, Any]) -> dict[str, Any]:
        return {k: v for k, v in book.items() if k != "subtitle"} if self.broken else book

    def _answer(self, status: int, value: Any, headers: dict[str, str] | None = None) -> None:
        content = json.dumps(value).encode()
        self.send_response(status)
        for name, text in {"Content-Type": "application/json", **(headers or {})}.items():
            self.send_header(name, text)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


def _is_book(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and set(value) <= {"title", "genre", "subtitle"}
        and isinstance(value.get("title"), str)
        and bool(value["title"])
        and value.get("genre") in GENRES
        and isinstance(value.get("subtitle"), str | None)
    )


if __name__ == "__main__":
    Bookshelf.broken = "--broken" in sys.argv
    server = ThreadingHTTPServer(("127.0.0.1", 0), Bookshelf)
    print(f"http://127.0.0.1:{server.server_address[1]}/v1", flush=True)
    server.serve_forever()
