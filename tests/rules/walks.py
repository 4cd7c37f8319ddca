"""Listings of several styles that answer from memory, and what somebody sees who walks them."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode

from contract_kit.model.contract import Operation
from contract_kit.model.exchange import Answer, Exchange, Request
from contract_kit.model.pagination import read_pagination
from contract_kit.model.sighting import Journey, Sighting
from contract_kit.model.walk import walk
from contract_kit.openapi.operations import read_operations
from tests.openapi.small import document, json_of

SERVER = "https://shop.example/v2"
LINKS = {"next": "/links/next", "previous": "/links/previous"}
HEADER = {"next": "header:Link", "previous": "header:Link"}
CURSOR = {"cursor": {"in": "query", "name": "after", "from": "/after"}}
NUMBERS = {"page": {"in": "query", "name": "page"}, "total": "/total"}
SIZE = {"in": "query", "name": "size", "default": 4, "max": 20}
_QUERY = ("size", "state", "after", "page")


@cache
def _operations(said: str) -> Mapping[str, Operation]:
    pagination = {"items": "/data", "identity": "/id", "size": SIZE, **json.loads(said)}
    listing = {
        "operationId": "list",
        "x-pagination": pagination,
        "parameters": [
            {
                "name": name,
                "in": "query",
                "schema": {},
                **({"x-honours": {"equals": "/state"}} if name == "state" else {}),
            }
            for name in _QUERY
        ],
        "responses": {"200": {"description": "", "content": json_of({})}},
    }
    return read_operations(document({"/things": {"get": listing}}))


@dataclass(frozen=True)
class Listing:
    """A listing of things, `size` on a page unless the request says otherwise.

    `said` is its `x-pagination` beside items, identity and size; it answers in all ways that this
    names. No page has more than `most` items. A cursor is the number of items in front of the page,
    or else the id of the last item of the page before. The next page begins with the `overlap` last
    items of the page before.
    """

    things: Sequence[Mapping[str, Any]]
    said: Mapping[str, Any]
    absolute: bool = False
    size: int = 4
    most: int = 20
    overlap: int = 0
    by_id: bool = False

    @property
    def operation(self) -> Operation:
        return _operations(json.dumps(self.said))["list"]

    def answer(self, request: Request) -> tuple[dict[str, Any], dict[str, str]]:
        """Body and links of the page that is asked for."""
        sent = dict(parse_qsl(request.query))
        things = [thing for thing in self.things if sent.get("state", "") in ("", thing["state"])]
        size = min(int(sent.get("size", self.size)), self.most)
        start = size * (int(sent["page"]) - 1) if "page" in sent else self._start(sent)
        shown, after = things[start : start + size], start + size - self.overlap
        links = {}
        if start + size < len(things):
            links["next"] = self._link(sent, after)
        if start:
            links["previous"] = self._link(sent, max(0, start - size + self.overlap))
        cursor = shown[-1]["id"] if self.by_id and shown else str(after)
        return {"data": shown, **dict(self._ways(links, cursor, len(things)))}, links

    def _start(self, sent: Mapping[str, str]) -> int:
        if self.by_id and "after" in sent:
            ids = [thing["id"] for thing in self.things]
            return ids.index(sent["after"]) + 1 - self.overlap
        return int(sent.get("after", 0))

    def _ways(self, links: Mapping[str, str], cursor: str, total: int) -> Iterator[tuple[str, Any]]:
        if self.said.get("next") == LINKS["next"]:
            yield "links", {"next": links.get("next"), "previous": links.get("previous")}
        if "cursor" in self.said:
            yield "after", cursor if "next" in links else None
        if "more" in self.said:
            yield "more", "next" in links
        if "total" in self.said:
            yield "total", total

    def _link(self, sent: Mapping[str, str], start: int) -> str:
        kept = {name: value for name, value in sent.items() if name != "after"}
        query = urlencode({"after": start, **kept} if start else kept, quote_via=quote)
        return f"{SERVER if self.absolute else '/v2'}/things?{query}"


Body = dict[str, Any]
Edit = Callable[[Body, int], None]


def things(count: int) -> list[dict[str, Any]]:
    """Things with ids, the newest first."""
    return [
        {"id": f"t{n}", "state": "done", "at": f"2026-01-01T{23 - n // 60:02}:{59 - n % 60:02}:00Z"}
        for n in range(count)
    ]


def walked(
    listing: Listing,
    edit: Edit | None = None,
    *,
    query: str = "size=2",
    pages: int = 20,
    back: bool = False,
    relinked: Callable[[str, int], str] | None = None,
) -> Journey:
    """What somebody sees who walks a listing of which answers are changed.

    `edit` is given the body of each answer and its number from 1 and changes it, `relinked` the
    value of its `Link` header.
    """
    operation = listing.operation
    pagination = read_pagination(operation.pagination, operation.path)
    walking = walk(pagination, Request("GET", f"{SERVER}/things?{query}"), pages, back=back)
    sightings: list[Sighting] = []
    request: Request | None = next(walking)
    while request is not None:
        number = len(sightings) + 1
        answer = _answer(listing, request, edit, relinked, number)
        seen = Exchange(request, answer)
        sightings.append(Sighting("small", operation, seen, step="walk", number=number))
        try:
            request = walking.send(answer)
        except StopIteration:
            request = None
    return Journey("small", "tale", SERVER, tuple(sightings))


def _answer(
    listing: Listing,
    request: Request,
    edit: Edit | None,
    relinked: Callable[[str, int], str] | None,
    number: int,
) -> Answer:
    body, links = listing.answer(request)
    headers = [("Content-Type", "application/json")]
    value = ", ".join(f'<{url}>; rel="{way}"' for way, url in links.items())
    if "header:Link" in listing.said.values() or relinked:
        headers.append(("Link", relinked(value, number) if relinked else value))
    if edit is not None:
        edit(body, number)
    return Answer(200, tuple(headers), json.dumps(body).encode())


def shown_items(journey: Journey) -> list[str]:
    """The ids of the items in the order in which they were seen."""
    bodies = [json.loads(seen.exchange.answer.body) for seen in journey.sightings]
    return [item["id"] for body in bodies for item in body["data"]]


def alone(journey: Journey, number: int = 1) -> Sighting:
    """One exchange of a journey, seen by itself as the fuzzer sees it."""
    return replace(journey.sightings[number - 1], step="", number=1)
