"""What jobs really do, and what their results say of it."""

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.emulator.zendesk_support.conftest import Account, ids
from tests.model.laws import law, values

RESOURCES = ["ticket", "organization", "user"]


def test_created_tickets_have_index_and_account_and_the_next_numbers(account: Account) -> None:
    tickets = [{"comment": {"body": "a"}}, {"description": "b", "subject": "c", "x": [10**40]}]
    done = account.run("POST", "tickets/create_many", {"tickets": tickets})
    assert [(item["index"], item["id"]) for item in done] == [(0, 381), (1, 382)]
    assert all(set(item) == {"index", "id", "account_id"} for item in done)
    stored = account.stored("ticket")
    assert [stored[381], stored[382]] == tickets


@pytest.mark.parametrize(("resource", "first"), [("organization", 6), ("user", 11)])
def test_created_organizations_and_users_have_a_status_and_no_index(
    account: Account, resource: str, first: int
) -> None:
    body = {f"{resource}s": [{"name": "One"}, {"name": "Two", "tags": []}]}
    done = account.run("POST", f"{resource}s/create_many", body)
    assert done == [{"id": first, "status": "Created"}, {"id": first + 1, "status": "Created"}]
    assert account.stored(resource)[first + 1] == {"name": "Two", "tags": []}


@pytest.mark.parametrize("resource", RESOURCES)
def test_a_change_touches_what_it_names_and_nothing_else(account: Account, resource: str) -> None:
    before = account.stored(resource)
    body = {f"{resource}s": [{"id": 2, "notes": None}, {"id": 99, "notes": "x"}]}
    assert account.run("PUT", f"{resource}s/update_many", body) == [
        {"action": "update", "id": 2, "status": "Updated", "success": True},
        {
            "details": "Not found",
            "error": f"{resource.title()}UpdateFailed",
            "id": 99,
            "index": 1,
        },
    ]
    assert account.stored(resource) == {**before, 2: {**before[2], "id": 2, "notes": None}}


@pytest.mark.parametrize("resource", RESOURCES)
def test_what_is_deleted_is_gone_and_its_number_is_not_used_again(
    account: Account, resource: str
) -> None:
    last = max(account.stored(resource))
    path = f"{resource}s/destroy_many?ids={last},99"
    assert account.run("DELETE", path) == [
        {"action": "delete", "id": last, "status": "Deleted", "success": True},
        {
            "details": "Not found",
            "error": f"{resource.title()}DeleteFailed",
            "id": 99,
            "index": 1,
        },
    ]
    assert last not in account.stored(resource)
    body = {f"{resource}s": [{"name": "New", "description": "New"}]}
    assert account.run("POST", f"{resource}s/create_many", body)[0]["id"] == last + 1


def test_a_deleted_ticket_can_be_deleted_permanently_once(account: Account) -> None:
    permanently = "deleted_tickets/destroy_many?ids=20,31"
    assert account.run("DELETE", permanently) == {"success": False}  # 20 is not deleted
    assert set(account.stored("deleted_ticket")) == {32}
    account.run("DELETE", "tickets/destroy_many?ids=20")
    assert account.stored("deleted_ticket")[20]["subject"] == "Ticket 20"
    assert account.run("DELETE", "deleted_tickets/destroy_many?ids=20,32,20") == {"success": True}
    assert account.stored("deleted_ticket") == {}
    assert account.run("DELETE", "deleted_tickets/destroy_many?ids=32") == {"success": False}


def test_a_permanent_deletion_never_tells_its_total_nor_its_progress(account: Account) -> None:
    seen = Counter[str]()
    for _ in range(30):
        job = account.start("DELETE", "deleted_tickets/destroy_many?ids=31,32")
        for body in account.play(job):
            assert (body["total"], body["progress"]) == (None, None)
            working = body["status"] == "working"
            assert (body["message"] == "Permanently deleting tickets") is working
            seen[body["status"]] += 1
    assert set(seen) == {"queued", "working", "completed"}


@pytest.mark.parametrize(
    ("fault", "status", "results", "left"),
    [
        ("job_failed", "failed", {"success": False}, {31, 32}),
        ("job_partial", "completed", {"success": False}, {32}),
        ("job_aborted", "killed", None, {31, 32}),
    ],
)
def test_a_permanent_deletion_can_be_faulty(
    account: Account, fault: str, status: str, results: Any, left: set[int]
) -> None:
    job = account.end("DELETE", "deleted_tickets/destroy_many?ids=31,32", fault=fault)
    assert (job["status"], job["results"]) == (status, results)
    assert set(account.stored("deleted_ticket")) == left


@pytest.mark.parametrize(
    ("resource", "item", "details"),
    [
        ("ticket", {}, "Description: cannot be blank"),
        ("ticket", {"comment": None, "description": ""}, "Description: cannot be blank"),
        ("organization", {}, "Name: cannot be blank"),
        ("organization", {"name": " "}, "Name: cannot be blank"),
        ("organization", {"name": "Organization 1"}, "Name: has already been taken"),
        ("user", {"name": 5}, "Name: cannot be blank"),
    ],
)
def test_an_item_that_lacks_something_fails_alone(
    account: Account, resource: str, item: Any, details: str
) -> None:
    good = {"name": "New", "description": "New"}
    body = {f"{resource}s": [good, item, {**good, "name": "Newer"}]}
    before = len(account.stored(resource))
    results = account.run("POST", f"{resource}s/create_many", body)
    error = f"{resource.title()}CreateFailed"
    assert results[1] == {"details": details, "error": error, "index": 1}
    assert [result.get("error") for result in results] == [None, error, None]
    assert len(account.stored(resource)) == before + 2


@pytest.mark.parametrize(
    ("resource", "name", "details"),
    [
        ("organization", "Organization 1", None),
        ("organization", "Organization 2", "Name: has already been taken"),
        ("organization", None, "Name: cannot be blank"),
        ("user", "User 2", None),
        ("user", "", "Name: cannot be blank"),
        ("ticket", "", None),
    ],
)
def test_a_name_stays_a_name_and_an_organizations_its_own(
    account: Account, resource: str, name: Any, details: str | None
) -> None:
    body = {f"{resource}s": [{"id": 1, "name": name}]}
    [result] = account.run("PUT", f"{resource}s/update_many", body)
    assert result.get("details") == details


def test_a_name_can_be_taken_once_within_a_job_and_is_free_after_a_deletion(
    account: Account,
) -> None:
    twice = {"organizations": [{"name": "Same"}, {"name": "Same"}]}
    first = account.run("POST", "organizations/create_many", twice)
    assert [result.get("status") for result in first] == ["Created", None]
    account.run("DELETE", f"organizations/destroy_many?ids={first[0]['id']}")
    again = account.run("POST", "organizations/create_many", twice)
    assert again[0]["status"] == "Created"


def test_older_jobs_are_worked_on_first(account: Account) -> None:
    created = account.create(1)
    deleted = account.start("DELETE", "tickets/destroy_many?ids=381")
    for _ in range(2):
        account.state.clock.advance(500)
        account.page()
    assert [account.show(job)["results"][0]["id"] for job in (created, deleted)] == [381, 381]
    assert 381 in account.stored("deleted_ticket")


@law
@given(tickets=st.lists(st.dictionaries(st.text(max_size=5), values), min_size=1, max_size=6))
def test_whatever_a_customer_says_of_a_ticket_is_kept(
    account: Account, tickets: list[dict[str, Any]]
) -> None:
    account.emulator.reset()
    sent = [{**ticket, "description": "x"} for ticket in tickets]
    done = account.run("POST", "tickets/create_many", {"tickets": sent})
    stored = account.stored("ticket")
    assert [stored[item["id"]] for item in done] == sent


@law
@given(asked=st.lists(st.integers(1, 400), min_size=1, max_size=100))
def test_each_id_is_answered_once_and_what_is_deleted_was_there(
    account: Account, asked: list[int]
) -> None:
    account.emulator.reset()
    before = set(account.stored("ticket"))
    results = account.run("DELETE", f"tickets/destroy_many?ids={ids(asked)}")
    assert [result["id"] for result in results] == list(dict.fromkeys(asked))
    deleted = {result["id"] for result in results if "success" in result}
    assert deleted == before & set(asked)
    assert set(account.stored("ticket")) == before - deleted
