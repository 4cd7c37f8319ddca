"""What the team relies on when it works with Zendesk's jobs."""

from typing import Any

import pytest
import requests

from .zendesk_jobs import Account, JobFailed

pytestmark = pytest.mark.contract("zendesk-sunshine")


def _book(name: str, price: int) -> dict[str, Any]:
    attributes = {
        "name": name,
        "author": "Jane Austen",
        "book_available": True,
        "book_price": price,
        "publisher": "Penguin",
    }
    return {"type": "book", "attributes": attributes}


def test_a_job_is_followed_until_its_records_are_there(account: Account) -> None:
    job = account.submit("post", [_book("Emma", 12), _book("Persuasion", 9)])
    made = account.follow(job)
    found = account.search({"_type": {"$eq": "book"}, "name": {"$eq": "Persuasion"}})
    assert made[1] in {record["id"] for record in found}


def test_an_item_that_is_left_undone_is_told(account: Account) -> None:
    job = account.submit("post", [_book("Emma", 12), {"type": "no-such", "attributes": {}}])
    with pytest.raises(JobFailed, match="1 of 2"):
        account.follow(job)


def test_a_job_that_fails_is_told(account: Account, faults: Any) -> None:
    faults.inject(operation="createJob", kind="job_failed")
    with pytest.raises(JobFailed, match="failed"):
        account.follow(account.submit("post", [_book("Emma", 12)]))


def test_the_client_waits_as_long_as_it_is_told(
    account: Account, faults: Any, waited: list[float]
) -> None:
    faults.inject(operation="createJob", kind="status", status=429, retry_after=7)
    account.follow(account.submit("post", [_book("Emma", 12)]))
    assert waited[0] == 7


def test_a_job_is_forgotten_after_a_day(account: Account, clock: Any) -> None:
    job = account.submit("post", [_book("Emma", 12)])
    account.follow(job)
    clock.advance(hours=25)
    with pytest.raises(requests.HTTPError, match="404"):
        account.job(job)


class TestSearch:
    @pytest.mark.parametrize("per_page", [4, 10])
    def test_every_page_is_walked_and_no_record_comes_twice(
        self, account: Account, per_page: int
    ) -> None:
        found = [record["id"] for record in account.search({"_type": {"$eq": "book"}}, per_page)]
        assert len(found) > 10
        assert len(set(found)) == len(found)
