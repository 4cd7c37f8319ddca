"""What a job does with each of its items: create, change or delete a ticket, organization or user.

An item that cannot be done raises a `Refusal` before it has changed anything; the job goes on.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from contract_kit.emulator.state import State
from contract_kit.emulator.vendor import Refusal
from contract_kit.emulator.zendesk_support import resources

PERMANENTLY = "permanently delete"
ACCOUNT_ID = 10001

Item = Mapping[str, Any]  # what to create or change, with the `id` that it is about
_Action = Callable[[State, str, Item], int]  # state, resource and item to the id it was about


def perform(state: State, resource: str, action: str, items: Sequence[Item], reach: int) -> Any:
    """Does the first `reach` items of a job, fails the others; item by item what became of them.

    Of a permanent deletion only whether all items are gone.
    """
    if action == PERMANENTLY:
        gone = [resources.delete(state, "deleted_ticket", item["id"]) for item in items[:reach]]
        return {"success": gone.count(True) == len(items)}
    act = _ACTIONS[action]
    return [
        _result(act if index < reach else _not_reached, state, resource, action, index, item)
        for index, item in enumerate(items)
    ]


def succeeded(resource: str, action: str, index: int, resource_id: int) -> dict[str, Any]:
    """The result of an item that was done."""
    if action == "create" and resource == "ticket":
        return {"account_id": ACCOUNT_ID, "id": resource_id, "index": index}
    if action == "create":
        return {"id": resource_id, "status": "Created"}
    status = {"update": "Updated", "delete": "Deleted"}[action]
    return {"action": action, "id": resource_id, "status": status, "success": True}


def failed(resource: str, action: str, index: int, item: Item, details: str) -> dict[str, Any]:
    """The result of an item that was not done; without an id where nothing has one yet."""
    error = f"{resource.capitalize()}{action.capitalize()}Failed"
    result = {"details": details, "error": error, "index": index}
    return result if action == "create" else {**result, "id": item["id"]}


def _result(
    act: _Action, state: State, resource: str, action: str, index: int, item: Item
) -> dict[str, Any]:
    try:
        return succeeded(resource, action, index, act(state, resource, item))
    except Refusal as refusal:
        return failed(resource, action, index, item, refusal.detail)


def _create(state: State, resource: str, item: Item) -> int:
    if resource != "ticket":
        _refuse_name(state, resource, item.get("name"), None)
    elif not (item.get("comment") or item.get("description")):
        raise Refusal(422, "Description: cannot be blank")
    return resources.insert(state, resource, item)


def _update(state: State, resource: str, item: Item) -> int:
    row = resources.by_id(state, resource, item["id"])
    if row is None:
        raise Refusal(404, "Not found")
    if resource != "ticket" and "name" in item:
        _refuse_name(state, resource, item["name"], row["id"])
    resources.patch(state, resource, row, item)
    return int(row["id"])


def _delete(state: State, resource: str, item: Item) -> int:
    if not resources.delete(state, resource, item["id"]):
        raise Refusal(404, "Not found")
    return int(item["id"])


def _not_reached(state: State, resource: str, item: Item) -> int:
    raise Refusal(500, "The job ended before it came to this")


_ACTIONS: Mapping[str, _Action] = {"create": _create, "update": _update, "delete": _delete}


def _refuse_name(state: State, resource: str, name: Any, own_id: int | None) -> None:
    if not isinstance(name, str) or not name.strip():
        raise Refusal(422, "Name: cannot be blank")
    other = resources.by_name(state, resource, name) if resource == "organization" else None
    if other is not None and other["id"] != own_id:
        raise Refusal(422, "Name: has already been taken")
