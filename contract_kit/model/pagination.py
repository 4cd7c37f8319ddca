"""Reads what a specification says of a listing's pages: its `x-pagination`.

Links in the body or in a `Link` header, cursors, page numbers, the size of a page, its items.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

IN_HEADER = "header:Link"
_LONGEST = 8000  # octets of a URL that everybody ought to take (RFC 9110, section 4.1)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a request has a parameter: in its `query`, `body` or `header`."""

    location: str
    name: str


@dataclass(frozen=True, slots=True)
class Pagination:
    """An operation's `x-pagination`; what it does not say, or not in the right form, is None.

    `path` is the operation's template. `items`, `more` and `total` are pointers in the answer,
    `identity` one in the item, `next` and `previous` pointers or `header:Link`. `default` and
    `most` are numbers of items, `pages` is how many pages there are at most. `carries` are the
    parameters that each link takes over from the request, `longest` how long it is at most.
    """

    path: str
    items: str | None = None
    identity: str | None = None
    next: str | None = None
    previous: str | None = None
    more: str | None = None
    total: str | None = None
    cursor: Place | None = None
    cursor_from: str | None = None
    page: Place | None = None
    size: Place | None = None
    default: int | None = None
    most: int | None = None
    pages: int | None = None
    resend_body: bool = False
    carries: tuple[str, ...] = ()
    longest: int = _LONGEST

    @property
    def onward(self) -> str | None:
        """Where an answer says how to go on: a link, else a cursor; None with page numbers."""
        return self.next or self.cursor_from


def read_pagination(source: object, path: str) -> Pagination:
    """What an `x-pagination` says of the operation with this path; reads anything, raises nothing.

    >>> read_pagination({"items": "/jobs", "size": {"in": "query", "name": "n"}}, "/jobs").size
    Place(location='query', name='n')
    """
    said = _members(source)
    cursor, size = _members(said.get("cursor")), _members(said.get("size"))
    carries = said.get("carries")
    return Pagination(
        path=path,
        items=_pointer(said.get("items")),
        identity=_pointer(said.get("identity")),
        next=_pointer(said.get("next")),
        previous=_pointer(said.get("previous")),
        more=_pointer(said.get("more")),
        total=_pointer(said.get("total")),
        cursor=_placed(cursor),
        cursor_from=_pointer(cursor.get("from")),
        page=_placed(_members(said.get("page"))),
        size=_placed(size),
        default=_count(size.get("default")),
        most=_count(size.get("max")),
        pages=_count(said.get("pages")),
        resend_body=said.get("resend_body") is True,
        carries=tuple(map(str, carries)) if isinstance(carries, list | tuple) else (),
        longest=_count(said.get("longest")) or _LONGEST,
    )


def _members(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _pointer(value: object) -> str | None:
    fits = isinstance(value, str) and (value in ("", IN_HEADER) or value.startswith("/"))
    return str(value) if fits else None


def _placed(value: Mapping[str, Any]) -> Place | None:
    location, name = value.get("in"), value.get("name")
    if location not in ("query", "body", "header") or not isinstance(name, str):
        return None
    return Place(str(location), name)


def _count(value: object) -> int | None:
    whole = isinstance(value, int) and not isinstance(value, bool)
    return value if whole and value > 0 else None  # type: ignore[return-value,operator]
