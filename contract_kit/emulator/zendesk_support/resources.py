"""Stores tickets, organizations and users: whatever the customer says of them, under a number.

A resource is called as its table is: ticket, deleted_ticket, organization, user.
"""

import json
from collections.abc import Mapping
from typing import Any

from contract_kit.emulator.state import Row, State

Attributes = Mapping[str, Any]


def insert(
    state: State, resource: str, attributes: Attributes, resource_id: int | None = None
) -> int:
    """Stores a new one, under the next id unless one is given; its id."""
    [[stored]] = state.rows(
        f"INSERT INTO {resource} (id, name, attributes) VALUES (?, ?, ?) RETURNING id",
        (resource_id, _name(attributes), json.dumps(attributes)),
    )
    return int(stored)


def patch(state: State, resource: str, row: Row, changes: Attributes) -> None:
    """Changes what is named in `changes`; the rest stays."""
    attributes = {**json.loads(row["attributes"]), **changes}
    state.run(
        f"UPDATE {resource} SET name = ?, attributes = ? WHERE id = ?",
        (_name(attributes), json.dumps(attributes), row["id"]),
    )


def delete(state: State, resource: str, resource_id: int) -> bool:
    """Deletes one, a ticket in a way that keeps it as a deleted one; whether there was one."""
    if resource == "ticket":
        state.run("INSERT INTO deleted_ticket SELECT * FROM ticket WHERE id = ?", (resource_id,))
    return state.run(f"DELETE FROM {resource} WHERE id = ?", (resource_id,)) > 0


def by_id(state: State, resource: str, resource_id: int) -> Row | None:
    """The one with an id."""
    return state.row(f"SELECT * FROM {resource} WHERE id = ?", (resource_id,))


def by_name(state: State, resource: str, name: str) -> Row | None:
    """One that has a name, if any."""
    return state.row(f"SELECT * FROM {resource} WHERE name = ?", (name,))


def _name(attributes: Attributes) -> str | None:
    name = attributes.get("name")
    return name if isinstance(name, str) else None
