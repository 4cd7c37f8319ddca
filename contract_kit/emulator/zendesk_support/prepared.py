"""The prepared state: an account with tickets, organizations, users and jobs of every ending.

The jobs of the vendor's document have its ids; all are hours old at most, since jobs live a day.
"""

import json
from collections.abc import Sequence
from itertools import cycle, islice, product
from typing import Any

from contract_kit.emulator.state import State
from contract_kit.emulator.zendesk_support import jobs, resources
from contract_kit.emulator.zendesk_support.job_actions import PERMANENTLY, Item, failed, succeeded

_TICKETS = (*range(1, 21), 244, 245, 380)
_DELETED_TICKETS = (31, 32)
_SECOND, _MINUTE, _HOUR = 1000, 60 * 1000, 60 * 60 * 1000
_FURTHER = 12  # completed jobs, so that a page of five has others behind it

_BATCHES = tuple(product(("organization", "user", "ticket"), ("update", "create", "delete")))


def prepare(state: State) -> None:
    """Fills an empty account."""
    for number in _TICKETS:
        resources.insert(state, "ticket", _ticket(number), number)
    for number in _DELETED_TICKETS:
        resources.insert(state, "deleted_ticket", _ticket(number), number)
    for number in range(1, 6):
        resources.insert(state, "organization", {"name": f"Organization {number}"})
    for number in range(1, 11):
        resources.insert(state, "user", {"name": f"User {number}"})
    _documented_jobs(state)
    _stopped_jobs(state)
    _further_jobs(state)
    _unfinished_jobs(state)


def _ticket(number: int) -> Item:
    return {"description": "It does not work.", "subject": f"Ticket {number}"}


def _documented_jobs(state: State) -> None:
    job_id, ids = "82de0b044094f0c67893ac9fe64f1a99", _numbered(244, 245)
    updated = [succeeded("ticket", "update", index, item["id"]) for index, item in enumerate(ids)]
    _ended(state, job_id, 3 * _HOUR, "ticket", "update", ids, updated)

    job_id, ids = "dd9321f29967688b27bc9499ebb4ae8d", _numbered(29, 30)
    _ended(state, job_id, 4 * _HOUR, "ticket", PERMANENTLY, ids, {"success": True})

    job_id, ids = "e7665094164c498781ebe4c8db6d2af5", _numbered(19, 20)
    created = [succeeded("ticket", "create", index, item["id"]) for index, item in enumerate(ids)]
    _ended(state, job_id, 5 * _HOUR, "ticket", "create", ids, created)

    # Two of which only one has a result, and the older form of the time: as in the document.
    job_id, ids = "8b726e606741012ffc2d782bcb7848fe", _numbered(379, 380)
    message = "Completed at Tue Jun 09 16:00:10 +0000 2020"
    updated = [succeeded("ticket", "update", 1, 380)]
    _ended(state, job_id, 6 * _HOUR, "ticket", "update", ids, updated, message=message)


def _stopped_jobs(state: State) -> None:
    ids = _numbered(1)
    blank = [failed("ticket", "create", 0, {}, "Description: cannot be blank")]
    _ended(state, _job_id(3), _HOUR, "ticket", "create", ids, blank, status="failed", progress=0)
    _ended(state, _job_id(4), 2 * _HOUR, "user", "delete", ids, None, status="killed", progress=0)


def _further_jobs(state: State) -> None:
    """Jobs of all kinds; what was to be created could be, of all else the second is not there."""
    for number, (resource, action) in enumerate(islice(cycle(_BATCHES), _FURTHER), 5):
        items = _numbered(1, 2) if action == "create" else _numbered(1, 99)
        results = [
            failed(resource, action, index, item, "Not found")
            if item["id"] == 99
            else succeeded(resource, action, index, item["id"])
            for index, item in enumerate(items)
        ]
        job_type = jobs.job_type(resource, action) if number % 3 == 0 else None
        age = 7 * _HOUR + number * _MINUTE
        _ended(state, _job_id(number), age, resource, action, items, results, job_type=job_type)


def _unfinished_jobs(state: State) -> None:
    """Jobs that touch tickets which no example names, and leave all of them in place."""
    now = state.clock.ms
    times = {"created": now - 10 * _SECOND, "began": now, "updated": now, "ending": "completed"}
    for number, status in ((1, "queued"), (2, "working")):
        change = [{**item, "priority": "high"} for item in _numbered(10, 11)]
        jobs.insert(
            state, _job_id(number), "ticket", "update", change, status=status, working=1, **times
        )


def _ended(
    state: State,
    job_id: str,
    age: int,
    resource: str,
    action: str,
    items: Sequence[Item],
    results: Any,
    *,
    status: str = "completed",
    **columns: Any,
) -> None:
    """A job that ended ten seconds after its creation, `age` milliseconds ago."""
    created = state.clock.ms - age
    ended = created + 10 * _SECOND
    said: dict[str, Any] = {
        "progress": None if action == PERMANENTLY else len(items),
        "message": jobs.ended(status, ended),
        **columns,
    }
    times = {"created": created, "began": ended, "updated": ended, "ended": ended}
    outcome = None if results is None else json.dumps(results)
    jobs.insert(
        state,
        job_id,
        resource,
        action,
        items,
        status=status,
        ending=status,
        results=outcome,
        **times,
        **said,
    )


def _numbered(*ids: int) -> Sequence[Item]:
    return [{"id": number} for number in ids]


def _job_id(number: int) -> str:
    return f"V3-{number:032x}"
