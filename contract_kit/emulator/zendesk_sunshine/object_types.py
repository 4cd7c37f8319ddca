"""The operations on object types, and the report on those whose schemas break a rule."""

import json
from typing import Any

import orjson

from contract_kit.emulator.clock import timestamp
from contract_kit.emulator.state import Row
from contract_kit.emulator.vendor import Call, Refusal, Reply
from contract_kit.emulator.zendesk_sunshine.object_type_schema import broken_rules, refuse_change
from contract_kit.emulator.zendesk_sunshine.records import LARGEST, json_text

MOST_TYPES = 50
_STANDARD = "zen:"  # prefix of the vendor's own types, which are neither listed nor changed


def list_object_types(call: Call) -> Reply:
    """All object types, the oldest first."""
    return Reply(200, {"data": [_answer(row) for row in _all(call)]})


def show_object_type(call: Call) -> Reply:
    """One object type."""
    return Reply(200, {"data": _answer(_find(call))})


def create_object_type(call: Call) -> Reply:
    """Adds an object type; the server adds that no further attributes are allowed."""
    state, data = call.state, call.reading.body["data"]
    key, schema = data["key"], _schema_text(data["schema"])
    if state.row("SELECT 1 FROM object_type WHERE key = ?", (key,)):
        raise Refusal(422, f"The key is already in use: {key}")
    _refuse_above_quota(call)
    now = state.clock.ms
    [row] = state.rows(
        "INSERT INTO object_type VALUES (?, ?, ?, ?) RETURNING *", (key, schema, now, now)
    )
    return Reply(201, {"data": _answer(row)})


def update_object_type(call: Call) -> Reply:
    """Puts a schema in place of an object type's."""
    _refuse_standard(call)
    row, data = _find(call), call.reading.body["data"]
    if data.get("key", row["key"]) != row["key"]:
        raise Refusal(422, "The key of an object type cannot be changed")
    schema = _schema_text(data["schema"])
    refuse_change(json.loads(row["schema"]), data["schema"])
    [changed] = call.state.rows(
        "UPDATE object_type SET schema = ?, updated = ? WHERE key = ? RETURNING *",
        (schema, call.state.clock.ms, row["key"]),
    )
    return Reply(200, {"data": _answer(changed)})


def delete_object_type(call: Call) -> Reply:
    """Deletes an object type that no record is of."""
    _refuse_standard(call)
    key = _find(call)["key"]
    if call.state.row("SELECT 1 FROM record WHERE type = ?", (key,)):
        raise Refusal(422, f"Records of the object type exist: {key}")
    call.state.run("DELETE FROM object_type WHERE key = ?", (key,))
    return Reply(204)


def report_object_types(call: Call) -> Reply:
    """The object types whose schemas break today's rules, with the reasons."""
    reasons = ((row["key"], list(broken_rules(json.loads(row["schema"])))) for row in _all(call))
    report = [{"message": found, "object_type_key": key} for key, found in reasons if found]
    return Reply(200, {"data": report})


def _all(call: Call) -> list[Row]:
    return call.state.rows("SELECT * FROM object_type ORDER BY created, key")


def _find(call: Call) -> Row:
    key = call.reading.path["object_type_key"]
    row = call.state.row("SELECT * FROM object_type WHERE key = ?", (key,))
    if row is None:
        raise Refusal(404, f"There is no object type with the key {key}")
    return row


def _answer(row: Row) -> dict[str, Any]:
    return {
        "created_at": timestamp(row["created"]),
        "key": row["key"],
        "schema": orjson.Fragment(row["schema"]),
        "updated_at": timestamp(row["updated"]),
    }


def _schema_text(schema: dict[str, Any]) -> str:
    """The JSON to store of a schema that was sent; refused (400) where it is too large."""
    if len(json_text(schema).encode()) > LARGEST:
        raise Refusal(400, f"The schema of an object type takes at most {LARGEST} bytes")
    return json_text({**schema, "additionalProperties": False})


def _refuse_standard(call: Call) -> None:
    if call.reading.path["object_type_key"].startswith(_STANDARD):
        raise Refusal(403, "Standard object types cannot be changed")


def _refuse_above_quota(call: Call) -> None:
    if call.limits and len(_all(call)) >= MOST_TYPES:
        raise Refusal(
            429,
            f"The account has its {MOST_TYPES} object types already",
            headers={"Retry-After": "60"},
        )
