"""Turns the pages of a listing into other ones: links, sizes, items."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from benchmarks.drift.kind import Kind, edited, with_body
from benchmarks.drift.resources import SUNSHINE, SUPPORT, ZUORA
from benchmarks.drift.wire import Asked, Change, Serve
from contract_kit.model.exchange import Answer
from contract_kit.model.pointer import select, tokens


@dataclass(frozen=True, slots=True)
class Listing:
    """How one listing is paged: pointers to its parts, the names of its parameters."""

    api: str
    operation: str
    items: str
    next: str
    previous: str
    size: str
    cursor: str
    cursors: tuple[str, ...]  # parameters that say which page

    def size_of(self, asked: Asked) -> int:
        """How many items were asked for; 0 where nobody said."""
        return int(dict(parse_qsl(asked.query)).get(self.size, 0))

    def page(self, asked: Asked) -> bool:
        """Whether a page after the first one was asked for."""
        return any(name in dict(parse_qsl(asked.query)) for name in self.cursors)


SEARCH = Listing(
    SUNSHINE,
    "searchRecords",
    "/data",
    "/links/next",
    "/links/previous",
    "per_page",
    "cursor",
    ("cursor",),
)
STATUSES = Listing(
    SUPPORT,
    "listJobStatuses",
    "/job_statuses",
    "/links/next",
    "/links/prev",
    "page[size]",
    "page[after]",
    ("page[after]", "page[before]"),
)
JOBS = Listing(ZUORA, "listBulkJobs", "/jobs", "/cursor", "", "pageSize", "cursor", ("cursor",))

Turn = Callable[[Listing, Asked, Any, Serve], Any]  # the body of a page to another body


def paged(name: str, at: Listing, turn: Turn, *pointers: str, inside: bool = False) -> Kind:
    """A change of the pages of a listing."""
    return remembering(name, at, lambda: turn, pointers, inside)


def remembering(
    name: str,
    at: Listing,
    turn: Callable[[], Turn],
    pointers: tuple[str, ...],
    inside: bool = False,
) -> Kind:
    """A change of the pages of a listing that remembers what it has shown."""

    def make() -> Change:
        turned = turn()

        def answer(asked: Asked, true: Answer, serve: Serve) -> Answer:
            if asked.operation != at.operation or true.status != 200:
                return true
            return with_body(true, lambda body: turned(at, asked, body, serve))

        return Change(answer)

    return Kind(
        f"{at.api}: {name}",
        "pagination",
        at.api,
        make,
        frozenset((at.operation,)),
        pointers,
        inside,
    )


def with_query(query: str, **changes: str | None) -> str:
    """A query with parameters set, or taken away where the value is None."""
    kept = [(name, value) for name, value in parse_qsl(query) if name not in changes]
    return urlencode(kept + [(name, value) for name, value in changes.items() if value is not None])


def _asked_otherwise(serve: Serve, asked: Asked, **changes: str | None) -> Any:
    answer = serve(replace(asked, query=with_query(asked.query, **changes)))
    return json.loads(answer.body)


def link_edited(edit: Callable[[str], Any], way: str = "next") -> Turn:
    """Edits the link of one way, wherever there is one."""

    def turn(at: Listing, asked: Asked, body: Any, serve: Serve) -> Any:
        place = at.next if way == "next" else at.previous
        return edited(body, place, lambda link: edit(link) if link else link)

    return turn


def on_page(page: str, pointer: Callable[[Listing], str], edit: Callable[[Any], Any]) -> Turn:
    """Edits one part of the first, the later or the last pages, of those that were sized."""

    def turn(at: Listing, asked: Asked, body: Any, serve: Serve) -> Any:
        link = next(select(body, at.next), None)
        is_it = {"first": not at.page(asked), "later": at.page(asked), "last": link is None}[page]
        return edited(body, pointer(at), edit) if is_it and at.size_of(asked) else body

    return turn


def to_itself(at: Listing, asked: Asked, body: Any, serve: Serve) -> Any:
    """The next page is the page itself."""
    if not at.page(asked):
        return body
    own = f"{asked.path}?{asked.query}"
    if at.api == ZUORA:
        own = dict(parse_qsl(asked.query))["cursor"]
    elif at.api == SUPPORT:
        own = f"http://{dict(asked.headers)['host']}{own}"
    return edited(body, at.next, lambda link: link and own)


def sized(change: Callable[[int], int | None]) -> Turn:
    """The vendor takes another size than was asked for."""

    def turn(at: Listing, asked: Asked, body: Any, serve: Serve) -> Any:
        size = at.size_of(asked)
        if not size:
            return body
        taken = change(size)
        other = _asked_otherwise(serve, asked, **{at.size: None if taken is None else str(taken)})
        return other if next(select(other, at.items), None) is not None else body

    return turn


def overlapping() -> Turn:
    """Each page begins with the last item of the page before."""
    last: list[Any] = []

    def turn(at: Listing, asked: Asked, body: Any, serve: Serve) -> Any:
        after = at.page(asked) and "page[before]" not in asked.query and bool(last)
        given = edited(body, at.items, lambda items: [*last[-1:], *items]) if after else body
        last[:] = body[tokens(at.items)[0]]
        return given

    return turn


def beyond(at: Listing, asked: Asked, body: Any, serve: Serve) -> Any:
    """The last page says that there is one more."""
    if not at.size_of(asked):
        return body
    items = next(select(body, at.items), None)
    more = f"{asked.path}?{asked.query}&after_end=1"
    if at.api == SUPPORT:
        more = f"http://{dict(asked.headers)['host']}{more}"
    if "after_end" in asked.query:
        return body
    return edited(body, at.next, lambda link: link or more) if items else body


def no_more(at: Listing, asked: Asked, body: Any, serve: Serve) -> Any:
    """What says whether there are more pages says the opposite."""
    return edited(body, "/meta/has_more", lambda more: not more)


def first_page(at: Listing, asked: Asked, body: Any, serve: Serve) -> Any:
    """The page before is always the first one."""
    start = f"{asked.path}?{with_query(asked.query, **dict.fromkeys(at.cursors, None))}"
    start = f"http://{dict(asked.headers)['host']}{start}" if at.api == SUPPORT else start
    return edited(body, at.previous, lambda link: link and start)


def half_empty(at: Listing, asked: Asked, body: Any, serve: Serve) -> Any:
    """All pages but the first one are empty."""
    return edited(body, at.items, lambda _: []) if at.page(asked) else body


def elsewhere(host: str) -> Callable[[str], str]:
    """A link to another host."""
    return lambda link: f"{host}{urlsplit(link).path}?{urlsplit(link).query}"


def dropped(name: str) -> Callable[[str], str]:
    """A link without one of its parameters."""
    return lambda link: (
        urlsplit(link)._replace(query=with_query(urlsplit(link).query, **{name: None})).geturl()
    )


def beside(link: str) -> str:
    """A link with credentials."""
    return re.sub("^http://", "http://admin:secret@", link)


NEXT = ("/links/next",)
ITEMS = "/data", "/data/*", "/data/*/id"
STATUS_ITEMS = "/job_statuses", "/job_statuses/*", "/job_statuses/*/id"
JOB_ITEMS = "/jobs", "/jobs/*", "/jobs/*/Id"
