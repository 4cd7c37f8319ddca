"""Does what a job is for: deletes the records that its filter means, or goes through its file.

A row that cannot be done changes nothing and is kept with the reason; the others go on.
"""

import json
from collections.abc import Mapping
from typing import Any, TypeVar

import orjson

from contract_kit.emulator.state import Row, State
from contract_kit.emulator.vendor import Refusal
from contract_kit.emulator.zuora_custom_objects import csv_file, records
from contract_kit.emulator.zuora_custom_objects.errors import coded
from contract_kit.emulator.zuora_custom_objects.objects import Key, fields_of

_T = TypeVar("_T")


def perform(state: State, job: Row, *, half: bool) -> int:
    """Does all of a job, or the first half; how many records it went through.

    Raises `Refusal` before it has changed anything where the file as a whole is unusable.
    """
    request = json.loads(job["request"])  # numbers of any size, which orjson refuses
    key = request["namespace"], request["object"]
    if request["operation"] == "delete":
        return _delete(state, key, request.get("filter"), half=half)
    return _write(state, job, key, request["operation"], half=half)


def keep_error(
    state: State, job: int, number: int, refusal: Refusal, record: Mapping[str, str]
) -> None:
    """Keeps what a row of a job's file got wrong; `number` is the row's."""
    error, shown = coded(refusal), orjson.dumps(record).decode()
    state.run(
        "INSERT INTO row_error VALUES (?, ?, ?, ?, ?)",
        (job, number, error["code"], error["message"], shown),
    )


def _delete(state: State, key: Key, chosen: Mapping[str, Any] | None, *, half: bool) -> int:
    found = records.meant(state, key, *records.condition_of(fields_of(key), chosen))
    deleted = _part(found, half=half)
    records.delete(state, deleted)
    return len(deleted)


def _write(state: State, job: Row, key: Key, operation: str, *, half: bool) -> int:
    [[content]] = state.rows("SELECT content FROM file WHERE job = ?", (job["seq"],))
    names, lines = csv_file.read(content)
    columns = csv_file.columns_of(operation, names, fields_of(key))
    write = _update if operation == "update" else _create
    chosen = _part(lines, half=half)
    for line in chosen:
        record = dict(zip(names, line.cells, strict=False))
        try:
            write(state, key, record, csv_file.values_of(columns, line.cells), job["created_by"])
        except Refusal as refusal:
            keep_error(state, job["seq"], line.number, refusal, record)
    return len(chosen)


def _create(
    state: State, key: Key, record: Mapping[str, str], values: records.Values, user_id: str
) -> None:
    records.insert(state, str(state.uuid4()), key, values, user_id, state.clock.ms)


def _update(
    state: State, key: Key, record: Mapping[str, str], values: records.Values, user_id: str
) -> None:
    if not record["Id"]:
        raise Refusal(400, "The field Id is missing.", code="71012522")
    found = records.find(state, key, record["Id"])
    if found is None:
        raise Refusal(400, f"There is no {key[1]} with the Id {record['Id']}.", code="71012540")
    records.patch(state, found, values, user_id, state.clock.ms)


def _part(items: list[_T], *, half: bool) -> list[_T]:
    return items[: len(items) // 2] if half else items
