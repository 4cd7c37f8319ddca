"""The prepared state: a tenant with passengers, queries and jobs, so that every example works.

The documented job is a year older than in its document, since the clock starts before that day.
"""

import json
from typing import Any

from contract_kit.emulator.clock import START, instant
from contract_kit.emulator.state import State
from contract_kit.emulator.vendor import Refusal
from contract_kit.emulator.zuora_custom_objects import jobs, records
from contract_kit.emulator.zuora_custom_objects.access import USER_IDS
from contract_kit.emulator.zuora_custom_objects.work import keep_error

_NOW = int(START.timestamp() * 1000)
_HOUR, _DAY = 60 * 60 * 1000, 24 * 60 * 60 * 1000
_USER = USER_IDS["all"]

PENDING = "11111111-1111-4111-8111-111111111111"
ACCEPTED = "22222222-2222-4222-8222-222222222222"
IN_PROGRESS = "33333333-3333-4333-8333-333333333333"
COMPLETED = "44444444-4444-4444-8444-444444444444"
CANCELLED = "55555555-5555-4555-8555-555555555555"
DOCUMENTED = "ed4b9701-bafb-4976-8019-b08269430153"

_PASSENGER, _QUERY = ("default", "passenger"), ("com_zuora", "SavedQuery")
_OPERATIONS = ("create", "update", "delete")


def prepare(state: State) -> None:
    """Fills an empty tenant."""
    _records(state)
    _finished_jobs(state)
    _unfinished_jobs(state)


def _records(state: State) -> None:
    """Twenty passengers, of whom none is 60 or older, so that prepared jobs find none to delete."""
    for number in range(20):
        passenger: records.Values = {
            "name": f"Passenger {number + 1}",
            "age": 18 + 2 * number,
            "fare": 120.5 + 10 * number,
            "member": number % 3 == 0,
        }
        since = _NOW - (20 - number) * 30 * _DAY
        records.insert(state, str(state.uuid4()), _PASSENGER, passenger, _USER, since)
    for name in ("Minors", "Members", "Everybody"):
        query: records.Values = {"name": name, "query": f"select * from {name}"}
        records.insert(state, str(state.uuid4()), _QUERY, query, _USER, _NOW - _DAY)


def _finished_jobs(state: State) -> None:
    """Jobs of every ending, and enough of one to have several pages."""
    since = instant("2020-03-15T06:47:18Z")
    old = _request("delete", "CreatedDate", "LT", "2020-01-01T00:00:00.000Z")
    why = json.dumps(jobs.SERVICE_LIMIT)
    jobs.insert(state, DOCUMENTED, "failed", _USER, since, old, processed=500, error=why)
    for number in range(30):
        request, since = _request(_OPERATIONS[number % 3]), _NOW - (number + 2) * _DAY
        done = {"updated": since + _HOUR, "processed": 37 * number % 101}
        jobs.insert(state, str(state.uuid4()), "completed", _USER, since, request, **done)
    request, since = _request("create"), _NOW - 2 * _HOUR
    jobs.insert(state, CANCELLED, "cancelled", _USER, since, request, updated=since + _HOUR)
    done = {"updated": since + _HOUR, "processed": 3}
    job = jobs.insert(state, COMPLETED, "completed", _USER, since, request, **done)
    unknown_age = Refusal(400, "The value of age is no whole number.", code="71012520")
    keep_error(state, job["seq"], 2, unknown_age, {"name": "First passenger", "age": "unknown"})
    no_name = Refusal(400, "The field name is missing.", code="71012522")
    keep_error(state, job["seq"], 4, no_name, {"name": "", "age": "39"})


def _unfinished_jobs(state: State) -> None:
    """Three, so that two more may be submitted. Left alone they change no record."""
    since, oldest = _NOW - _HOUR, _request("delete", "age", "GE", 90)
    jobs.insert(state, IN_PROGRESS, "in_progress", _USER, since, oldest, updated=_NOW)
    jobs.insert(state, ACCEPTED, "accepted", _USER, since, _request("delete", "age", "GE", 65))
    jobs.insert(state, PENDING, "pending", _USER, since, _request("create"))


def _request(operation: str, *condition: Any) -> str:
    """A request for passengers, as JSON; the condition is a field, an operator and a value."""
    request: dict[str, Any] = {
        "namespace": "default",
        "object": "passenger",
        "operation": operation,
    }
    if condition:
        named = dict(zip(("field", "operator", "value"), condition, strict=True))
        request["filter"] = {"conditions": [named]}
    return json.dumps(request, sort_keys=True)
