"""Judges the links of each page by themselves: where they lead, and what they carry."""

import json
import re
from base64 import b64decode
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from contract_kit.model.link import (
    Address,
    Direction,
    address,
    fault,
    in_header,
    parameters_of,
    resolved,
)
from contract_kit.model.page import Page, asked_number, followed, key_of, neighbour
from contract_kit.model.pagination import IN_HEADER
from contract_kit.model.pointer import select
from contract_kit.rules.pages_to_the_end.walks import Broken, Seen, Walk, shown

_FAULTS = {
    "broken": ("broken-link", "a URL"),
    "path": ("broken-link", "a page of this listing"),
    "credentials": ("credentials-in-link", "a link without a user"),
    "host": ("other-host", "the host that was asked"),
    "scheme": ("other-scheme", "the scheme that was asked"),
}
_SECRET = re.compile(
    r"(access|auth|api|bearer|session|private|secret)[-_]?(token|key)|passw(or)?d|secret|jwt",
    re.IGNORECASE,
)
_WAYS: tuple[Direction, ...] = ("next", "previous")
_TELLING = 8  # characters from which on a credential is no accident in a link


def broken(walk: Walk) -> Iterator[Broken]:
    """What is wrong with the links and cursors of each page; one thing of each."""
    carried = frozenset(_carried(walk))
    for ahead, pages in (("next", walk.forth), ("previous", walk.back)):
        gone = {walk.forth[-1].key} if ahead == "previous" else set[Address]()
        for seen, follower in zip_longest(pages, pages[1:]):
            gone.add(seen.key)
            for way in _WAYS:
                before = gone if way == ahead else {seen.key}
                yield from _link(_Link(walk, seen, way, follower, carried), before)
            yield from _cursor(seen, gone)
            yield from _disagreeing(seen)


def _carried(walk: Walk) -> Iterator[tuple[str, str]]:
    """The parameters that some link of the walk takes over, as they are, from its request."""
    for seen in (*walk.forth, *walk.back):
        sent = set(parameters_of(seen.page.request.url))
        for link in (seen.page.next, seen.page.previous):
            if isinstance(link, str):
                yield from sent & set(parameters_of(link))


@dataclass(frozen=True, slots=True)
class _Link:
    """One of a page's links; `follower` is the page that came next, which may be the link's."""

    walk: Walk
    seen: Seen
    way: Direction
    follower: Seen | None
    carried: frozenset[tuple[str, str]]

    def told(self, kind: str, expected: str, actual: str, message: str = "") -> Broken:
        pagination = self.seen.pagination
        place = pagination.next if self.way == "next" else pagination.previous
        return Broken(
            kind, self.seen, place or "", message or f"the link {self.way}", expected, actual
        )


def _link(one: _Link, gone: Collection[Address]) -> Iterator[Broken]:
    pagination, page = one.seen.pagination, one.seen.page
    place = pagination.next if one.way == "next" else pagination.previous
    link = page.next if one.way == "next" else page.previous
    if place is None or link in (None, ""):
        return
    if not isinstance(link, str):
        yield one.told("broken-link", "a text", shown(link))
        return
    wrong = fault(page.request.url, link, pagination.path)
    if wrong is not None:
        kind, expected = _FAULTS[wrong]
        actual = "a user in it" if wrong == "credentials" else shown(link)
        yield one.told(kind, expected, actual)
        return
    if _tells_a_secret(one.seen, link):
        yield one.told("credentials-in-link", "no credentials", shown(link.partition("?")[0]))
        return
    request = followed(pagination, page, link)
    key = key_of(pagination, request) if request else None
    if key in gone:
        yield one.told("loop", "a page that was not there before", shown(link))
    elif len(link) > pagination.longest:
        yield one.told("long-link", f"{pagination.longest} characters at most", str(len(link)))
    else:
        leads = one.follower is not None and one.follower.key == key
        yield from _dropped(one, link, one.follower if leads else None)


def _tells_a_secret(seen: Seen, link: str) -> bool:
    """Whether a link has the request's own credentials, or a parameter that is named like some."""
    known = {parameter.name for parameter in seen.sighting.operation.parameters}
    known |= {name for name, _ in parameters_of(seen.page.request.url)}
    secrets = _credentials(seen.page)
    return any(
        value in secrets or (name not in known and value and _SECRET.fullmatch(name))
        for name, value in parameters_of(link)
    )


def _credentials(page: Page) -> frozenset[str]:
    """What the request says to be let in: the header's value, its token, its password."""
    found = set[str]()
    for name, value in page.request.headers:
        if name.lower() == "authorization":
            scheme, _, token = value.partition(" ")
            found |= {value, token}
            if scheme.lower() == "basic":
                found.add(_password(token))
    return frozenset(text for text in found if len(text) >= _TELLING)


def _password(token: str) -> str:
    try:
        return b64decode(token).decode().partition(":")[2]
    except ValueError:
        return ""


def _dropped(one: _Link, link: str, follower: Seen | None) -> Iterator[Broken]:
    """A parameter of the request that the link lacks, where it is known that it should have it."""
    pagination = one.seen.pagination
    linked = {name for name, _ in parameters_of(link)}
    linked |= {spot.name for spot in (pagination.cursor, pagination.page) if spot}
    for name, value in parameters_of(one.seen.page.request.url):
        if name in linked:
            continue
        carried = name in pagination.carries or (name, value) in one.carried
        if carried or (follower and _is_missed(one.seen, follower, name, value)):
            message = f"the link {one.way} lacks a parameter"
            yield one.told("parameters-dropped", f"{name}={value}", shown(link), message)
            return


def _is_missed(seen: Seen, follower: Seen, name: str, value: str) -> bool:
    """Whether the page that the link leads to is not what the parameter asked for."""
    size = seen.pagination.size
    if size and (size.location, size.name) == ("query", name):
        wanted = asked_number(seen.page.request, size)
        return wanted is not None and seen.page.count <= wanted < follower.page.count
    for parameter in seen.sighting.operation.parameters:
        pointer = parameter.honours.get("equals")
        if parameter.name == name and isinstance(pointer, str) and pointer.startswith("/"):
            before, after = (_values(page.page, pointer) for page in (seen, follower))
            return before == {value} and not after <= before
    return False


def _values(page: Page, pointer: str) -> set[str]:
    """What the items have at a pointer, as a parameter writes it."""
    found = (value for item in page.items or () for value in select(item, pointer))
    return {v if isinstance(v, str) else json.dumps(v) for v in found}


def _cursor(seen: Seen, gone: Collection[Address]) -> Iterator[Broken]:
    """A cursor that is none, or that leads back; judged only where there is no link."""
    pagination, cursor = seen.pagination, seen.page.cursor
    place = pagination.cursor_from
    if pagination.next or pagination.cursor is None or place is None or cursor in (None, ""):
        return
    request = neighbour(pagination, seen.page, "next", 0)
    if isinstance(cursor, bool | list | dict):
        yield Broken("broken-link", seen, place, "the cursor", "a text", shown(cursor))
    elif request is not None and key_of(pagination, request) in gone:
        expected = "a page that was not there before"
        yield Broken("loop", seen, place, "the cursor", expected, shown(cursor))


def _disagreeing(seen: Seen) -> Iterator[Broken]:
    """Two places of one answer that lead to different pages: body and header, link and cursor."""
    pagination, page = seen.pagination, seen.page
    ways: tuple[tuple[Direction, str | None, object], ...] = (
        ("next", pagination.next, page.next),
        ("previous", pagination.previous, page.previous),
    )
    for way, place, link in ways:
        other = in_header(seen.sighting.exchange.answer.headers, way)
        if place in (None, IN_HEADER) or not isinstance(link, str) or not link or other is None:
            continue
        urls = [resolved(page.request.url, one) or one for one in (link, other)]
        if address(urls[0]) != address(urls[1]):
            message = f"the header's link {way} is not the body's"
            yield Broken("ways-disagree", seen, IN_HEADER, message, shown(link), shown(other))
    yield from _other_cursor(seen)


def _other_cursor(seen: Seen) -> Iterator[Broken]:
    """The cursor of an answer is another than that of its link, or missing where more follows."""
    pagination, page = seen.pagination, seen.page
    place = pagination.cursor_from
    name = pagination.cursor.name if pagination.cursor else ""
    linked = dict(parameters_of(page.next)).get(name) if isinstance(page.next, str) else None
    if place is None or not linked or page.cursor == linked:
        return
    if isinstance(page.cursor, str) or (page.cursor is None and page.more):
        message = "the cursor is not the link's"
        yield Broken("ways-disagree", seen, place, message, shown(linked), shown(page.cursor))
