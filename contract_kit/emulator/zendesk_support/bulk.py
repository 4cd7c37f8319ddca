"""The operations that start jobs: create, update or destroy many of one resource at once."""

from collections.abc import Iterable

from contract_kit.emulator.vendor import Call, Handler, Refusal, Reply
from contract_kit.emulator.zendesk_support.job_actions import PERMANENTLY, Item
from contract_kit.emulator.zendesk_support.jobs import start


def create_many(resource: str) -> Handler:
    """Starts a job that creates what the body holds."""
    return lambda call: start(call, resource, "create", call.reading.body[f"{resource}s"])


def update_many(resource: str) -> Handler:
    """Starts a job that changes each in its own way, or all that `ids` names in the same."""

    def update(call: Call) -> Reply:
        change = call.reading.body.get(resource)
        if change is None:
            items = [_about(item["id"], item) for item in call.reading.body[f"{resource}s"]]
        elif "ids" in call.reading.query:
            items = [_about(number, change) for number in _ids(call)]
        else:
            raise Refusal(400, f"ids is missing: which {resource}s are to be changed?")
        return start(call, resource, "update", items)

    return update


def destroy_many(resource: str) -> Handler:
    """Starts a job that deletes what `ids` names."""
    return lambda call: start(call, resource, "delete", [_about(number) for number in _ids(call)])


def destroy_many_permanently(call: Call) -> Reply:
    """Starts a job that removes deleted tickets for good."""
    return start(call, "ticket", PERMANENTLY, [_about(number) for number in _ids(call)])


def _ids(call: Call) -> Iterable[int]:
    """The ids of the query, each once."""
    return dict.fromkeys(call.reading.query["ids"])


def _about(number: float, change: Item | None = None) -> Item:
    """An item with its id as a whole number: 1.0 is one in JSON."""
    return {**(change or {}), "id": int(number)}
