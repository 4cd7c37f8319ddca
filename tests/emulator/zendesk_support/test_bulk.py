"""The operations that start jobs: what they take and what they refuse."""

import gzip
from typing import Any

import pytest

from tests.emulator.conftest import Client
from tests.emulator.zendesk_support.conftest import JOBS, Account, error, ids

RESOURCES = ["ticket", "organization", "user"]
TOO_MANY = list(range(1, 102))


@pytest.mark.parametrize("resource", RESOURCES)
def test_a_change_for_all_reaches_each_that_is_named(account: Account, resource: str) -> None:
    path = f"{resource}s/update_many?ids=1,2,1"
    done = account.run("PUT", path, {resource: {"notes": "new", "id": 3}})
    assert [item["id"] for item in done] == [1, 2]
    stored = account.stored(resource)
    assert [stored[number].get("notes") for number in (1, 2, 3)] == ["new", "new", None]


@pytest.mark.parametrize("resource", RESOURCES)
def test_a_change_for_each_reaches_its_own(account: Account, resource: str) -> None:
    changes = [{"id": number, "notes": f"new {number}"} for number in (2, 1.0)]
    body = {f"{resource}s": changes}
    assert [item["id"] for item in account.run("PUT", f"{resource}s/update_many", body)] == [2, 1]
    stored = account.stored(resource)
    assert [stored[number].get("notes") for number in (1, 2)] == ["new 1.0", "new 2"]


def test_ids_beside_changes_of_their_own_are_not_looked_at(account: Account) -> None:
    body = {"users": [{"id": 1, "notes": "new"}]}
    assert [item["id"] for item in account.run("PUT", "users/update_many?ids=2", body)] == [1]


@pytest.mark.parametrize("resource", RESOURCES)
def test_a_change_for_all_needs_the_ids_that_it_is_for(account: Account, resource: str) -> None:
    refused = account.ask("PUT", f"/api/v2/{resource}s/update_many", {resource: {}})
    told = error(refused)
    assert (refused.status, told["error"]) == (400, "InvalidValue")
    assert told["description"].startswith("ids is missing")


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "tickets/create_many", {"tickets": [{}] * 101}),
        ("POST", "organizations/create_many", {"organizations": [{}] * 101}),
        ("POST", "users/create_many", {"users": [{}] * 101}),
        ("PUT", "tickets/update_many", {"tickets": [{"id": 1}] * 101}),
        ("PUT", f"users/update_many?ids={ids(TOO_MANY)}", {"user": {}}),
        ("DELETE", f"tickets/destroy_many?ids={ids(TOO_MANY)}", None),
        ("DELETE", f"deleted_tickets/destroy_many?ids={ids(TOO_MANY)}", None),
    ],
)
def test_more_than_a_hundred_are_too_many(
    account: Account, method: str, path: str, body: Any
) -> None:
    refused = account.ask(method, f"/api/v2/{path}", body)
    told = error(refused)
    assert (refused.status, told["error"], told["max_count"]) == (400, "TooManyValues", 100)


def test_a_hundred_are_not_too_many(account: Account) -> None:
    path = f"users/destroy_many?ids={ids(TOO_MANY[:100])}"
    assert len(account.run("DELETE", path)) == 100
    assert len(account.run("POST", "users/create_many", {"users": [{"name": "x"}] * 100})) == 100


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("POST", "tickets/create_many", {"tickets": []}),
        ("POST", "tickets/create_many", {"tickets": [{}], "more": 1}),
        ("POST", "tickets/create_many", {"users": [{}]}),
        ("POST", "tickets/create_many", None),
        ("PUT", "tickets/update_many", {"tickets": [{"id": "1"}]}),
        ("PUT", "tickets/update_many", {"tickets": [{}]}),
        ("PUT", "tickets/update_many?ids=1", {"ticket": {}, "tickets": [{"id": 1}]}),
        ("PUT", "tickets/update_many?ids=x", {"ticket": {}}),
        ("PUT", "tickets/update_many", {"tickets": [{"id": 2**63}]}),
        ("DELETE", "tickets/destroy_many", None),
        ("DELETE", "tickets/destroy_many?ids=", None),
        ("DELETE", "tickets/destroy_many?ids=0", None),
        ("DELETE", "tickets/destroy_many?ids=1.5", None),
        ("DELETE", "tickets/destroy_many?ids=1;2", None),
    ],
)
def test_what_is_malformed_starts_no_job(
    account: Account, method: str, path: str, body: Any
) -> None:
    before = len(account.listed())
    refused = account.ask(method, f"/api/v2/{path}", body)
    assert (refused.status, error(refused)["error"]) == (400, "InvalidValue")
    assert len(account.listed()) == before


@pytest.mark.parametrize(
    ("body", "headers", "status", "told"),
    [
        (b"{", {}, 400, "InvalidValue"),
        (b'{"users": [{"name": "x"}]}', {"Content-Type": "text/plain"}, 415, "Unsupported"),
        (b"x" * (16 * 1024 * 1024 + 1), {}, 413, "PayloadTooLarge"),
        (b'{"users": [{"name": "x"}]}', {"Content-Encoding": "br"}, 415, "Unsupported"),
        (b'{"users": [{"name": "x"}]}', {"Content-Encoding": "gzip"}, 400, "InvalidValue"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused_in_the_vendors_words(
    support: Client, body: bytes, headers: dict[str, str], status: int, told: str
) -> None:
    sent = {"Content-Type": "application/json", **headers}
    refused = support.ask("POST", "/api/v2/users/create_many", data=body, headers=sent)
    assert refused.status_code == status
    assert refused.json()["error"].startswith(told)
    assert refused.json()["description"]


@pytest.mark.parametrize("depth", [497, 498, 970, 974, 5000])
def test_a_body_that_is_nested_too_deeply_is_refused_and_does_no_harm(
    support: Client, depth: int
) -> None:
    body = b'{"users": [{"name": "x", "deep": %s%s}]}' % (b"[" * depth, b"]" * depth)
    sent = {"Content-Type": "application/json"}
    answer = support.ask("POST", "/api/v2/users/create_many", data=body, headers=sent)
    assert answer.status_code == (200 if depth == 497 else 400)
    assert support.ask("GET", JOBS).status_code == 200


def test_a_body_may_be_compressed(support: Client) -> None:
    body = gzip.compress(b'{"users": [{"name": "x"}]}')
    sent = {"Content-Type": "application/json", "Content-Encoding": "gzip"}
    answer = support.ask("POST", "/api/v2/users/create_many", data=body, headers=sent)
    assert answer.json()["job_status"]["status"] == "queued"


@pytest.mark.parametrize(
    ("method", "path", "status", "told"),
    [
        ("GET", "/api/v2/nothing", 404, "InvalidEndpoint"),
        ("GET", "/", 404, "InvalidEndpoint"),
        ("GET", f"{JOBS}/nothing", 404, "RecordNotFound"),
        ("GET", "/api/v2/tickets/create_many", 405, "MethodNotAllowed"),
        ("GET", f"{JOBS}/show_many?ids={'x' * 4100}", 414, "URITooLong"),
    ],
)
def test_odd_requests_get_the_vendors_own_error(
    support: Client, method: str, path: str, status: int, told: str
) -> None:
    answer = support.ask(method, path)
    assert (answer.status_code, answer.json()["error"]) == (status, told)
    assert (answer.json()["description"] == "Not found") is (status == 404)


@pytest.mark.parametrize("path", [JOBS, f"{JOBS}/", f"{JOBS}.json", f"{JOBS}.json?page[size]=2"])
def test_a_json_suffix_and_a_trailing_slash_are_other_spellings(support: Client, path: str) -> None:
    assert support.ask("GET", path).status_code == 200


def test_every_answer_counts_requests(support: Client) -> None:
    for path in (JOBS, f"{JOBS}/nothing"):
        headers = support.ask("GET", path).headers
        assert headers["X-Rate-Limit"] == headers["ratelimit-limit"] == "700"
        assert headers["X-Rate-Limit-Remaining"] == headers["ratelimit-remaining"]
        assert 1 <= int(headers["ratelimit-reset"]) <= 60
