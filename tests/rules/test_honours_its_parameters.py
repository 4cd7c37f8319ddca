"""A filter that does not filter and a sort that does not sort are told; other oddities are not."""

from typing import Any

import pytest

from contract_kit.model.exchange import Exchange, Request
from contract_kit.model.sighting import Sighting
from contract_kit.rules.honours_its_parameters import judge
from tests.rules.sightings import JSON, OPERATIONS, items, seen

START, END = "2026-01-01 00:00:00.000", "2026-02-01 00:00:00.000"


def told(sighting: Sighting) -> list[tuple[str, str]]:
    return [(finding.kind, finding.pointer) for finding in judge(sighting)]


def listed(query: str, *things: Any) -> list[tuple[str, str]]:
    return told(seen(query=query, body=items(*things)))


def searched(sent: Any, *things: Any) -> list[tuple[str, str]]:
    return told(seen("searchThings", sent=sent, body=items(*things)))


UNFILTERED = [("unfiltered", "/data/*/state")]
OUTSIDE = [("out-of-range", "/data/*/at")]


@pytest.mark.parametrize(
    ("query", "things", "expected"),
    [
        ("state=done", [{"state": "done"}], []),
        ("state=done", [{"state": "done"}, {"state": "queued"}], UNFILTERED),
        ("state=done", [{"state": None}], UNFILTERED),
        ("state=done", [{"state": ["done"]}], UNFILTERED),
        ("state=done", [{}, 5, None, []], []),
        ("state=done", [], []),
        ("state=", [{"state": "queued"}], []),
        ("", [{"state": "queued"}], []),
        ("state=queued&state=done", [{"state": "done"}], []),
        ("count=5", [{"count": 5}, {"count": 5.0}], []),
        ("count=5", [{"count": "5"}], [("unfiltered", "/data/*/count")]),
        ("owner=a&owner=b", [{"owner": "b"}, {"owner": "a"}], []),
        ("owner=a&owner=b", [{"owner": "c"}], [("unfiltered", "/data/*/owner")]),
    ],
)
def test_every_item_equals_what_a_query_asks_for(
    query: str, things: list[Any], expected: list[object]
) -> None:
    body = items(*things) if all(isinstance(t, dict) for t in things) else _raw(things)
    assert told(seen(query=query, body=body)) == expected


def _raw(things: list[Any]) -> bytes:
    return items().replace(b"[]", repr(things).replace("None", "null").encode())


@pytest.mark.parametrize(
    ("sent", "things", "expected"),
    [
        ({"state": "done"}, [{"state": "done"}], []),
        ({"state": "done"}, [{"state": "queued"}], UNFILTERED),
        ({"state": ""}, [{"state": "queued"}], []),
        ({"state": None}, [{"state": "queued"}], []),
        ({"state": []}, [{"state": "queued"}], []),
        ({"state": ["done", "queued"]}, [{"state": "queued"}], []),
        ("done", [{"state": "queued"}], []),
    ],
)
def test_every_item_equals_what_a_body_asks_for(
    sent: Any, things: list[Any], expected: list[object]
) -> None:
    assert searched(sent, *things) == expected


@pytest.mark.parametrize(
    ("at", "inside"),
    [
        ("2026-01-01 00:00:00.000", True),
        ("2026-01-01T00:00:00Z", True),
        ("2026-01-01T00:00:00", True),
        ("2026-01-01 00:00:00", True),
        ("2026-01-01", True),
        ("2025-12-31T23:59:59.999Z", False),
        ("2025-12-31 23:59:59.999", False),
        ("2026-01-31T23:59:59.999Z", True),
        ("2026-02-01T00:00:00.000Z", False),
        ("2026-02-01T00:00:00Z", False),
        ("2026-02-01 00:00:00", False),
        ("2026-01-01T01:00:00+02:00", False),
        ("2026-02-01T01:00:00+02:00", True),
        (None, True),
        ("soon", True),
        (1767225600, True),
        ({"at": 1}, True),
    ],
)
def test_a_range_includes_its_start_and_excludes_its_end(at: Any, *, inside: bool) -> None:
    expected = [] if inside else OUTSIDE
    assert searched({"range": {"start": START, "end": END}}, {"at": at}) == expected


@pytest.mark.parametrize(
    ("limits", "at", "expected"),
    [
        ({"start": START}, "2030-01-01", []),
        ({"start": START}, "2020-01-01", OUTSIDE),
        ({"end": END}, "2020-01-01", []),
        ({"end": END}, "2030-01-01", OUTSIDE),
        ({"start": "2026-01-01T00:00:00Z"}, "2025-12-31 23:59:59.999", OUTSIDE),
        ({}, "2020-01-01", []),
        ({"start": "never", "end": 5}, "2020-01-01", []),
        ({"start": {"x": 1}}, "2020-01-01", []),
        ("2026", "2020-01-01", []),
        (None, "2020-01-01", []),
    ],
)
def test_a_range_may_be_open_and_an_odd_one_promises_nothing(
    limits: Any, at: str, expected: list[object]
) -> None:
    assert searched({"range": limits, "sort": "count"}, {"at": at}) == expected


A, B, C = ({"at": f"2026-01-0{day}T00:00:00Z"} for day in (1, 2, 3))
UNSORTED = [("unsorted", "/data/*/at")]


@pytest.mark.parametrize(
    ("sort", "things", "expected"),
    [
        ("at asc", [A, B, C], []),
        ("at asc", [A, C, B], UNSORTED),
        ("at", [A, B], []),
        ("at", [B, A], UNSORTED),
        ("at desc", [C, B, A], []),
        ("at desc", [A, B], UNSORTED),
        ("at DESC", [B, A], []),
        ("at asc", [A, A], []),
        ("at asc", [A, {}, B], []),
        ("at asc", [B, {}, A], UNSORTED),
        ("at asc", [A, {"at": None}, B], []),
        ("at asc", [{"at": "2026-01-01 00:00:00"}, {"at": "2026-01-01T00:00:00.001Z"}], []),
        ("at asc", [{"at": "2026-01-01T00:00:00.9Z"}, {"at": "2026-01-01T00:00:00.10Z"}], UNSORTED),
        ("at asc", [{"at": "2026-01-01T00:30:00+02:00"}, {"at": "2026-01-01T00:00:00Z"}], []),
        ("count asc", [{"count": 9}, {"count": 10}, {"count": 10.5}], []),
        ("count asc", [{"count": 10}, {"count": 9}], [("unsorted", "/data/*/count")]),
        ("count desc", [{"count": 10}, {"count": "9"}, {"count": 11}], []),
        ("unknown asc", [B, A], []),
        ("", [B, A], []),
    ],
)
def test_items_come_in_the_order_that_was_asked_for(
    sort: str, things: list[Any], expected: list[object]
) -> None:
    assert listed(f"sort={sort}", *things) == expected
    if sort.strip():
        assert searched({"sort": sort}, *things) == expected


@pytest.mark.parametrize(
    ("direction", "names", "expected"),
    [
        ("asc", ["a", "b"], []),
        ("asc", ["b", "a"], [("unsorted", "/data/*/name")]),
        ("desc", ["b", "a"], []),
        ("desc", ["a", "b"], [("unsorted", "/data/*/name")]),
        ("asc", ["Sb", "Ta"], []),
        ("asc", ["a", "a b"], []),
        ("asc", ["B", "a"], []),  # by the numbers of the characters
        ("asc", ["a", "B"], []),  # without regard to case
        ("asc", ["b", "A", "a"], [("unsorted", "/data/*/name")]),
        ("asc", ["b", None, "a"], [("unsorted", "/data/*/name")]),
    ],
)
def test_a_sort_by_one_pointer_takes_only_a_direction(
    direction: str, names: list[str | None], expected: list[object]
) -> None:
    assert listed(f"direction={direction}", *({"name": name} for name in names)) == expected


def test_the_default_of_the_schema_promises_an_order_too() -> None:
    assert searched({}, B, A) == []
    assert searched({}, A, B) == UNSORTED
    assert searched({"sort": "at asc"}, A, B) == []


def test_without_a_body_no_member_of_it_promises_anything() -> None:
    assert told(seen("searchThings", body=items(A, B))) == []


def test_a_body_that_cannot_be_read_promises_nothing() -> None:
    found = OPERATIONS["searchThings"]
    answer = seen("searchThings", body=items(A, B)).exchange.answer
    for headers, body in (
        ((*JSON[:1], ("Content-Encoding", "gzip")), b'{"state": "done"}'),
        (JSON[:1], b"{"),
        ((("Content-Type", "text/plain"),), b'{"state": "done"}'),
    ):
        request = Request("POST", "http://h/search", headers, body)
        assert told(Sighting("small", found, Exchange(request, answer))) == []


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"<html>",
        b'{"data": NaN}',
        b"[]",
        b"{}",
        b'{"data": null}',
        b'{"data": {"state": "queued"}}',
        b'{"items": [{"state": "queued"}]}',
        b'{"data": [[[[]]]]}',
    ],
)
def test_an_answer_without_items_keeps_every_promise(body: bytes) -> None:
    assert told(seen(query="state=done&sort=at&direction=asc", body=body)) == []


def test_only_success_and_the_operations_own_method_are_judged() -> None:
    broken = items({"state": "queued"})
    assert told(seen(query="state=done", body=broken)) == UNFILTERED
    assert told(seen(query="state=done", body=broken, status=404)) == []
    assert told(seen(query="state=done", body=broken, method="HEAD")) == []


def test_each_broken_promise_is_told_once_and_independently() -> None:
    late, early = {"state": "queued", **B}, {"state": "lost", **A}
    assert listed("state=done&sort=at", late, early) == UNFILTERED + UNSORTED


def test_a_finding_shows_what_was_asked_for_and_what_came() -> None:
    (finding,) = judge(seen(query="state=done", body=items({"state": "queued"})))
    assert (finding.expected, finding.actual) == ("'done'", "'queued'")
    assert finding.message == "state='done' is not honoured: /state is 'queued'"
    (finding,) = judge(seen(query="sort=at", body=items(B, A)))
    assert finding.expected == "at"
    assert finding.actual == "'2026-01-02T00:00:00Z' before '2026-01-01T00:00:00Z'"


def test_large_and_deep_values_are_told_shortly() -> None:
    deep = b'{"data": [{"state": ' + b"[" * 900 + b"]" * 900 + b"}]}"
    (finding,) = judge(seen(query="state=done", body=deep))
    assert finding.actual == "an array"
    (finding,) = judge(seen(query="state=done", body=items({"state": "x" * 10_000})))
    assert len(finding.actual) <= 120
