"""Walks the pages of a listing: finds in one page how to ask for the next, or for the one before.

Links in the body or in a `Link` header (RFC 8288), relative or absolute; cursors; page numbers. A
link is followed only to the operation that it came from, on the target's own host.
"""

import json
import re
from collections.abc import Callable, Generator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Literal
from urllib.parse import parse_qsl, quote, urlencode, urljoin, urlsplit

from contract_kit.model.content import Unreadable, parse_json
from contract_kit.model.contract import Json
from contract_kit.model.exchange import Answer, Request
from contract_kit.model.pointer import select
from contract_kit.stories.asking import Line
from contract_kit.stories.expressions import body_of
from contract_kit.stories.story import Paging, Played, Step, Unexpected

_IN_THE_HEADER = "header:Link"
_LINK = re.compile(r"<([^<>]*)>([^<]*)")
_RELATION = re.compile(r';\s*rel\s*=\s*"?([^";,]*)', re.IGNORECASE)
_SHOWN = 100  # characters of a link in a message

Direction = Literal["next", "previous"]
Judge = Callable[[Answer], None]


def walk(
    line: Line, step: Step, paging: Paging, request: Request, judge: Judge
) -> Generator[Played, None, tuple[Answer, dict[str, Any]]]:
    """Plays the pages of a step; the last answer, and the outputs `last`, `items` and `pages`.

    `judge` raises where an answer is not what the step expects. Items and pages are those of the
    way forth, also where the walk goes back again.
    """
    forth = yield from _walk(line, step, paging, "next", request, judge, [])
    answers = [answer for _, answer in forth]
    if paging.way == "both":
        back = _neighbour(line, step, paging.pagination, "previous", forth)
        if back is not None:
            walked = yield from _walk(line, step, paging, "previous", back, judge, answers)
            forth = [*forth, *walked]
    last = forth[-1][1]
    items = [item for answer in answers for item in _items(paging.pagination, answer)]
    return last, {"last": body_of(last), "items": items, "pages": len(answers)}


_Walked = list[tuple[Request, Answer]]


def _walk(
    line: Line,
    step: Step,
    paging: Paging,
    direction: Direction,
    first: Request,
    judge: Judge,
    before: Sequence[Answer],
) -> Generator[Played, None, _Walked]:
    """One way from a page on; `before` are the pages that were walked already, for their number."""
    walked: _Walked = []
    asked: Request | None = first
    while asked is not None and len(walked) < paging.pages:
        if any(request == asked for request, _ in walked):
            raise Unexpected("a link to another page", f"the page {_short(asked.url)} again")
        exchange = line.ask(asked)
        number = len(before) + len(walked) + 1
        yield Played(step.id, step.operation, number, exchange)
        judge(exchange.answer)
        walked.append((asked, exchange.answer))
        asked = _neighbour(line, step, paging.pagination, direction, walked)
    return walked


def _neighbour(
    line: Line, step: Step, pagination: Json, direction: Direction, walked: _Walked
) -> Request | None:
    """The request for the page beside the last one; None where that is the end of the way."""
    request, answer = walked[-1]
    body = body_of(answer)
    more = pagination.get("more")
    if direction == "next" and more and next(select(body, more), None) is False:
        return None
    if pagination.get(direction):
        link = _link(answer, body, pagination[direction], direction)
        return None if link is None else _following(line, step, pagination, request, link)
    cursor, page = pagination.get("cursor", {}), pagination.get("page")
    if "from" in cursor:
        value = next(select(body, cursor["from"]), None)
        return None if value in (None, "") else _with(request, cursor, value)
    if page is None or _is_last(pagination, walked):
        return None
    return _with(request, page, _number(walked[0][0], page) + len(walked))


def _link(answer: Answer, body: Any, place: str, direction: Direction) -> str | None:
    if place != _IN_THE_HEADER:
        link = next(select(body, place), None)
        if link is not None and not isinstance(link, str):
            raise Unexpected(f"a link at {place}", _short(repr(link)))
        return link or None
    names = {"next"} if direction == "next" else {"previous", "prev"}
    for name, value in answer.headers:
        for url, parameters in _LINK.findall(value) if name.lower() == "link" else ():
            relation = _RELATION.search(parameters)
            if relation and names & set(relation[1].lower().split()):
                return str(url)
    return None


def _following(line: Line, step: Step, pagination: Json, request: Request, link: str) -> Request:
    """The request for a link; raises `Unexpected` where it leads to another host or operation."""
    base = urlsplit(line.target.url)
    try:
        url = urljoin(request.url, link)
        there = urlsplit(url)
    except ValueError:
        raise Unexpected("a link", _short(link)) from None
    if (there.scheme, there.netloc) != (base.scheme, base.netloc):
        raise Unexpected(f"a link to {base.scheme}://{base.netloc}", _short(link))
    match = line.contract.find(request.method, there.path.removeprefix(base.path))
    if match is None or match.operation.id != step.operation:
        raise Unexpected(f"a link to {step.operation}", _short(link))
    url = there._replace(fragment="").geturl()
    if request.body and not pagination.get("resend_body"):
        kept = tuple((name, value) for name, value in request.headers if name != "Content-Type")
        return replace(request, url=url, headers=kept, body=b"")
    return replace(request, url=url)


def _with(request: Request, place: Mapping[str, Any], value: Any) -> Request:
    """A request with a cursor or a page's number in its place."""
    name, text = place["name"], value if isinstance(value, str) else json.dumps(value)
    if place["in"] == "query":
        pairs = [
            pair for pair in parse_qsl(request.query, keep_blank_values=True) if pair[0] != name
        ]
        query = urlencode([*pairs, (name, text)], quote_via=quote)
        return replace(request, url=f"{request.url.partition('?')[0]}?{query}")
    if place["in"] == "header":
        kept = tuple(pair for pair in request.headers if pair[0].lower() != name.lower())
        return replace(request, headers=(*kept, (name, text)))
    body = _object(request.body)
    return replace(request, body=json.dumps({**body, name: value}, ensure_ascii=False).encode())


def _number(first: Request, place: Mapping[str, Any]) -> int:
    """The number of the page that a walk began with, 1 where its request does not say."""
    found: Any = 1
    if place["in"] == "query":
        found = dict(parse_qsl(first.query)).get(place["name"], "1")
    elif place["in"] == "body":
        found = _object(first.body).get(place["name"], 1)
    return int(found) if str(found).isdecimal() else 1


def _is_last(pagination: Json, walked: _Walked) -> bool:
    """Whether no numbered page follows: the last one was empty, or all items have come."""
    counts = [len(_items(pagination, answer)) for _, answer in walked]
    total = (
        next(select(body_of(walked[-1][1]), pagination["total"]), None)
        if "total" in pagination
        else None
    )
    return counts[-1] == 0 or (isinstance(total, int) and sum(counts) >= total)


def _items(pagination: Json, answer: Answer) -> list[Any]:
    items = next(select(body_of(answer), pagination["items"]), None)
    return items if isinstance(items, list) else []


def _object(body: bytes) -> dict[str, Any]:
    try:
        value = parse_json(body)
    except Unreadable:
        value = None
    return value if isinstance(value, dict) else {}


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
