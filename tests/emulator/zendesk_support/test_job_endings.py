"""How jobs go wrong on request, how many may run at once, and who may start and see them."""

import re

import pytest

from contract_kit.model.exchange import header
from tests.emulator.conftest import Client
from tests.emulator.zendesk_support.conftest import JOBS, Account, error


def test_a_fresh_job_can_be_not_found_for_a_moment(support: Client) -> None:
    fault = {"operation": "showJobStatus", "kind": "status", "status": 404, "times": 2}
    support.control("POST", "faults", fault)
    started = support.ask("DELETE", "/api/v2/users/destroy_many?ids=1").json()["job_status"]
    answers = [support.ask("GET", f"{JOBS}/{started['id']}") for _ in range(3)]
    assert [answer.status_code for answer in answers] == [404, 404, 200]
    assert answers[0].json() == {"error": "RecordNotFound", "description": "Not found"}


def test_a_failed_job_has_done_nothing_and_says_so_item_by_item(account: Account) -> None:
    before = account.stored("ticket")
    job = account.play(account.create(2, fault="job_failed"))[-1]
    assert (job["status"], job["total"], job["progress"]) == ("failed", 2, 0)
    assert re.fullmatch(r"Failed at 2020-06-09 22:00:\d\d \+0000", job["message"])
    assert [set(item) for item in job["results"]] == [{"index", "error", "details"}] * 2
    assert {item["error"] for item in job["results"]} == {"TicketCreateFailed"}
    assert account.stored("ticket") == before


def test_a_job_that_fails_in_part_is_completed_and_its_second_half_not_done(
    account: Account,
) -> None:
    before = account.stored("ticket")
    job = account.play(account.create(5, fault="job_partial"))[-1]
    assert (job["status"], job["progress"]) == ("completed", 5)
    errors = [item.get("error") for item in job["results"]]
    assert errors == [None, None, *["TicketCreateFailed"] * 3]
    assert len(account.stored("ticket")) == len(before) + 2


def test_a_killed_job_has_done_nothing_and_has_no_results(account: Account) -> None:
    before = account.stored("ticket")
    job = account.play(account.create(2, fault="job_aborted"))[-1]
    assert (job["status"], job["progress"], job["results"]) == ("killed", 0, None)
    assert job["message"].startswith("Killed at 2020-06-09 22:00:0")
    assert account.stored("ticket") == before


@pytest.mark.parametrize("fault", ["job_failed", "job_aborted", "job_partial"])
def test_a_faulty_job_takes_the_ways_of_the_others(account: Account, fault: str) -> None:
    ways = [account.play(account.create(4, fault=fault)) for _ in range(60)]
    assert len({tuple(body["status"] for body in way[:-1]) for way in ways}) == 5


def test_the_31st_unfinished_job_is_refused_until_others_are_finished(limited: Account) -> None:
    for _ in range(28):  # two are prepared
        limited.create(1)
    refused = limited.ask("DELETE", "/api/v2/users/destroy_many?ids=1")
    told = error(refused)
    assert (refused.status, told["error"], told["max_count"]) == (429, "TooManyJobs", 30)
    wait = int(header(refused.headers, "Retry-After") or 0)
    assert wait > 0
    limited.state.clock.advance(4 * wait)
    assert limited.ask("DELETE", "/api/v2/users/destroy_many?ids=1").status == 200


def test_without_limits_any_number_of_jobs_is_taken(account: Account) -> None:
    assert len({account.create(1)["id"] for _ in range(40)}) == 40


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "job_statuses"),
        ("GET", "job_statuses/show_many?ids=a"),
        ("GET", "job_statuses/8b726e606741012ffc2d782bcb7848fe"),
        ("POST", "tickets/create_many"),
        ("PUT", "tickets/update_many"),
        ("DELETE", "tickets/destroy_many?ids=1"),
        ("DELETE", "deleted_tickets/destroy_many?ids=1"),
        ("POST", "organizations/create_many"),
        ("PUT", "organizations/update_many"),
        ("DELETE", "organizations/destroy_many?ids=1"),
        ("POST", "users/create_many"),
        ("PUT", "users/update_many"),
        ("DELETE", "users/destroy_many?ids=1"),
    ],
)
def test_agents_and_admins_only_are_let_in(account: Account, method: str, path: str) -> None:
    url, name = f"/api/v2/{path}", path.partition("/")[0]
    bodies = {"POST": {name: [{"name": "New", "description": "New"}]}, "PUT": {name: [{"id": 1}]}}
    statuses = {
        user: account.ask(method, url, bodies.get(method), user=user).status
        for user in ("admin", "agent", "user", "nobody")
    }
    assert statuses == {"admin": 200, "agent": 200, "user": 403, "nobody": 401}
