"""A forge on loopback: issues, labels, comments and pages as GitHub has them, and its failures."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

REPOSITORY = "team/product"
TOKEN = "ghs_q8Zt3vKpW0rXb5LmYd2N"  # of this server
Answer = tuple[int, Any, dict[str, str]]


@dataclass
class FakeForge:
    """One repository. `failures` are answered to the next requests instead of doing them.

    `page` is how many issues it gives at once, `trusted` whether the token may label; `before_open`
    and `before_label` are what happens between a request to make one and the making.
    """

    url: str = ""
    page: int = 100
    trusted: bool = True
    issues: list[dict[str, Any]] = field(default_factory=list)
    labels: set[str] = field(default_factory=lambda: {"bug"})
    comments: dict[int, list[str]] = field(default_factory=dict)
    failures: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    failing: str = ""  # only requests of that method fail
    heard: list[str] = field(default_factory=list)
    before_open: Callable[[dict[str, Any]], object] = lambda _: None
    before_label: Callable[[], object] = lambda: None

    def open(self) -> list[dict[str, Any]]:
        """The issues that are open."""
        return [issue for issue in self.issues if issue["state"] == "open"]

    def add(self, title: str, body: str, labels: list[str]) -> dict[str, Any]:
        """A new issue; labels that are not there are made, and dropped where that is forbidden."""
        kept = labels if self.trusted else []
        self.labels.update(kept)
        issue = {
            "number": len(self.issues) + 1,
            "state": "open",
            "state_reason": None,
            "title": title,
            "body": body,
            "labels": [{"name": name} for name in kept],
        }
        self.issues.append(issue)
        return issue

    def answer(self, method: str, target: str, token: str, content: Any) -> Answer:
        """What the forge answers to one request."""
        self.heard.append(f"{method} {urlsplit(target).path}")
        if self.failures and self.failing in ("", method):
            status, headers = self.failures.pop(0)
            return status, {"message": f"not now, {token}"}, headers
        if token != f"Bearer {TOKEN}":
            return 401, {"message": "Bad credentials"}, {}
        return self._done(method, target, content)

    def _done(self, method: str, target: str, content: Any) -> Answer:
        parts = urlsplit(target).path.removeprefix(f"/repos/{REPOSITORY}/").split("/")
        match method, *parts:
            case "GET", "issues":
                return self._listed(target)
            case "POST", "issues":
                self.before_open(content)
                return 201, self.add(**content), {}
            case "PATCH", "issues", number:
                issue = self.issues[int(number) - 1]
                issue.update(content)
                return 200, issue, {}
            case "POST", "issues", number, "comments":
                self.comments.setdefault(int(number), []).append(content["body"])
                return 201, {}, {}
            case "POST", "labels":
                return self._labelled(content["name"])
        return 404, {"message": "Not Found"}, {}

    def _listed(self, target: str) -> Answer:
        query = {name: values[0] for name, values in parse_qs(urlsplit(target).query).items()}
        found = [
            issue
            for issue in self.issues
            if query["labels"] in [label["name"] for label in issue["labels"]]
            and query["state"] in ("all", issue["state"])
        ]
        size, page = min(self.page, int(query["per_page"])), int(query["page"])
        shown = found[size * (page - 1) : size * page]
        more = {"Link": f'<{self.url}{target}&more>; rel="next"'} if found[size * page :] else {}
        return 200, shown, more

    def _labelled(self, name: str) -> Answer:
        self.before_label()
        if not self.trusted:
            return 403, {"message": "Resource not accessible by integration"}, {}
        if name in self.labels:
            return 422, {"message": "Validation Failed"}, {}
        self.labels.add(name)
        return 201, {"name": name}, {}


@contextmanager
def serving(**given: Any) -> Iterator[FakeForge]:
    """The forge while the context lasts."""
    forge, one_at_a_time = FakeForge(**given), Lock()

    class Handler(BaseHTTPRequestHandler):
        def _do(self) -> None:
            length = int(self.headers["Content-Length"] or 0)
            content = json.loads(self.rfile.read(length)) if length else None
            token = self.headers["Authorization"] or ""
            with one_at_a_time:
                status, data, headers = forge.answer(self.command, self.path, token, content)
            body = json.dumps(data).encode()
            self.send_response(status)
            for name, value in {**headers, "Content-Length": str(len(body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = do_PATCH = _do

        def log_message(self, format: str, *args: Any) -> None:
            """Nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    forge.url = f"http://127.0.0.1:{server.server_address[1]}"
    Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield forge
    finally:
        server.shutdown()
        server.server_close()
