"""The list of jobs: its order, its pages, its cursors."""

from base64 import urlsafe_b64encode
from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qs, quote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_kit.emulator.faults import Fault
from tests.emulator.conftest import Client
from tests.emulator.zendesk_support.conftest import ENDED, HOST, JOBS, Account, error
from tests.model.laws import law


def walk(account: Account, link: str | None, way: str) -> Iterator[Any]:
    """Pages from a link on, following their links."""
    while link is not None:
        assert link.startswith(f"http://{HOST}{JOBS}?")
        page = account.page(urlsplit(link).query)
        yield page
        link = page["links"][way]


def pages(account: Account, size: int) -> list[list[str]]:
    """The ids of all jobs, page by page."""
    start = f"http://{HOST}{JOBS}?page[size]={size}"
    return [names(page) for page in walk(account, start, "next")]


def names(page: Any) -> list[str]:
    return [job["id"] for job in page["job_statuses"]]


def test_unfinished_jobs_come_first_then_the_last_to_end(account: Account) -> None:
    first, second, third = (account.create(1) for _ in range(3))
    account.play(third)
    account.play(first)
    listed = account.page()["job_statuses"]
    assert [job["id"] for job in listed[:1]] == [second["id"]]
    assert [job["id"] for job in listed[3:5]] == [first["id"], third["id"]]
    unfinished = [job["status"] not in ENDED for job in listed]
    assert unfinished == sorted(unfinished, reverse=True)
    told = [
        job["message"].partition(" at ")[2] for job in listed[3:] if "Tue" not in job["message"]
    ]
    assert told == sorted(told, reverse=True)


def test_of_unfinished_jobs_the_newest_comes_first(account: Account) -> None:
    started = [account.create(1)["id"] for _ in range(3)]
    account.state.clock.advance(-1)  # a fourth in the same second as the third
    started.append(account.create(1)["id"])
    assert account.listed()[:4] == started[::-1]


def test_listed_jobs_are_whole(account: Account) -> None:
    job_id = "82de0b044094f0c67893ac9fe64f1a99"
    [listed] = [job for job in account.page()["job_statuses"] if job["id"] == job_id]
    assert listed == account.show({"id": job_id})


def test_a_page_of_five_has_links_to_the_pages_beside_it(account: Account) -> None:
    first = account.page("page[size]=5")
    assert (len(first["job_statuses"]), first["links"]["prev"]) == (5, None)
    assert (first["meta"]["has_more"], first["meta"]["before_cursor"]) == (True, None)
    asked = parse_qs(urlsplit(first["links"]["next"]).query)
    assert asked == {"page[after]": [first["meta"]["after_cursor"]], "page[size]": ["5"]}
    second = account.page(urlsplit(first["links"]["next"]).query)
    assert not set(names(first)) & set(names(second))
    asked = parse_qs(urlsplit(second["links"]["prev"]).query)
    assert asked == {"page[before]": [second["meta"]["before_cursor"]], "page[size]": ["5"]}


def test_a_page_that_holds_all_has_no_links(account: Account) -> None:
    page = account.page()
    assert len(page["job_statuses"]) == 20
    assert page["links"] == {"next": None, "prev": None}
    assert page["meta"] == {"after_cursor": None, "before_cursor": None, "has_more": False}


def test_a_page_has_a_hundred_jobs_unless_told_otherwise(account: Account) -> None:
    for _ in range(90):
        account.create(1)
    assert list(map(len, pages(account, 100))) == [100, 10]
    page = account.page()
    assert (len(page["job_statuses"]), page["meta"]["has_more"]) == (100, True)


@law
@given(size=st.integers(1, 25), more=st.integers(0, 12))
def test_pages_are_the_same_both_ways_and_together_the_list(
    account: Account, size: int, more: int
) -> None:
    account.emulator.reset()
    for _ in range(more):
        account.create(1)
    listed = account.listed()
    forth = list(walk(account, f"http://{HOST}{JOBS}?page[size]={size}", "next"))
    back = [forth[-1], *walk(account, forth[-1]["links"]["prev"], "prev")]
    assert [name for page in forth for name in names(page)] == listed
    assert [names(page) for page in back[::-1]] == [names(page) for page in forth]
    assert [page["meta"]["has_more"] for page in forth] == [True] * (len(forth) - 1) + [False]


@law
@given(size=st.integers(1, 6), events=st.lists(st.sampled_from(["add", "end", "wait"])))
def test_a_walk_shows_each_job_once_while_jobs_are_added_and_end(
    account: Account, size: int, events: list[str]
) -> None:
    account.emulator.reset()
    started = [account.create(1) for _ in range(5)]
    before = account.listed()
    seen: list[str] = []
    for page in walk(account, f"http://{HOST}{JOBS}?page[size]={size}", "next"):
        seen += names(page)
        event = events.pop() if events else ""
        if event == "add":
            account.create(1)
        elif event == "end":
            account.play(started.pop() if started else account.create(1))
        elif event == "wait":
            account.state.clock.advance(61)
    assert seen == before


def test_a_walk_back_does_not_show_what_was_added_since(account: Account) -> None:
    first = account.page("page[size]=5")
    second = account.page(urlsplit(first["links"]["next"]).query)
    account.create(1)
    again = account.page(urlsplit(second["links"]["prev"]).query)
    assert (names(again), again["links"]["prev"]) == (names(first), None)


def test_what_is_beyond_the_ends_is_an_empty_page(account: Account) -> None:
    meta = account.page("page[size]=5")["meta"]
    for job in account.page()["job_statuses"][5:]:
        account.state.run("DELETE FROM job WHERE id = ?", (job["id"],))
    page = account.page(f"page[after]={meta['after_cursor']}")
    assert page == {
        "job_statuses": [],
        "links": {"next": None, "prev": None},
        "meta": {"after_cursor": None, "before_cursor": None, "has_more": False},
    }


def coded(text: str) -> str:
    return urlsafe_b64encode(text.encode()).decode()


@pytest.mark.parametrize(
    "query",
    [
        "page[size]=0",
        "page[size]=101",
        "page[size]=all",
        "page[after]=",
        "page[after]=x",
        "page[after]=%C3%A4",
        "page[before]=%00",
        f"page[after]={coded('1.2.3')}",
        f"page[after]={coded('1.2.3.x')}",
        f"page[after]={coded('1.2.3.' + '9' * 19)}",
        f"page[after]={coded('1.2.3.4')}&page[before]={coded('1.2.3.4')}",
    ],
)
def test_odd_sizes_and_cursors_are_refused(account: Account, query: str) -> None:
    refused = account.ask("GET", f"{JOBS}?{query}")
    assert (refused.status, error(refused)["error"]) == (400, "InvalidValue")


def test_a_cursor_can_expire(account: Account) -> None:
    link = urlsplit(account.page("page[size]=5")["links"]["next"]).query
    account.emulator.faults.add(Fault("listJobStatuses", "cursor_expired"))
    refused = account.ask("GET", f"{JOBS}?{link}")
    assert (refused.status, error(refused)["description"]) == (400, "The cursor has expired")
    assert account.ask("GET", f"{JOBS}?{link}").status == 200


def test_links_are_ready_to_be_asked(support: Client) -> None:
    link, seen = f"{support.url}{JOBS}.json?{quote('page[size]')}=6", []
    while link:
        page = support.ask("GET", link.removeprefix(support.url)).json()
        seen += names(page)
        link = page["links"]["next"]
    assert len(seen) == len(set(seen)) == 20
