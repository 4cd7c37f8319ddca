"""What jobs do with records and relationships, item by item."""

from typing import Any
from uuid import UUID

import pytest

from contract_kit.emulator.zendesk_sunshine.records import LARGEST
from tests.emulator.zendesk_sunshine.conftest import JOBS, Account, error

GUM = "576a0d0d-fb3f-11e9-80f8-65590b274410"
COFFEE = "576a5b2e-fb3f-11e9-80f8-f1af99ee4b4c"
BOOK = "5d13764c-cf5f-11e9-aa86-2f9bb45ad15c"
AUTHOR = "67f74000-ca8c-11e9-9c3a-5b1c0a7d9e10"
TAKEN = {
    "code": "UnprocessableEntity",
    "detail": "External Id is already in use for the Resource Type key: product",
    "status": "422",
    "title": "Unprocessable Entity",
}
WRITTEN_BY = {"relationship_type": "written_by", "source": BOOK, "target": AUTHOR}


def product(external_id: str | None = None, **attributes: Any) -> dict[str, Any]:
    return {
        "type": "product",
        "external_id": external_id,
        "attributes": {"id": "9", "name": "Gum", **attributes},
    }


def products(account: Account) -> dict[str, Any]:
    """The products by id."""
    return {record["id"]: record for record in account.found({"_type": {"$eq": "product"}})}


def refused(result: Any) -> dict[str, str]:
    """The one error of an item that failed."""
    assert result["success"] is False
    (found,) = result["errors"]
    return dict(found)


def test_the_documents_batch_creates_one_product_and_finds_the_other_taken(
    account: Account,
) -> None:
    created, failed = account.run("resources", "post", product("3"), product("4"))
    assert created["success"] is True
    assert failed == {"errors": [TAKEN], "success": False}
    assert products(account)[created["data"]["id"]]["external_id"] == "3"


@pytest.mark.parametrize(("first", "second"), [("abc", "ABC"), ("straße", "STRASSE"), ("Ω", "ω")])
def test_an_external_id_is_taken_whatever_its_case(
    account: Account, first: str, second: str
) -> None:
    created, failed = account.run("resources", "post", product(first), product(second))
    assert created["success"] is True
    assert refused(failed) == TAKEN


def test_two_types_may_share_an_external_id(account: Account) -> None:
    user = {**product("4"), "type": "user"}
    assert account.run("resources", "post", user)[0]["success"] is True


def test_records_without_external_id_do_not_clash(account: Account) -> None:
    results = account.run("resources", "post", product(), product(None))
    assert [result["success"] for result in results] == [True, True]


def test_the_records_of_a_batch_are_milliseconds_apart(account: Account) -> None:
    ids = account.post({}, {}, {})
    records = account.found({"_type": {"$eq": "nested_schema"}}, sort_by="_created_at asc")
    assert [record["id"] for record in records] == ids
    assert [record["created_at"] for record in records] == [
        f"2020-06-09T22:00:01.00{number}Z" for number in range(3)
    ]
    assert all(UUID(record_id).version == 1 for record_id in ids)


@pytest.mark.parametrize(
    ("attributes", "told"),
    [
        ({"id": 9}, "/id"),
        ({"name": ["Gum"]}, "/name"),
        ({"name": None}, "/name"),
    ],
)
def test_attributes_of_another_type_fail_the_item(
    account: Account, attributes: Any, told: str
) -> None:
    (result,) = account.run("resources", "post", product(**attributes))
    assert (refused(result)["status"], told in refused(result)["detail"]) == ("422", True)


def test_a_required_attribute_must_be_there(account: Account) -> None:
    item = {"type": "product", "attributes": {"id": "9"}}
    (result,) = account.run("resources", "post", item)
    assert "name is missing" in refused(result)["detail"]


def test_unknown_attributes_fail_where_the_type_allows_no_more(account: Account) -> None:
    book = {"type": "book", "attributes": {"name": "Emma", "colour": "red"}}
    results = account.run("resources", "post", book, product(colour="red"))
    assert [result["success"] for result in results] == [False, True]
    assert "colour" in refused(results[0])["detail"]


def test_an_unknown_type_fails_the_item(account: Account) -> None:
    items = [{"type": "nothing", "external_id": "1", "attributes": {}}]
    for action in ("post", "external_id_set"):
        (result,) = account.run("resources", action, *items)
        assert refused(result)["code"] == "UnprocessableEntity"


def test_attributes_take_at_most_32_kilobytes(account: Account) -> None:
    room = LARGEST - len('{"text":""}')
    fits, too_large, two_bytes_each = (
        {"type": "nested_schema", "attributes": {"text": text}}
        for text in ("x" * room, "x" * (room + 1), "ä" * (room // 2 + 1))
    )
    results = account.run("resources", "post", fits, too_large, two_bytes_each)
    assert [result["success"] for result in results] == [True, False, False]
    assert refused(results[1])["status"] == "422"


def test_a_patch_cannot_grow_a_record_over_the_limit(account: Account) -> None:
    (record_id,) = account.post({"a": "x" * 20_000})
    patch = {"id": record_id, "attributes": {"b": "x" * 20_000}}
    assert refused(account.run("resources", "update", patch)[0])["status"] == "422"
    assert list(account.found({"_type": {"$eq": "nested_schema"}})[0]["attributes"]) == ["a"]


def test_an_update_patches_the_attributes(account: Account) -> None:
    before = products(account)[GUM]
    patch = {"id": GUM, "attributes": {"name": "Strawberry Chewing Gum v2", "colour": "red"}}
    assert account.run("resources", "update", patch) == [{"data": {"id": GUM}, "success": True}]
    assert products(account)[GUM] == {
        **before,
        "attributes": {"id": "1", "name": "Strawberry Chewing Gum v2", "colour": "red"},
        "updated_at": "2020-06-09T22:00:02.000Z",
    }


def test_an_update_must_leave_the_record_valid(account: Account) -> None:
    before = products(account)
    (result,) = account.run("resources", "update", {"id": GUM, "attributes": {"name": 1}})
    assert refused(result)["status"] == "422"
    assert products(account) == before


def test_a_patched_attribute_is_put_in_place_whole(account: Account) -> None:
    (record_id,) = account.post({"author": {"first": "Jane", "last": "Austen"}})
    account.run("resources", "update", {"id": record_id, "attributes": {"author": {"first": "J."}}})
    assert account.found({"author.last": {"$eq": "Austen"}}) == []
    assert len(account.found({"author.first": {"$eq": "J."}})) == 1


def test_an_external_id_sets_what_is_there_and_creates_what_is_not(account: Account) -> None:
    new = {**product("5"), "attributes": {"id": "5", "name": "Blueberry Chewing Gum"}}
    patched = {"type": "product", "external_id": "4", "attributes": {"name": "Decaf"}}
    results = account.run("resources", "external_id_set", patched, new)
    assert results[0]["data"]["id"] == COFFEE
    found = products(account)
    assert found[COFFEE]["attributes"] == {"id": "4", "name": "Decaf"}
    assert found[results[1]["data"]["id"]]["external_id"] == "5"


def test_setting_finds_an_external_id_whatever_its_case(account: Account) -> None:
    results = account.run("resources", "external_id_set", product("Straße"), product("STRASSE"))
    assert results[0] == results[1]


def test_what_is_set_must_fit_the_type(account: Account) -> None:
    items = [{"type": "product", "external_id": key, "attributes": {"id": 1}} for key in "45"]
    results = account.run("resources", "external_id_set", *items)
    assert [result["success"] for result in results] == [False, False]
    assert len(products(account)) == 2


def test_the_documents_deletion_fails_for_the_id_that_is_gone(account: Account) -> None:
    gone = "69d0b3e2-ec4e-11e9-ad75-4b6f5c0467f5"
    results = account.run("resources", "delete", GUM, COFFEE, gone, GUM)
    assert [result["success"] for result in results] == [True, True, False, False]
    assert refused(results[2])["code"] == "NotFound"
    assert products(account) == {}


def test_external_ids_delete(account: Account) -> None:
    items = [{"type": "product", "external_id": key} for key in ("4", "5")]
    done, failed = account.run("resources", "external_id_delete", *items)
    assert done == {"data": {"id": COFFEE}, "success": True}
    assert refused(failed)["status"] == "404"
    assert list(products(account)) == [GUM]


def test_the_external_id_of_a_deleted_record_is_free_again(account: Account) -> None:
    account.run("resources", "delete", COFFEE)
    assert account.run("resources", "post", product("4"))[0]["success"] is True


def test_unknown_ids_fail_an_update(account: Account) -> None:
    (result,) = account.run("resources", "update", {"id": "\0", "attributes": {}})
    assert refused(result)["code"] == "NotFound"


def test_relationships_are_created_and_deleted(account: Account) -> None:
    (created,) = account.run("relationships", "post", WRITTEN_BY)
    assert UUID(created["data"]["id"]).version == 1
    done, again = account.run("relationships", "delete", *[created["data"]["id"]] * 2)
    assert done == created
    assert refused(again)["status"] == "404"


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"relationship_type": "eaten_by"}, "eaten_by"),
        ({"source": AUTHOR}, "source"),
        ({"source": "nothing"}, "source"),
        ({"target": BOOK}, "target"),
        ({"target": "nothing"}, "target"),
    ],
)
def test_a_relationship_needs_its_type_and_both_ends(
    account: Account, change: Any, told: str
) -> None:
    (result,) = account.run("relationships", "post", {**WRITTEN_BY, **change})
    assert (refused(result)["status"], told in refused(result)["detail"]) == ("422", True)


@pytest.mark.parametrize("end", [BOOK, AUTHOR])
def test_a_relationship_goes_with_either_of_its_records(account: Account, end: str) -> None:
    (created,) = account.run("relationships", "post", WRITTEN_BY)
    account.run("resources", "delete", end)
    (result,) = account.run("relationships", "delete", created["data"]["id"])
    assert refused(result)["status"] == "404"


@pytest.mark.parametrize(
    ("job_type", "action"), [("relationships", "update"), ("resources", "put"), ("users", "post")]
)
def test_other_actions_are_refused(account: Account, job_type: str, action: str) -> None:
    answer = account.ask("POST", JOBS, {"type": job_type, "action": action, "data": ["x"]})
    assert error(answer)["code"] == "BadRequest"
