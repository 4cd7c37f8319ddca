"""The operations on object types."""

from typing import Any

import pytest

from contract_kit.emulator.emulator import Settings
from contract_kit.emulator.zendesk_sunshine.records import LARGEST
from tests.emulator.zendesk_sunshine.conftest import (
    TYPES,
    Account,
    OpenAccount,
    error,
    retry_after,
)

PHONE = {"properties": {"brand": {"type": "string"}}, "required": ["brand"]}
SUPPORTED = '(possible values: ["boolean","integer","number","string","array"])'
TAGS = {"type": "array", "items": {"type": "string"}}


def create(account: Account, key: str, schema: Any = PHONE) -> Any:
    return account.data("POST", TYPES, {"data": {"key": key, "schema": schema}})


def update(schema: Any, **more: Any) -> dict[str, Any]:
    return {"data": {"schema": schema, **more}}


def sized(size: int) -> dict[str, Any]:
    """A schema that takes so many bytes of compact JSON."""
    empty = '{"properties":{"a":{"type":"string"}},"description":""}'
    text = "x" * (size - len(empty))
    return {"properties": {"a": {"type": "string"}}, "description": text}


def test_a_new_type_is_closed_by_the_server(account: Account) -> None:
    created = create(account, "cell_phone")
    assert created == {
        "created_at": "2020-06-09T22:00:00Z",
        "key": "cell_phone",
        "schema": {**PHONE, "additionalProperties": False},
        "updated_at": "2020-06-09T22:00:00Z",
    }
    assert account.data("GET", f"{TYPES}/cell_phone") == created
    items = [{"brand": "Nokia", "colour": "red"}, {"brand": "Nokia"}]
    jobs = [{"type": "cell_phone", "attributes": each} for each in items]
    assert [each["success"] for each in account.run("resources", "post", *jobs)] == [False, True]


def test_types_are_listed_by_creation_and_then_by_key(account: Account) -> None:
    create(account, "zz")
    account.state.clock.advance(-1)
    create(account, "aa")
    keys = [each["key"] for each in account.data("GET", TYPES)]
    assert keys == ["book", "empty_schema_type", "nested_schema", "product", "user", "aa", "zz"]


@pytest.mark.parametrize("key", ["product", "cell_phone"])
def test_a_key_can_be_taken_once(account: Account, key: str) -> None:
    body = {"data": {"key": key, "schema": PHONE}}
    statuses = [account.ask("POST", TYPES, body).status for _ in range(2)]
    assert statuses[1] == 422
    assert account.ask("POST", TYPES, body).status == 422


@pytest.mark.parametrize("key", ["x", "x" * 33, "zen:user", "a b"])
def test_a_key_of_another_form_is_refused(account: Account, key: str) -> None:
    assert account.ask("POST", TYPES, {"data": {"key": key, "schema": PHONE}}).status == 400


@pytest.mark.parametrize(
    "schema",
    [
        {},
        {"properties": {}},
        {**PHONE, "additionalProperties": True},
        {**PHONE, "$schema": "https://json-schema.org/draft/2020-12/schema"},
        {"properties": {"_a": {"type": "string"}}},
        {"properties": {"*": {"type": "string"}}},
        {"properties": {"a\n": {"type": "string"}}},
        {"properties": {"a": {"type": ["string"]}}},
        {"properties": {"a": {"type": "object"}}},
        {"properties": {"a": {"type": "array"}}},
        {"properties": {"a": {"type": "array", "items": TAGS}}},
        {"properties": {"a": {}}},
    ],
)
def test_a_schema_that_breaks_a_rule_is_refused(account: Account, schema: Any) -> None:
    assert account.ask("POST", TYPES, {"data": {"key": "phone", "schema": schema}}).status == 400
    assert account.ask("PUT", f"{TYPES}/product", update(schema)).status == 400


def test_a_schema_takes_at_most_32_kilobytes(account: Account) -> None:
    create(account, "largest", sized(LARGEST))
    body = {"data": {"key": "larger", "schema": sized(LARGEST + 1)}}
    assert account.ask("POST", TYPES, body).status == 400
    assert account.ask("PUT", f"{TYPES}/largest", update(sized(LARGEST + 1))).status == 400
    assert account.ask("PUT", f"{TYPES}/largest", update(sized(LARGEST))).status == 200


def test_the_51st_type_is_refused(account: Account) -> None:
    for number in range(45):
        create(account, f"type_{number}")
    body = {"data": {"key": "one_more", "schema": PHONE}}
    refused = account.ask("POST", TYPES, body)
    found = error(refused)
    assert (found["code"], found["title"]) == ("TooManyRequests", "Too Many Requests")
    assert "50" in found["message"]
    assert retry_after(refused) > 0
    assert account.ask("DELETE", f"{TYPES}/type_0").status == 204
    assert account.ask("POST", TYPES, body).status == 201


def test_without_limits_any_number_of_types_is_taken(open_account: OpenAccount) -> None:
    account = open_account(Settings(limits="off"))
    for number in range(46):
        create(account, f"type_{number}")


def test_an_update_puts_a_schema_in_place(account: Account) -> None:
    before = account.data("GET", f"{TYPES}/product")
    properties = {**before["schema"]["properties"], "features": {"type": "string"}}
    after = account.data("PUT", f"{TYPES}/product", update({"properties": properties}))
    assert after == {
        **before,
        "schema": {"properties": properties, "additionalProperties": False},
        "updated_at": "2020-06-09T22:00:01Z",
    }
    assert account.data("GET", f"{TYPES}/product") == after


def test_the_answer_of_a_type_can_be_sent_back(account: Account) -> None:
    shown = account.data("GET", f"{TYPES}/book")
    assert account.ask("PUT", f"{TYPES}/book", {"data": shown}).status == 200


@pytest.mark.parametrize(
    ("properties", "told"),
    [
        ({"a": {"type": "string"}}, "removed"),
        ({"a": {"type": "integer"}, "tags": TAGS}, "type"),
        ({"a": {"type": "string"}, "tags": {"type": "string"}}, "type"),
        (
            {"a": {"type": "string"}, "tags": {"type": "array", "items": {"type": "number"}}},
            "type",
        ),
    ],
)
def test_no_property_is_removed_or_changes_its_type(
    account: Account, properties: Any, told: str
) -> None:
    create(account, "phone", {"properties": {"a": {"type": "string"}, "tags": TAGS}})
    answer = account.ask("PUT", f"{TYPES}/phone", update({"properties": properties}))
    assert answer.status == 422
    assert told in error(answer)["detail"]


def test_the_key_cannot_be_changed(account: Account) -> None:
    schema = account.data("GET", f"{TYPES}/product")["schema"]
    answer = account.ask("PUT", f"{TYPES}/product", update(schema, key="other"))
    assert answer.status == 422


def test_a_type_without_properties_may_be_mended(account: Account) -> None:
    assert account.ask("PUT", f"{TYPES}/empty_schema_type", update(PHONE)).status == 200
    keys = [each["object_type_key"] for each in account.data("GET", f"{TYPES}/schema/report")]
    assert keys == ["nested_schema"]


@pytest.mark.parametrize("key", ["zen:user", "zen:user:123"])
def test_standard_types_are_neither_shown_nor_changed(account: Account, key: str) -> None:
    assert account.ask("GET", f"{TYPES}/{key}").status == 404
    assert account.ask("PUT", f"{TYPES}/{key}", update(PHONE)).status == 403
    assert account.ask("DELETE", f"{TYPES}/{key}").status == 403


def test_unknown_types_are_not_found(account: Account) -> None:
    for method, body in (("GET", None), ("PUT", update(PHONE)), ("DELETE", None)):
        assert account.ask(method, f"{TYPES}/nothing", body).status == 404


def test_a_type_goes_when_its_records_have_gone(account: Account) -> None:
    assert account.ask("DELETE", f"{TYPES}/product").status == 422
    records = account.found({"_type": {"$eq": "product"}})
    account.run("resources", "delete", *(record["id"] for record in records))
    deleted = account.ask("DELETE", f"{TYPES}/product")
    assert (deleted.status, deleted.body) == (204, b"")
    assert account.ask("GET", f"{TYPES}/product").status == 404


def test_the_report_is_that_of_the_documents(account: Account) -> None:
    create(account, "valid")
    assert account.data("GET", f"{TYPES}/schema/report") == [
        {
            "message": ["The properties element of a schema cannot be empty."],
            "object_type_key": "empty_schema_type",
        },
        {
            "message": [
                f'data.schema instance value ("object") not found in enum {SUPPORTED}',
                "Invalid property name '_nested': Property name cannot start with '_'.",
            ],
            "object_type_key": "nested_schema",
        },
    ]


@pytest.mark.parametrize(
    ("user", "statuses"),
    [("user", [200, 200, 403, 403, 403]), ("agent", [200, 200, 403, 403, 403])],
)
def test_everyone_reads_types_and_admins_change_them(
    account: Account, user: str, statuses: list[int]
) -> None:
    calls: list[tuple[str, str, Any]] = [
        ("GET", TYPES, None),
        ("GET", f"{TYPES}/product", None),
        ("GET", f"{TYPES}/schema/report", None),
        ("POST", TYPES, {"data": {"key": "phone", "schema": PHONE}}),
        ("DELETE", f"{TYPES}/product", None),
    ]
    assert [account.ask(*call, user=user).status for call in calls] == statuses
