"""The prepared account: what the document shows is there."""

from collections import Counter
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlencode

import orjson
import pytest

from contract_kit import openapi
from contract_kit.emulator.emulator import Settings
from contract_kit.model.pointer import select
from tests.emulator.conftest import SPECS
from tests.emulator.zendesk_support.conftest import HOST, JOBS, Account, OpenAccount


def requests_of_examples() -> Iterator[Any]:
    """Each example of a body, and each of a parameter with the first body."""
    document = openapi.load(SPECS / "zendesk-support.yaml").document
    for path, item in document["paths"].items():
        for method, operation in item.items():
            urls = list(urls_of(path, operation.get("parameters", [])))
            bodies = list(bodies_of(document, operation)) or [None]
            pairs = [(urls[0], body) for body in bodies] + [(url, bodies[0]) for url in urls[1:]]
            for url, body in pairs:
                case = f"{operation['operationId']}-{url}-{','.join(body or ())}"
                yield pytest.param(method.upper(), url, body, id=case)


def bodies_of(document: Any, operation: Any) -> Iterator[Any]:
    media = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    for example in media.get("examples", {}).values():
        yield next(select(document, f"{example['$ref'][1:]}/value"))


def urls_of(path: str, parameters: list[Any]) -> Iterator[str]:
    """The path with each of the examples of its one parameter that has any."""
    examples = [(p, list(p["examples"].values())) for p in parameters if "examples" in p]
    if not examples:
        yield path
    for parameter, named in examples:
        for example in named:
            value = example["value"]
            if parameter["in"] == "path":
                yield path.replace(f"{{{parameter['name']}}}", value)
            else:
                text = ",".join(map(str, value)) if isinstance(value, list) else value
                yield f"{path}?{urlencode({parameter['name']: text})}"


@pytest.mark.parametrize(("method", "url", "body"), list(requests_of_examples()))
def test_every_example_of_a_request_is_answered_with_success(
    account: Account, method: str, url: str, body: Any
) -> None:
    value = account.value(method, url, body)
    if method != "GET":
        results = account.play(value["job_status"])[-1]["results"]
        items = [results] if isinstance(results, dict) else results
        assert items
        assert not any("error" in item or item.get("success") is False for item in items)


def test_the_documents_jobs_show_what_the_document_shows(account: Account) -> None:
    def shown(job_id: str) -> Any:
        job = account.value("GET", f"{JOBS}/{job_id}")["job_status"]
        assert job["url"] == f"http://{HOST}{JOBS}/{job_id}.json"
        assert job["status"] == "completed"
        return job["total"], job["progress"], job["message"], job["results"]

    def updated(number: int) -> Any:
        return {"action": "update", "id": number, "status": "Updated", "success": True}

    assert shown("8b726e606741012ffc2d782bcb7848fe") == (
        2,
        2,
        "Completed at Tue Jun 09 16:00:10 +0000 2020",
        [updated(380)],
    )
    assert shown("82de0b044094f0c67893ac9fe64f1a99") == (
        2,
        2,
        "Completed at 2020-06-09 19:00:10 +0000",
        [updated(244), updated(245)],
    )
    assert shown("dd9321f29967688b27bc9499ebb4ae8d") == (
        None,
        None,
        "Completed at 2020-06-09 18:00:10 +0000",
        {"success": True},
    )
    total, progress, _, created = shown("e7665094164c498781ebe4c8db6d2af5")
    assert (total, progress) == (2, 2)
    assert [item["index"] for item in created] == [0, 1]


def test_the_documents_request_for_many_jobs_shows_two(account: Account) -> None:
    two = ["8b726e606741012ffc2d782bcb7848fe", "e7665094164c498781ebe4c8db6d2af5"]
    found = account.value("GET", f"{JOBS}/show_many.json?ids={two[0]},{two[0]},{two[1]}")
    assert [(job["id"], job["status"]) for job in found["job_statuses"]] == [
        (job_id, "completed") for job_id in two
    ]


def test_there_is_a_job_in_every_state_and_there_are_pages_of_five(account: Account) -> None:
    page = account.page()["job_statuses"]
    assert Counter(job["status"] for job in page) == {
        "queued": 1,
        "working": 1,
        "completed": 16,
        "failed": 1,
        "killed": 1,
    }
    numbered = {job["id"]: job["status"] for job in page}
    states = [numbered[f"V3-{number:032x}"] for number in (1, 2, 3, 4)]
    assert states == ["queued", "working", "failed", "killed"]
    assert any("job_type" in job for job in page)
    assert any("error" in item for job in page for item in job["results"] or ())


def test_the_tickets_organizations_and_users_of_the_examples_are_there(account: Account) -> None:
    assert set(account.stored("ticket")) == {*range(1, 21), 244, 245, 380}
    assert set(account.stored("deleted_ticket")) == {31, 32}
    assert set(account.stored("organization")) == set(range(1, 6))
    assert set(account.stored("user")) == set(range(1, 11))


def test_the_unfinished_jobs_take_nothing_away(account: Account) -> None:
    before = set(account.stored("ticket"))
    for number in (1, 2):
        job = account.play(account.show({"id": f"V3-{number:032x}"}))[-1]
        assert [item["status"] for item in job["results"]] == ["Updated", "Updated"]
    assert set(account.stored("ticket")) == before


def test_all_jobs_live_for_hours_to_come(account: Account) -> None:
    account.state.clock.advance(12 * 60 * 60)
    assert len(account.listed()) == 20


def test_every_seed_gives_the_same_account(open_account: OpenAccount) -> None:
    first, other = (orjson.dumps(open_account(Settings(seed=seed)).page()) for seed in (1, 2))
    assert first == other


def test_the_empty_account_has_nothing(account: Account) -> None:
    account.emulator.reset(state="empty")
    assert account.page()["job_statuses"] == []
    assert account.run("DELETE", "tickets/destroy_many?ids=1")[0]["error"] == "TicketDeleteFailed"
    account.emulator.reset(state="prepared")
