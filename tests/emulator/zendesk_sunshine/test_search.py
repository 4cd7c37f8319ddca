"""Pages of a search: order, cursors, links, date ranges."""

import base64
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_kit.emulator.clock import timestamp
from contract_kit.emulator.emulator import MAX_URI
from contract_kit.emulator.faults import Fault
from contract_kit.emulator.zendesk_sunshine.search import PAGES
from tests.emulator.zendesk_sunshine.conftest import QUERY, Account, Library, Stored, error

BASE = 1577836800000  # 2020-01-01T00:00:00.000Z
STORED = st.builds(
    lambda created, later: Stored({"a": 1}, created=BASE + created, updated=BASE + created + later),
    st.integers(0, 3),
    st.integers(0, 3),
)
SORTS = st.sampled_from(
    ["_created_at desc", "_created_at asc", "_updated_at desc", "_updated_at asc"]
)
LEADS = st.sampled_from(
    [{}, {"a": {"$eq": 1}}, {"a": {"$contains": 1}}, {"_type": {"$eq": "thing"}}]
)
DOCUMENTED = "MjAyMC0wNi0wNVQwMToxNTo1MC42NjZafDIwMjAtMDYtMDVUMDE6MTU6MzUuMjE4Wg%3D%3D"


def ids(page: Any) -> list[str]:
    return [record["id"] for record in page["data"]]


def walk(account: Account, size: int, query: Any, **more: Any) -> list[Any]:
    """All pages from the first one on."""
    pages = [account.page(f"{QUERY}?per_page={size}", query, **more)]
    while pages[-1]["links"]["next"]:
        pages.append(account.page(pages[-1]["links"]["next"], query, **more))
    return pages


def cursor_in(link: str) -> str:
    (cursor,) = parse_qs(urlsplit(link).query)["cursor"]
    return base64.b64decode(cursor).decode()


def cursor_of(entries: str) -> str:
    return base64.urlsafe_b64encode(entries.encode()).decode()


def ordered(records: list[Stored], sort_by: str) -> list[int]:
    """The numbers of the records in the order that was asked for."""
    column, _, direction = sort_by.partition(" ")
    time = "created" if column == "_created_at" else "updated"
    numbers = sorted(range(len(records)), key=lambda n: (getattr(records[n], time), n))
    return numbers[::-1] if direction == "desc" else numbers


@given(records=st.lists(STORED, max_size=9), size=st.integers(1, 4), sort_by=SORTS, query=LEADS)
def test_pages_visit_every_record_once_and_back_again(
    library: Library, records: list[Stored], size: int, sort_by: str, query: Any
) -> None:
    stored = library.fill(records)
    forth = walk(library.account, size, query, sort_by=sort_by)
    assert [each for page in forth for each in ids(page)] == [
        stored[number] for number in ordered(records, sort_by)
    ]
    page, back = forth[-1], [forth[-1]]
    while page["links"]["previous"]:
        page = library.account.page(page["links"]["previous"], query, sort_by=sort_by)
        back.append(page)
    assert back == forth[::-1]


@given(
    records=st.lists(STORED, max_size=6),
    created=st.tuples(st.integers(0, 3), st.integers(1, 5)),
    updated=st.tuples(st.integers(0, 3), st.integers(1, 5)),
    sort_by=SORTS,
    query=LEADS,
)
def test_a_date_range_has_its_start_and_not_its_end(
    library: Library,
    records: list[Stored],
    created: tuple[int, int],
    updated: tuple[int, int],
    sort_by: str,
    query: Any,
) -> None:
    def ranged(edges: tuple[int, int]) -> dict[str, str]:
        texts = [timestamp(BASE + edge, milliseconds=True) for edge in edges]
        start, end = (text.replace("T", " ").rstrip("Z") for text in texts)
        return {"start": start, "end": end}

    stored = library.fill(records)
    ranges = {"_created_at": ranged(created), "_updated_at": ranged(updated)}
    pages = walk(library.account, 2, query, sort_by=sort_by, **ranges)
    assert [each for page in pages for each in ids(page)] == [
        stored[number]
        for number in ordered(records, sort_by)
        if created[0] <= records[number].created - BASE < created[1]
        and updated[0] <= records[number].updated - BASE < updated[1]
    ]


@pytest.mark.parametrize(("date_range", "number"), [({}, 3), ({"start": 1}, 2), ({"end": 1}, 1)])
def test_a_date_range_may_have_one_edge_or_none(
    library: Library, date_range: dict[str, int], number: int
) -> None:
    library.fill(Stored({}, created=BASE + at) for at in range(3))
    edges = {edge: f"2020-01-01 00:00:00.00{at}" for edge, at in date_range.items()}
    assert len(library.account.found({}, _created_at=edges)) == number


@pytest.mark.parametrize("text", ["2020-02-30 00:00:00.000", "2021-02-29 00:00:00.000"])
@pytest.mark.parametrize("edge", ["start", "end"])
@pytest.mark.parametrize("name", ["_created_at", "_updated_at"])
def test_a_day_that_no_calendar_has_is_refused(
    library: Library, name: str, edge: str, text: str
) -> None:
    answer = library.account.ask("POST", QUERY, {"query": {}, name: {edge: text}})
    assert (answer.status, "calendar" in error(answer)["detail"]) == (400, True)


def test_pages_stay_as_they_were_while_records_are_added(library: Library) -> None:
    library.fill(Stored({}, created=BASE + at // 2) for at in range(9))
    before = walk(library.account, 2, {})
    for at in range(3):
        library.add(Stored({}, created=BASE + 10 + at))
    after = library.account.page(before[0]["links"]["next"], {})
    assert after == before[1]


def test_pages_stay_as_they_were_while_earlier_records_are_deleted(library: Library) -> None:
    library.fill(Stored({}, created=BASE + at // 2) for at in range(9))
    before = walk(library.account, 2, {})
    for record_id in ids(before[0]) + ids(before[1]):
        library.remove(record_id)
    assert library.account.page(before[1]["links"]["next"], {}) == before[2]


def test_links_are_those_of_the_documents(library: Library) -> None:
    library.fill(Stored({}, created=BASE + at) for at in range(5))
    first, second, third = walk(library.account, 2, {})
    assert first["links"]["previous"] is None
    assert second["links"]["previous"] == f"{QUERY}?per_page=2"
    assert third["links"]["previous"] == first["links"]["next"]
    assert third["links"]["next"] is None
    assert first["links"]["next"].startswith(f"{QUERY}?per_page=2&cursor=")
    assert "=" not in first["links"]["next"].partition("cursor=")[2]
    assert cursor_in(first["links"]["next"]) == "2020-01-01T00:00:00.003Z.4"
    entries = "2020-01-01T00:00:00.003Z.4|2020-01-01T00:00:00.001Z.2"
    assert cursor_in(second["links"]["next"]) == entries


def test_a_page_has_ten_records_unless_told_otherwise(library: Library) -> None:
    library.fill(Stored({}) for _ in range(11))
    page = library.account.page(QUERY, {})
    assert len(page["data"]) == 10
    assert page["links"]["next"].startswith(f"{QUERY}?per_page=10&")


@pytest.mark.parametrize("size", ["0", "-1", "1001", "ten", ""])
def test_a_page_has_1_to_1000_records(library: Library, size: str) -> None:
    assert library.account.ask("POST", f"{QUERY}?per_page={size}", {"query": {}}).status == 400


def test_a_last_page_that_is_full_has_no_next(library: Library) -> None:
    library.fill(Stored({}) for _ in range(4))
    assert [len(page["data"]) for page in walk(library.account, 2, {})] == [2, 2]


def test_there_are_80_pages_and_their_links_fit_a_uri(library: Library) -> None:
    library.fill(Stored({}, created=BASE) for _ in range(PAGES + 20))
    pages = walk(library.account, 1, {})
    assert len(pages) == PAGES
    assert pages[-1]["links"]["next"] is None
    longest = pages[-2]["links"]["next"]
    assert 3000 < len(longest) < MAX_URI
    last = cursor_in(longest)
    beyond = cursor_of(f"{last}|{last.rpartition('|')[2]}")
    answer = library.account.ask("POST", f"{QUERY}?cursor={beyond}", {"query": {}})
    assert (answer.status, "80" in error(answer)["detail"]) == (400, True)


def test_a_cursor_of_the_documents_is_understood(library: Library) -> None:
    at = BASE + 156 * 24 * 3600 * 1000 + (75 * 60 + 35) * 1000 + 218  # its last entry
    stored = library.fill(Stored({}, created=at + more) for more in (-1, 0, 1))
    link = f"{QUERY}?per_page=10&cursor={DOCUMENTED}"
    older = library.account.page(link, {})
    assert ids(older) == stored[:1]
    assert cursor_in(older["links"]["previous"]) == "2020-06-05T01:15:50.666Z"
    assert ids(library.account.page(link, {}, sort_by="_created_at asc")) == stored[2:]


@pytest.mark.parametrize(
    "cursor",
    [
        "",
        "x",
        "%C3%A4",
        "MjAyMC0wNi0wOVQyMjowMjoyNC45MjFa%0A",
        "MjAyMC0wNi0wNVQwMToxNTo1MC42NjZafA%3D%3D",
        cursor_of("2020-06-09T22:02:24Z"),
        cursor_of("2020-13-09T22:02:24.921Z"),
        cursor_of("2020-06-31T22:02:24.921Z"),
        cursor_of("2020-06-09T22:02:24.921Z|"),
        cursor_of("nonsense|2020-06-09T22:02:24.921Z"),
        cursor_of("2020-06-09T22:02:24.921Z.x"),
        cursor_of(f"2020-06-09T22:02:24.921Z.{'9' * 19}"),
        cursor_of("٢٠٢٠-06-09T22:02:24.921Z"),
        base64.b64encode(b"\xff\xfe").decode(),
    ],
)
def test_a_cursor_that_was_not_handed_out_is_refused(library: Library, cursor: str) -> None:
    answer = library.account.ask("POST", f"{QUERY}?cursor={cursor}", {"query": {}})
    assert (answer.status, "cursor" in error(answer)["detail"]) == (400, True)


def test_a_cursor_can_expire(account: Account) -> None:
    link = account.page(QUERY, {})["links"]["next"]
    account.emulator.faults.add(Fault("searchRecords", "cursor_expired"))
    answer = account.ask("POST", link, {"query": {}})
    assert (answer.status, "expired" in error(answer)["detail"]) == (400, True)
    assert account.ask("POST", link, {"query": {}}).status == 200


def test_end_users_do_not_search(account: Account) -> None:
    statuses = [
        account.ask("POST", QUERY, {"query": {}}, user=user).status
        for user in ("user", "agent", "admin")
    ]
    assert statuses == [403, 200, 200]
