"""Many jobs at once, by their ids."""

import pytest

from tests.emulator.zendesk_support.conftest import JOBS, Account, error, ids


def test_many_jobs_are_shown_in_the_order_of_their_ids_and_each_once(account: Account) -> None:
    first, second = (account.create(1)["id"] for _ in range(2))
    asked = ids([second, "unknown", first, second, first])
    found = account.value("GET", f"{JOBS}/show_many?ids={asked}")["job_statuses"]
    assert [job["id"] for job in found] == [second, first]


def test_an_id_that_is_repeated_is_one_poll(account: Account) -> None:
    job = account.create(1)
    account.state.run("UPDATE job SET patience = 2, working = 0 WHERE id = ?", (job["id"],))
    url = f"{JOBS}/show_many?ids={ids([job['id']] * 3)}"
    seen = [account.value("GET", url)["job_statuses"][0]["status"] for _ in range(2)]
    assert seen == ["queued", "completed"]


def test_a_hundred_jobs_can_be_shown_at_once_and_no_more(account: Account) -> None:
    found = [account.create(1)["id"] for _ in range(100)]
    shown = account.value("GET", f"{JOBS}/show_many.json?ids={ids(found)}")["job_statuses"]
    assert [job["id"] for job in shown] == found
    refused = account.ask("GET", f"{JOBS}/show_many?ids={ids([*found, found[0]])}")
    told = error(refused)
    assert (refused.status, told["error"], told["max_count"]) == (400, "TooManyValues", 100)


@pytest.mark.parametrize("query", ["", "?ids=", "?ids=a,,b", "?ids=a%20b"])
def test_show_many_without_proper_ids_is_refused(account: Account, query: str) -> None:
    refused = account.ask("GET", f"{JOBS}/show_many{query}")
    assert (refused.status, error(refused)["error"]) == (400, "InvalidValue")
