"""Lists the jobs a page at a time, with cursors that lead both ways.

A cursor holds a place in the list and the instant at which the walk began: what has ended or was
added since stays where it was then, so that a walk shows each job once.
"""

import binascii
import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from typing import Literal, NamedTuple
from urllib.parse import quote

from contract_kit.emulator.state import Row, State
from contract_kit.emulator.vendor import Call, Refusal, Reply
from contract_kit.emulator.zendesk_support.jobs import answer

_DEFAULT_SIZE = 100
_NEVER = 10**17  # as the end of a job that has not ended: beyond every instant
_CURSOR = re.compile(r"\d{1,18}(?:\.\d{1,18}){3}", re.ASCII)
_AS_IT_WAS = (
    f"SELECT *, CASE WHEN ended <= ?1 THEN ended ELSE {_NEVER} END AS place"
    " FROM job WHERE created <= ?1"
)

_Way = Literal["after", "before"]


class _Place(NamedTuple):
    """Where a job stands in the list as it was at `since`: by its end, its creation, its number."""

    since: int
    end: int
    created: int
    seq: int


def list_job_statuses(call: Call) -> Reply:
    """One page: jobs that have not ended first, then those that have, the newest first."""
    if call.fault == "cursor_expired":
        raise Refusal(400, "The cursor has expired")
    size: int = call.reading.query.get("page[size]", _DEFAULT_SIZE)
    way, place = _asked(call)
    page = _walk(call.state, way, place, size)[:: 1 if way == "after" else -1]
    after = _cursor(call.state, "after", place.since, page[-1:])
    before = _cursor(call.state, "before", place.since, page[:1])
    return Reply(
        200,
        {
            "job_statuses": [answer(call, job) for job in page],
            "links": {
                "next": _link(call, "after", after, size),
                "prev": _link(call, "before", before, size),
            },
            "meta": {
                "after_cursor": after,
                "before_cursor": before,
                "has_more": after is not None,
            },
        },
    )


def _asked(call: Call) -> tuple[_Way, _Place]:
    """Which way to go, and from where; without a cursor from the top, as it is now."""
    after, before = (call.reading.query.get(f"page[{way}]") for way in ("after", "before"))
    if after is not None and before is not None:
        raise Refusal(400, "page[after] and page[before] cannot both be given")
    if before is not None:
        return "before", _place(before)
    if after is not None:
        return "after", _place(after)
    return "after", _Place(call.state.clock.ms, _NEVER + 1, 0, 0)


def _place(cursor: str) -> _Place:
    """The place that a cursor holds."""
    try:
        text = urlsafe_b64decode(cursor).decode("ascii")
    except (binascii.Error, ValueError):
        text = ""
    if not _CURSOR.fullmatch(text):
        raise Refusal(400, "The cursor is invalid")
    return _Place(*map(int, text.split(".")))


def _walk(state: State, way: _Way, start: _Place, size: int) -> list[Row]:
    """The next jobs from a place on, in the order of the way."""
    beyond, order = ("<", "DESC") if way == "after" else (">", "ASC")
    return state.rows(
        f"SELECT * FROM ({_AS_IT_WAS}) WHERE (place, created, seq) {beyond} (?2, ?3, ?4)"
        f" ORDER BY place {order}, created {order}, seq {order} LIMIT ?5",
        (*start, size),
    )


def _cursor(state: State, way: _Way, since: int, edge: Sequence[Row]) -> str | None:
    """The cursor to go on with from the edge of a page; None where nothing follows."""
    for job in edge:
        place = _Place(since, job["place"], job["created"], job["seq"])
        if _walk(state, way, place, 1):
            return urlsafe_b64encode(".".join(map(str, place)).encode()).decode()
    return None


def _link(call: Call, way: _Way, cursor: str | None, size: int) -> str | None:
    if cursor is None:
        return None
    asked = f"{quote(f'page[{way}]')}={quote(cursor)}&{quote('page[size]')}={size}"
    return f"{call.origin}{call.operation.path}?{asked}"
