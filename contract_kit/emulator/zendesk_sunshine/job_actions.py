"""What a job does with each item of its batch: create, change or delete a record or a relationship.

An item that cannot be done raises a `Refusal` before it has changed anything; the batch goes on.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from contract_kit.emulator.state import Row, State
from contract_kit.emulator.vendor import Refusal
from contract_kit.emulator.zendesk_sunshine import records
from contract_kit.emulator.zendesk_sunshine.errors import error_item
from contract_kit.emulator.zendesk_sunshine.object_type_schema import misfit

Item = Any  # an object or an id, as the specification has it for the action
_Action = Callable[[State, Item, int], str]  # state, item and its instant to the id it was about


def perform(state: State, job_type: str, action: str, items: Sequence[Item]) -> list[Any]:
    """Does every item of a batch, and says item by item what became of it.

    Each item has a millisecond of its own, so that the ids of a batch carry different times.
    """
    act, now = _ACTIONS[job_type, action], state.clock.ms
    return [_result(act, state, item, now + index) for index, item in enumerate(items)]


def taken(type_key: str) -> Refusal:
    """The documented refusal of an external id that another record of the type has."""
    return Refusal(422, f"External Id is already in use for the Resource Type key: {type_key}")


def _result(act: _Action, state: State, item: Item, at: int) -> dict[str, Any]:
    try:
        return {"data": {"id": act(state, item, at)}, "success": True}
    except Refusal as refusal:
        return {"errors": [error_item(refusal)], "success": False}


def _post_record(state: State, item: Item, at: int) -> str:
    type_key, external_id = item["type"], item.get("external_id")
    _refuse_attributes(state, type_key, item["attributes"])
    if external_id is not None and records.by_external_id(state, type_key, external_id):
        raise taken(type_key)
    return _insert(state, type_key, external_id, item["attributes"], at)


def _update_record(state: State, item: Item, at: int) -> str:
    return _patch(state, _find(state, item["id"]), item["attributes"], at)


def _set_record(state: State, item: Item, at: int) -> str:
    type_key, external_id = item["type"], item["external_id"]
    record = records.by_external_id(state, type_key, external_id)
    if record is not None:
        return _patch(state, record, item["attributes"], at)
    _refuse_attributes(state, type_key, item["attributes"])
    return _insert(state, type_key, external_id, item["attributes"], at)


def _delete_record(state: State, item: Item, at: int) -> str:
    return _delete(state, _find(state, item))


def _delete_by_external_id(state: State, item: Item, at: int) -> str:
    record = records.by_external_id(state, item["type"], item["external_id"])
    if record is None:
        raise Refusal(404, f"There is no {item['type']} with the external id {item['external_id']}")
    return _delete(state, record)


def _post_relationship(state: State, item: Item, at: int) -> str:
    key, source, target = item["relationship_type"], item["source"], item["target"]
    kind = state.row("SELECT * FROM relationship_type WHERE key = ?", (key,))
    if kind is None:
        raise Refusal(422, f"There is no relationship type with the key {key}")
    for end, record_id in (("source", source), ("target", target)):
        record = records.by_id(state, record_id)
        if record is None or record["type"] != kind[end]:
            raise Refusal(422, f"The {end} of {key} must be a {kind[end]}: {record_id}")
    relationship_id = str(state.uuid1(at))
    state.run(
        "INSERT INTO relationship VALUES (?, ?, ?, ?, ?)",
        (relationship_id, key, source, target, at),
    )
    return relationship_id


def _delete_relationship(state: State, item: Item, at: int) -> str:
    if not state.run("DELETE FROM relationship WHERE id = ?", (item,)):
        raise Refusal(404, f"There is no relationship with the id {item}")
    return str(item)


_ACTIONS: Mapping[tuple[str, str], _Action] = {
    ("resources", "post"): _post_record,
    ("resources", "update"): _update_record,
    ("resources", "external_id_set"): _set_record,
    ("resources", "delete"): _delete_record,
    ("resources", "external_id_delete"): _delete_by_external_id,
    ("relationships", "post"): _post_relationship,
    ("relationships", "delete"): _delete_relationship,
}


def _find(state: State, record_id: str) -> Row:
    record = records.by_id(state, record_id)
    if record is None:
        raise Refusal(404, f"There is no record with the id {record_id}")
    return record


def _insert(
    state: State, type_key: str, external_id: str | None, attributes: records.Attributes, at: int
) -> str:
    record_id = str(state.uuid1(at))
    records.insert(state, record_id, type_key, external_id, attributes, at)
    return record_id


def _patch(state: State, record: Row, changes: records.Attributes, at: int) -> str:
    attributes = {**json.loads(record["attributes"]), **changes}
    _refuse_attributes(state, record["type"], attributes)
    records.patch(state, record, attributes, at)
    return str(record["id"])


def _delete(state: State, record: Row) -> str:
    records.delete(state, record)
    return str(record["id"])


def _refuse_attributes(state: State, type_key: str, attributes: records.Attributes) -> None:
    row = state.row("SELECT schema FROM object_type WHERE key = ?", (type_key,))
    if row is None:
        raise Refusal(422, f"There is no object type with the key {type_key}")
    wrong = misfit(row["schema"], attributes)
    if wrong:
        raise Refusal(422, f"The attributes do not fit the object type {type_key}: {wrong}")
    if len(records.json_text(attributes).encode()) > records.LARGEST:
        raise Refusal(422, f"The attributes of a record take at most {records.LARGEST} bytes")
