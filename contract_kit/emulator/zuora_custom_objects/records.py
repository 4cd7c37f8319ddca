"""The records of the tenant, and which of them a filter means."""

from collections.abc import Iterable, Mapping
from typing import Any

import orjson

from contract_kit.emulator.state import Row, State
from contract_kit.emulator.vendor import Refusal
from contract_kit.emulator.zuora_custom_objects.objects import Fields, Key, Value, operand

Values = Mapping[str, Value | None]

_OPERATORS = {"EQ": "=", "GT": ">", "LT": "<", "GE": ">=", "LE": "<="}
_COLUMNS = "id, namespace, object, fields, created_by, created, updated_by, updated"


def insert(state: State, record_id: str, key: Key, values: Values, user_id: str, at: int) -> None:
    """A new record."""
    row = (record_id, *key, orjson.dumps(values).decode(), user_id, at, user_id, at)
    state.run(f"INSERT INTO record ({_COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", row)


def find(state: State, key: Key, record_id: str) -> Row | None:
    """The record of an object that has an id."""
    sql = "SELECT * FROM record WHERE id = ? AND namespace = ? AND object = ?"
    return state.row(sql, (record_id, *key))


def patch(state: State, record: Row, values: Values, user_id: str, at: int) -> None:
    """Changes some fields of a record."""
    fields = orjson.dumps({**orjson.loads(record["fields"]), **values}).decode()
    state.run(
        "UPDATE record SET fields = ?, updated_by = ?, updated = ? WHERE seq = ?",
        (fields, user_id, at, record["seq"]),
    )


def delete(state: State, numbers: Iterable[int]) -> None:
    """Deletes records by their number."""
    state.run_many("DELETE FROM record WHERE seq = ?", ((number,) for number in numbers))


def meant(state: State, key: Key, condition: str, operands: Iterable[Any]) -> list[int]:
    """The numbers of an object's records that meet a condition, the oldest first."""
    sql = f"SELECT seq FROM record WHERE namespace = ? AND object = ? AND {condition} ORDER BY seq"
    return [row["seq"] for row in state.rows(sql, (*key, *operands))]


def condition_of(fields: Fields, chosen: Mapping[str, Any] | None) -> tuple[str, list[Any]]:
    """A filter in SQL, with its operands; without a filter all records are meant.

    A field that is null meets no condition. Refused where a condition does not fit the fields.
    """
    terms, operands = ["TRUE"], []
    for condition in chosen["conditions"] if chosen else ():
        name, value = condition["field"], condition["value"]
        field = fields.get(name)
        if field is None:
            raise Refusal(400, f"The object has no field {name}", code="71013321")
        try:
            operands.append(operand(field, value))
        except ValueError:
            told = f"The value for {name} is no {field.kind}"
            raise Refusal(400, told, code="71013320") from None
        terms.append(f"{field.sql} {_OPERATORS[condition['operator']]} ?")
    return " AND ".join(terms), operands
