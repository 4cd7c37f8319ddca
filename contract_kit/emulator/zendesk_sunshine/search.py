"""Answers the search: one page of matching records, with links to the pages beside it.

A cursor holds where each page that was left behind ended, as those of the vendor do; that is why
cursors grow, and why there is a last page.
"""

import binascii
import re
from base64 import b64decode, b64encode
from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from contract_kit.emulator.clock import instant, timestamp
from contract_kit.emulator.state import Row
from contract_kit.emulator.vendor import Call, Refusal, Reply
from contract_kit.emulator.zendesk_sunshine import records
from contract_kit.emulator.zendesk_sunshine.query import Position, Range, Window, compile_query

PAGES = 80
_DEFAULT_SIZE = 10
_PATH = "/api/sunshine/objects/query"
_EVER = 1 << 60  # beyond every instant and every number of a record

# An instant as the documents' own cursors have it; behind it the record's number, to break ties.
_ENTRY = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3})Z(?:\.(\d{1,18}))?")


def search_records(call: Call) -> Reply:
    """One page of the records that match; for the next one the client sends the body again."""
    if call.fault == "cursor_expired":
        raise Refusal(400, "The cursor has expired")
    size: int = call.reading.query.get("per_page", _DEFAULT_SIZE)
    behind = _entries(call.reading.query.get("cursor"))
    if len(behind) >= PAGES:
        raise Refusal(400, f"A search has at most {PAGES} pages")
    window = _window(call.reading.body, behind)
    statement = compile_query(call.reading.body["query"], window, size + 1)
    found = call.state.rows(statement.sql, statement.values)
    page = found[:size]
    more = len(found) > size and len(behind) + 1 < PAGES
    links = {
        "next": _link(size, (*behind, _entry(page[-1], window.by))) if more else None,
        "previous": _link(size, behind[:-1]) if behind else None,
    }
    return Reply(200, {"data": [records.answer(row) for row in page], "links": links})


def _entries(cursor: str | None) -> tuple[str, ...]:
    """Where the pages ended that lie behind a cursor."""
    if cursor is None:
        return ()
    try:
        entries = tuple(b64decode(cursor, validate=True).decode("ascii").split("|"))
        for entry in entries:
            _position(entry, 0)
    except (binascii.Error, ValueError):
        raise Refusal(400, "The cursor is invalid") from None
    return entries


def _position(entry: str, unless_said: int) -> Position:
    """The place that an entry names, or else the edge of its instant; `ValueError` if none."""
    match = _ENTRY.fullmatch(entry)
    if match is None:
        raise ValueError(entry)
    return instant(match[1]), int(match[2] or unless_said)


def _window(body: Mapping[str, Any], behind: Sequence[str]) -> Window:
    column, _, direction = body.get("sort_by", "_created_at desc").partition(" ")
    ranges = {
        "created": _range(body.get("_created_at", {})),
        "updated": _range(body.get("_updated_at", {})),
    }
    by, other = ("created", "updated") if column == "_created_at" else ("updated", "created")
    start, end = ranges[by]
    low, high = (start, 0), (end, 0)  # records are numbered from 1
    if behind and direction == "asc":
        low = max(low, _position(behind[-1], _EVER))
    elif behind:
        high = min(high, _position(behind[-1], 0))
    return Window(by, direction, low, high, other, ranges[other])


def _range(date_range: Mapping[str, str]) -> Range:
    """The instants from which and before which a date range holds."""
    try:
        start, end = (
            instant(date_range[edge]) if edge in date_range else ever
            for edge, ever in (("start", -_EVER), ("end", _EVER))
        )
    except ValueError:
        raise Refusal(400, "A date range names a day that no calendar has") from None
    return start, end


def _entry(record: Row, column: str) -> str:
    return f"{timestamp(record[column], milliseconds=True)}.{record['seq']}"


def _link(size: int, behind: Sequence[str]) -> str:
    link = f"{_PATH}?per_page={size}"
    if not behind:
        return link
    return f"{link}&cursor={quote(b64encode('|'.join(behind).encode()), safe='')}"
