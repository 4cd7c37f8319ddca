"""A print shop's job server: orders are printed in the background, sheet by sheet.

Other names, states, envelope, errors and links than any vendor that comes with the kit. What it
knows at first, its ids, times, page size and pace are drawn, so that no two shops are alike.
"""

import json
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any
from urllib.parse import parse_qsl, urlencode
from uuid import UUID

Headers = dict[str, str]
Reply = tuple[int, Headers, bytes]

PAPERS = ("A3", "A4", "A5")
PHASES = ("waiting", "printing", "done", "broken", "withdrawn")
_FINAL = ("done", "broken", "withdrawn")
_MOST, _LARGEST = 50, 500
_TITLES = ("Flyers", "Menü für Oktober", "名刺", "Annual report", "Plakat “Süd”", "Étiquettes")
_REFERENCE = re.compile(r"ORD-[0-9A-HJKMNP-TV-Z]{10}")
_LETTERS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"


class Refused(Exception):
    """A request refused: the status, the last part of the problem's type, its title and detail."""

    def __init__(self, status: int, kind: str, title: str, detail: str, **headers: str) -> None:
        super().__init__(detail)
        self.status, self.kind, self.title, self.detail = status, kind, title, detail
        self.headers = headers


@dataclass
class Shop:
    """A shop with its orders, newest first; `answer` takes one request after the other."""

    random: Random
    orders: list[dict[str, Any]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.now = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=self.random.random() * 300)
        self.page = self.random.randrange(4, 9)
        self.polls = self.random.randrange(1, 4)
        self.quota, self.sent = self.random.choice((60, 300, 5000)), 0
        for _ in range(self.random.randrange(14, 30)):
            self.now += timedelta(minutes=self.random.randrange(1, 90), milliseconds=7)
            order = self._add(self.random.choice(_TITLES), self.random.choice(PAPERS), 12)
            self._finish(order, self.random.choice(("done", "done", "broken", "withdrawn")))
        self._add("Flyers", "A4", 6)

    def answer(self, method: str, path: str, query: str, headers: Headers, body: bytes) -> Reply:
        """The reply to a request; `headers` have names in small letters, `path` is below `/v2`."""
        self.now += timedelta(milliseconds=self.random.randrange(200, 3000))
        self.sent += 1
        try:
            status, more, value = self._route(method, path, query, headers, body)
        except Refused as refused:
            status, more, value = refused.status, refused.headers, _problem(refused, path)
        return status, {**self._usual(status, value), **more}, _written(value)

    def _usual(self, status: int, value: Any) -> Headers:
        kind = "application/json" if status < 400 else "application/problem+json"
        return {
            **({} if value is None else {"Content-Type": kind}),
            "X-Request-Id": str(UUID(int=self.random.getrandbits(128), version=4)),
            "X-Quota-Limit": str(self.quota),
            "X-Quota-Left": str(max(0, self.quota - self.sent % self.quota)),
            "Cache-Control": "no-store",
        }

    def _route(
        self, method: str, path: str, query: str, headers: Headers, body: bytes
    ) -> tuple[int, Headers, Any]:
        if headers.get("authorization") != "Bearer all":
            challenge = {"WWW-Authenticate": "Bearer"}
            raise Refused(401, "login", "Unauthorized", "Send a token.", **challenge)
        one = re.fullmatch(r"/v2/orders/([^/]+)", path)
        if path == "/v2/orders" and method == "GET":
            return self._list(query, headers)
        if path == "/v2/orders" and method == "POST":
            return self._submit(headers, body)
        if path == "/v2/papers" and method == "GET":
            return 200, {}, {"papers": [{"size": size, "inStock": size != "A3"} for size in PAPERS]}
        if one and method == "GET":
            return 200, {}, self._shown(self._polled(self._found(one[1])), headers)
        if one and method == "DELETE":
            return self._withdraw(one[1])
        allowed = {"/v2/orders": "GET, POST", "/v2/papers": "GET"}.get(
            path, "GET, DELETE" if one else ""
        )
        if not allowed:
            raise Refused(404, "unknown-path", "Not Found", "There is nothing here.")
        raise Refused(405, "method", "Method Not Allowed", f"Use {allowed}.", Allow=allowed)

    def _list(self, query: str, headers: Headers) -> tuple[int, Headers, Any]:
        asked = dict(parse_qsl(query, keep_blank_values=True))
        phase = asked.get("phase")
        if phase is not None and phase not in PHASES:
            raise Refused(400, "parameter", "Bad Request", "phase is none that there is.")
        size = _number(asked.get("limit", str(self.page)), 1, _MOST)
        start = self._position(asked.get("after"))
        matching = [one for one in self.orders if phase in (None, one["phase"])]
        rest = [one for one in matching if self.orders.index(one) >= start]
        page = rest[:size]
        back = [one for one in matching if self.orders.index(one) < start][-size:]
        ways = []
        if len(rest) > size:
            ways.append(self._link(headers, asked, page[-1], "next"))
        if back:
            before = matching.index(back[0])
            ways.append(
                self._link(headers, asked, matching[before - 1] if before else None, "prev")
            )
        shown = {
            "orders": [self._shown(one, headers) for one in page],
            "summary": {"matching": len(matching)},
        }
        return 200, ({"Link": ", ".join(ways)} if ways else {}), shown

    def _position(self, after: str | None) -> int:
        if after is None:
            return 0
        for index, order in enumerate(self.orders):
            if order["ref"] == after:
                return index + 1
        raise Refused(400, "parameter", "Bad Request", "after is no order of this list.")

    def _link(
        self, headers: Headers, asked: dict[str, str], last: dict[str, Any] | None, way: str
    ) -> str:
        kept = {name: value for name, value in asked.items() if name in ("phase", "limit")}
        query = urlencode({**kept, **({"after": last["ref"]} if last else {})})
        return f'<{_origin(headers)}/v2/orders{"?" if query else ""}{query}>; rel="{way}"'

    def _submit(self, headers: Headers, body: bytes) -> tuple[int, Headers, Any]:
        if headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
            raise Refused(415, "media-type", "Unsupported Media Type", "Send application/json.")
        wanted = _order(body)
        order = self._add(wanted["title"], wanted["paper"], wanted["sheets"])
        shown = self._shown(order, headers)
        return 202, {"Location": shown["self"]}, shown

    def _withdraw(self, ref: str) -> tuple[int, Headers, Any]:
        self.orders.remove(self._found(ref))
        return 204, {}, None

    def _found(self, ref: str) -> dict[str, Any]:
        if not _REFERENCE.fullmatch(ref):
            raise Refused(404, "unknown-order", "Not Found", "A reference is ORD- and ten letters.")
        for order in self.orders:
            if order["ref"] == ref:
                return order
        raise Refused(404, "unknown-order", "Not Found", f"There is no order {ref}.")

    def _add(self, title: str, paper: str, sheets: int) -> dict[str, Any]:
        order = {
            "ref": "ORD-" + "".join(self.random.choices(_LETTERS, k=10)),
            "phase": "waiting",
            "title": title,
            "paper": paper,
            "sheets": {"wanted": sheets, "printed": 0},
            "submittedAt": self._moment(),
            "changedAt": self._moment(),
            "finishedAt": None,
            "placedBy": str(UUID(int=self.random.getrandbits(128), version=4)),
            "trouble": None,
            "polls": 0,
        }
        self.orders.insert(0, order)
        return order

    def _polled(self, order: dict[str, Any]) -> dict[str, Any]:
        order["polls"] += 1
        if order["phase"] in _FINAL or order["polls"] % self.polls:
            return order
        sheets = order["sheets"]
        left = sheets["wanted"] - sheets["printed"]
        if order["phase"] == "waiting":
            order["phase"] = "printing"
        elif left > 1 and self.random.random() < 0.6:
            sheets["printed"] += self.random.randrange(1, left)
        else:
            self._finish(order, "done")
        order["changedAt"] = self._moment()
        return order

    def _finish(self, order: dict[str, Any], phase: str) -> None:
        order["phase"] = phase
        order["changedAt"] = order["finishedAt"] = self._moment()
        if phase == "done":
            order["sheets"]["printed"] = order["sheets"]["wanted"]
        if phase == "broken":
            order["trouble"] = {"reason": "PAPER_JAM", "retryable": True}

    def _shown(self, order: dict[str, Any], headers: Headers) -> dict[str, Any]:
        shown = {name: part for name, part in order.items() if name != "polls"}
        return {**shown, "self": f"{_origin(headers)}/v2/orders/{order['ref']}"}

    def _moment(self) -> str:
        return self.now.isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _origin(headers: Headers) -> str:
    return f"http://{headers.get('host', '127.0.0.1')}"


def _number(text: str, least: int, most: int) -> int:
    if not re.fullmatch("-?[0-9]{1,9}", text) or not least <= int(text) <= most:
        raise Refused(400, "parameter", "Bad Request", f"limit is a number from {least} to {most}.")
    return int(text)


def _order(body: bytes) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except ValueError:
        raise Refused(400, "body", "Bad Request", "The body is no JSON.") from None
    if not isinstance(value, dict) or set(value) != {"title", "paper", "sheets"}:
        raise Refused(
            422, "order", "Unprocessable Content", "An order has a title, a paper and sheets."
        )
    title, sheets = value["title"], value["sheets"]
    whole = (
        isinstance(sheets, int | float) and not isinstance(sheets, bool) and sheets == int(sheets)
    )
    if not isinstance(title, str) or not 1 <= len(title) <= 200 or value["paper"] not in PAPERS:
        raise Refused(422, "order", "Unprocessable Content", "The title or the paper is wrong.")
    if not whole or not 1 <= sheets <= _LARGEST:
        raise Refused(422, "order", "Unprocessable Content", f"Sheets are from 1 to {_LARGEST}.")
    return {**value, "sheets": int(sheets)}


def _problem(refused: Refused, path: str) -> dict[str, Any]:
    return {
        "type": f"https://print-shop.example/problems/{refused.kind}",
        "title": refused.title,
        "status": refused.status,
        "detail": refused.detail,
        "instance": path,
    }


def _written(value: Any) -> bytes:
    return b"" if value is None else json.dumps(value, ensure_ascii=False).encode()
