"""The prepared account: what the documents show is there."""

from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import orjson
import pytest

from contract_kit import openapi
from contract_kit.emulator.clock import Pace
from contract_kit.emulator.emulator import Settings
from contract_kit.model.pointer import select
from tests.emulator.conftest import SPECS
from tests.emulator.zendesk_sunshine.conftest import JOBS, QUERY, TYPES, Account, OpenAccount

BY_SHELDON = {
    "$and": [{"author": {"$eq": "Sidney Sheldon"}}, {"publisher": {"$contains": "Bloomsbury"}}]
}


def request_examples() -> Iterator[Any]:
    document = openapi.load(SPECS / "zendesk-sunshine.yaml").document
    for path, item in document["paths"].items():
        for method, operation in item.items():
            media = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
            for name, example in media.get("examples", {}).items():
                (value,) = select(document, f"{example['$ref'][1:]}/value")
                url = path.replace("{object_type_key}", "product")
                case = f"{operation['operationId']}-{name}"
                yield pytest.param(method.upper(), url, value, id=case)


@pytest.mark.parametrize(("method", "url", "body"), list(request_examples()))
def test_every_example_of_a_request_is_answered_with_success(
    account: Account, method: str, url: str, body: Any
) -> None:
    assert account.ask(method, url, body).status in (200, 201)


def test_the_documents_search_finds_the_two_books_of_its_answer(account: Account) -> None:
    attributes = {
        "author": "Sidney Sheldon",
        "book_available": True,
        "book_price": 542,
        "publisher": "Bloomsbury publications",
    }
    assert account.found(BY_SHELDON) == [
        {
            "attributes": {**attributes, "name": name},
            "created_at": created,
            "external_id": None,
            "id": record_id,
            "type": "book",
            "updated_at": created,
        }
        for name, created, record_id in (
            (
                "The Doomsday Conspiracy",
                "2019-09-04T22:00:10.191Z",
                "5d13764c-cf5f-11e9-aa86-2f9bb45ad15c",
            ),
            (
                "If Tomorrow Comes",
                "2019-08-29T18:47:23.556Z",
                "70588682-ca8d-11e9-893a-63225c9f1206",
            ),
        )
    ]


def test_the_books_fill_three_pages(account: Account) -> None:
    sizes, link = [], QUERY
    while link:
        page = account.page(link, {"_type": {"$eq": "book"}})
        sizes.append(len(page["data"]))
        link = page["links"]["next"]
    assert sizes == [10, 10, 5]


def test_every_record_id_carries_its_creation_to_the_millisecond(account: Account) -> None:
    records = account.found({})
    assert len(records) == 28
    for record in records:
        ticks = UUID(record["id"]).time - 0x01B21DD213814000  # 100 ns since 1970
        carried = datetime.fromtimestamp(ticks // 10_000 / 1000, UTC)
        assert carried.isoformat(timespec="milliseconds") == record["created_at"][:-1] + "+00:00"


def test_the_documents_object_types_are_listed(account: Account) -> None:
    types = {each["key"]: each for each in account.data("GET", TYPES)}
    assert list(types) == ["book", "empty_schema_type", "nested_schema", "product", "user"]
    for key in ("product", "user"):
        assert types[key] == {
            "created_at": "2018-01-01T10:20:30Z",
            "key": key,
            "schema": {
                "properties": {
                    name: {"description": f"{key} {name}", "type": "string"}
                    for name in ("id", "name")
                },
                "required": ["id", "name"],
            },
            "updated_at": "2018-01-01T10:20:30Z",
        }


def test_there_is_a_job_in_every_state_and_all_are_younger_than_a_day(
    open_account: OpenAccount,
) -> None:
    jobs = open_account(Settings(pace=Pace("polls", 1))).data("GET", JOBS)
    assert Counter(job["job_status"] for job in jobs) == {
        "queued": 1,
        "processing": 1,
        "completed": 2,
        "failed": 1,
        "aborted": 1,
    }
    assert all(job["created_at"] >= "2020-06-09T16:00:00Z" for job in jobs)


def test_the_documents_job_has_the_documents_error(account: Account) -> None:
    job = account.data("GET", f"{JOBS}/8b72559ae838-c9a0-11e7-abc4-cec278b6b50a6e6")
    assert job["results"] == [
        {"data": {"id": "73c698be-cb64-4678-ba73-29683d2c32er"}, "success": True},
        {
            "errors": [
                {
                    "code": "UnprocessableEntity",
                    "detail": "External Id is already in use for the Resource Type key: product",
                    "status": "422",
                    "title": "Unprocessable Entity",
                }
            ],
            "success": False,
        },
    ]


def test_the_unfinished_jobs_change_no_record(open_account: OpenAccount) -> None:
    account = open_account(Settings(pace=Pace("polls", 1)))
    before = account.found({})
    for job in account.data("GET", JOBS):
        for _ in range(3):
            last = account.show(job)
        assert last["job_status"] in ("completed", "failed", "aborted")
    assert account.found({}) == before


def test_one_seed_gives_one_account(open_account: OpenAccount) -> None:
    first, again, other = (
        orjson.dumps(open_account(Settings(seed=seed)).found({})) for seed in (1, 1, 2)
    )
    assert first == again
    assert first != other


def test_the_empty_account_has_nothing(account: Account) -> None:
    account.emulator.reset(state="empty")
    assert account.data("GET", JOBS) == account.data("GET", TYPES) == account.found({}) == []
