"""Jobs: their lives, their limits, and how they are listed."""

import orjson
import pytest

from contract_kit.emulator.clock import Pace
from contract_kit.emulator.emulator import Settings
from tests.emulator.conftest import Client
from tests.emulator.zendesk_sunshine.conftest import (
    JOBS,
    Account,
    OpenAccount,
    error,
    retry_after,
)

DAY = 24 * 60 * 60
GUM = {"type": "product", "attributes": {"id": "9", "name": "Gum"}}
FOUR_PRODUCTS = [{**GUM, "external_id": f"x{number}"} for number in range(4)]


@pytest.fixture
def polled(open_account: OpenAccount) -> Account:
    """An account whose jobs move at every second poll."""
    return open_account(Settings(pace=Pace("polls", 2)))


def test_a_new_job_is_queued_and_has_no_results(account: Account) -> None:
    job = account.start("resources", "post", [GUM])
    assert job == {
        "completed_at": None,
        "created_at": "2020-06-09T22:00:00Z",
        "id": job["id"],
        "job_status": "queued",
        "results": [],
        "updated_at": "2020-06-09T22:00:00Z",
    }


def test_at_once_means_at_the_next_look(account: Account) -> None:
    job = account.start("resources", "post", [GUM])
    assert len(account.found({"name": {"$eq": "Gum"}})) == 1
    assert account.show(job)["job_status"] == "completed"


def test_a_job_moves_at_every_second_poll(polled: Account) -> None:
    job = polled.start("resources", "post", [GUM])
    seen = [polled.show(job) for _ in range(5)]
    assert [each["job_status"] for each in seen] == [
        "queued",
        "processing",
        "processing",
        "completed",
        "completed",
    ]
    assert [each["updated_at"][-3:] for each in seen] == ["00Z", "02Z", "02Z", "04Z", "04Z"]
    assert [each["completed_at"] is None for each in seen] == [True, True, True, False, False]
    assert seen[3]["completed_at"] == seen[3]["updated_at"]
    assert seen[2]["results"] == []
    assert len(seen[3]["results"]) == 1


def test_only_polls_of_its_own_move_a_job(polled: Account) -> None:
    job, other = (polled.start("resources", "post", [GUM]) for _ in range(2))
    for _ in range(4):
        polled.show(other)
        polled.data("GET", JOBS)
    assert polled.show(job)["job_status"] == "queued"


def test_a_job_that_nobody_polls_moves_all_the_same(polled: Account) -> None:
    polled.start("resources", "post", [GUM])
    statuses = []
    for _ in range(3):
        statuses.append(polled.data("GET", JOBS)[0]["job_status"])
        polled.state.clock.advance(120)
    assert statuses == ["queued", "processing", "completed"]


def test_a_job_takes_its_time_in_real_time(open_account: OpenAccount) -> None:
    account = open_account(Settings(pace=Pace("seconds", 5)))
    job = account.start("resources", "post", [GUM])
    statuses = []
    for seconds in (0, 4.5, 1, 5):
        account.state.clock.advance(seconds)
        statuses.append(account.show(job)["job_status"])
    assert statuses == ["queued", "queued", "processing", "completed"]


def test_older_jobs_are_worked_on_first(polled: Account) -> None:
    item = {"type": "product", "external_id": "x"}
    first = polled.start("resources", "post", [{**GUM, "external_id": "x"}])
    second = polled.start("resources", "external_id_delete", [item])
    for _ in range(2):
        polled.state.clock.advance(120)
        polled.data("GET", JOBS)
    assert [polled.show(job)["results"][0]["success"] for job in (first, second)] == [True, True]
    assert polled.found({"name": {"$eq": "Gum"}}) == []


def test_a_failed_job_has_done_nothing(account: Account) -> None:
    job = account.show(account.start("resources", "post", FOUR_PRODUCTS, fault="job_failed"))
    assert (job["job_status"], job["completed_at"], job["results"]) == ("failed", None, [])
    assert account.found({"name": {"$eq": "Gum"}}) == []


def test_a_job_that_fails_half_way_has_done_the_first_half(account: Account) -> None:
    job = account.show(account.start("resources", "post", FOUR_PRODUCTS, fault="job_partial"))
    assert (job["job_status"], job["completed_at"]) == ("failed", None)
    assert [result["success"] for result in job["results"]] == [True, True]
    found = account.found({"name": {"$eq": "Gum"}})
    assert [record["external_id"] for record in found] == ["x1", "x0"]


def test_an_aborted_job_was_never_begun(polled: Account) -> None:
    job = polled.start("resources", "post", FOUR_PRODUCTS, fault="job_aborted")
    seen = [polled.show(job) for _ in range(3)]
    assert [each["job_status"] for each in seen] == ["queued", "aborted", "aborted"]
    assert (seen[2]["completed_at"], seen[2]["results"]) == (None, [])
    assert polled.found({"name": {"$eq": "Gum"}}) == []


def test_a_job_in_an_encoding_that_cannot_be_read_fails(sunshine: Client) -> None:
    headers = {"Content-Type": "application/json", "Content-Encoding": "br"}
    created = sunshine.ask("POST", JOBS, data=b"\x0b\x02\x80{}\x03", headers=headers)
    assert (created.status_code, created.json()["data"]["job_status"]) == (201, "queued")
    url = f"{JOBS}/{created.json()['data']['id']}"
    jobs = [sunshine.ask("GET", url).json()["data"] for _ in range(2)]
    assert [job["job_status"] for job in jobs] == ["processing", "failed"]
    assert jobs[1]["results"] == []


def test_jobs_are_listed_newest_first_and_without_results(account: Account) -> None:
    new = [account.start("resources", "post", [GUM])["id"] for _ in range(2)]
    account.state.clock.advance(-1)  # a third in the same second as the second
    new.append(account.start("resources", "post", [GUM])["id"])
    listed = account.data("GET", JOBS)
    assert [job["id"] for job in listed[:3]] == new[::-1]
    created = [job["created_at"] for job in listed]
    assert created == sorted(created, reverse=True)
    assert not any("results" in job for job in listed)


@pytest.mark.parametrize("status", ["queued", "processing", "completed", "failed", "aborted"])
def test_a_status_filters_the_list(polled: Account, status: str) -> None:
    all_jobs = polled.data("GET", JOBS)
    listed = polled.data("GET", f"{JOBS}?status={status}")
    assert listed
    assert listed == [job for job in all_jobs if job["job_status"] == status]


def test_an_empty_status_filters_nothing(account: Account) -> None:
    assert account.data("GET", f"{JOBS}?status=") == account.data("GET", JOBS)


def test_an_unknown_status_is_refused(account: Account) -> None:
    assert account.ask("GET", f"{JOBS}?status=working").status == 400


def test_a_job_is_gone_a_day_after_its_creation(account: Account) -> None:
    job = account.start("resources", "post", [GUM])
    account.state.clock.advance(DAY - 3)
    assert account.show(job)["job_status"] == "completed"
    assert job["id"] in [each["id"] for each in account.data("GET", JOBS)]
    answer = account.ask("GET", f"{JOBS}/{job['id']}")
    assert (answer.status, error(answer)["code"]) == (404, "NotFound")
    assert account.data("GET", JOBS) == []


def test_an_unknown_job_is_not_found(account: Account) -> None:
    assert account.ask("GET", f"{JOBS}/%00").status == 404


def test_the_1001st_unfinished_job_is_refused(open_account: OpenAccount) -> None:
    account = open_account(Settings(pace=Pace("polls", 1000)))
    job = {"type": "resources", "action": "delete", "data": ["x"]}
    statuses = [account.ask("POST", JOBS, job).status for _ in range(998)]  # 2 are prepared
    assert set(statuses) == {201}
    refused = account.ask("POST", JOBS, job)
    assert refused.status == 429
    assert "1000" in error(refused)["message"]
    assert retry_after(refused) > 0
    account.state.clock.advance(2 * 60 * 1000)
    account.data("GET", JOBS)
    account.state.clock.advance(60 * 1000)
    assert account.ask("POST", JOBS, job).status == 201


def test_without_limits_any_number_of_jobs_is_taken(open_account: OpenAccount) -> None:
    account = open_account(Settings(pace=Pace("polls", 1000), limits="off"))
    job = {"type": "resources", "action": "delete", "data": ["x"]}
    assert {account.ask("POST", JOBS, job).status for _ in range(1001)} == {201}


@pytest.mark.parametrize("user", ["agent", "admin"])
def test_agents_and_admins_use_jobs(account: Account, user: str) -> None:
    assert account.ask("GET", JOBS, user=user).status == 200


def test_end_users_do_not_use_jobs(account: Account) -> None:
    job = {"type": "resources", "action": "delete", "data": ["x"]}
    assert account.ask("GET", JOBS, user="user").status == 403
    assert account.ask("POST", JOBS, job, user="user").status == 403


def test_numbers_of_any_size_pass_a_job_and_a_search_unchanged(sunshine: Client) -> None:
    raw = b'{"huge":%d,"small":1.0,"text":"\\u0000\xe2\x82\xac"}' % 10**40
    item = b'{"type":"nested_schema","attributes":%s}' % raw
    job = b'{"type":"resources","action":"post","data":[%s]}' % item
    headers = {"Content-Type": "application/json"}
    created = sunshine.ask("POST", JOBS, data=job, headers=headers).json()["data"]
    for _ in range(2):
        sunshine.ask("GET", f"{JOBS}/{created['id']}")
    query = (
        b'{"query":{"huge":{"$eq":%d},"small":{"$eq":1},"text":{"$contains":"\\u0000"}}}' % 10**40
    )
    found = sunshine.ask("POST", "/api/sunshine/objects/query", data=query, headers=headers)
    assert found.content.count(raw) == 1
    assert orjson.loads(found.content)["links"] == {"next": None, "previous": None}
