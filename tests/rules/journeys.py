"""A small API of jobs and things, and what one story may see of it."""

import json
from collections.abc import Mapping
from typing import Any

from contract_kit.model.contract import Operation
from contract_kit.model.exchange import Answer, Exchange, Headers, Request
from contract_kit.model.finding import Finding
from contract_kit.model.sighting import FailedCheck, Journey, Sighting
from contract_kit.openapi.operations import read_operations
from contract_kit.rules import follows_lifecycle
from tests.openapi.small import document, json_of

SERVER = "http://127.0.0.1:5"
JSON = ("Content-Type", "application/json")
TABLE: dict[str, Any] = {
    "id": "/id",
    "state": "/state",
    "initial": ["queued"],
    "terminal": ["done", "failed", "cancelled"],
    "moves": {
        "queued": ["running", "done", "failed", "cancelled"],
        "running": ["checking", "failed"],
        "checking": ["done", "failed"],
    },
    "present": {"done": ["/ended_at"]},
    "null": {"queued": ["/ended_at"], "running": ["/ended_at"]},
    "order": ["/created_at", "/updated_at", "/ended_at"],
    "immutable": ["/id", "/created_at", "/owner"],
    "progress": "/progress",
    "total": "/total",
    "lives": "PT24H",
    "started_by": ["startJob"],
    "shown_by": "showJob",
}
_TIME = {"type": ["string", "null"], "x-volatile": "time"}
_ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}


def operations(table: Mapping[str, Any] = TABLE) -> dict[str, Operation]:
    """The API's operations; its jobs go the way of the table, which may be another one.

    The schema takes any state in lower case, and any array as results.
    """
    job = {
        "type": "object",
        "required": ["id", "state"],
        "properties": {
            "state": {"type": "string", "pattern": "^[a-z0-9]*$"},
            "created_at": _TIME,
            "updated_at": _TIME,
            "ended_at": _TIME,
            "results": {"type": "array", "items": {"properties": {"note": {"x-free": True}}}},
        },
        "x-lifecycle": table,
    }
    one = json_of({"type": "object", "properties": {"data": job}})
    many = {"type": "object", "properties": {"data": {"type": "array", "items": job}}}
    fine, none = {"description": ""}, {"404": {"description": ""}}
    show = {"operationId": "showJob", "responses": {"200": {**fine, "content": one}, **none}}
    cancel = {"operationId": "cancelJob", "responses": {"200": {**fine, "content": one}}}
    start = {"operationId": "startJob", "responses": {"201": {**fine, "content": one}}}
    list_all = {"operationId": "listJobs", "responses": {"200": {**fine, "content": json_of(many)}}}
    deleted = {"200": fine, "202": fine, "204": fine}
    thing = {
        "parameters": [_ID],
        "get": {"operationId": "showThing", "responses": {"200": fine, **none}},
        "put": {"operationId": "putThing", "responses": {"200": fine}},
        "delete": {"operationId": "dropThing", "responses": deleted},
    }
    things = {
        "get": {"operationId": "listThings", "responses": {"200": fine}},
        "post": {"operationId": "addThing", "responses": {"201": fine}},
        "delete": {"operationId": "dropThings", "responses": deleted},
    }
    return read_operations(
        document(
            {
                "/jobs": {"get": list_all, "post": start},
                "/jobs/{id}": {"get": show, "delete": cancel, "parameters": [_ID]},
                "/things": things,
                "/things/{id}": thing,
            }
        )
    )


OPERATIONS = operations()


def job(state: str = "queued", **members: Any) -> dict[str, Any]:
    """A job in a state, with all that the table wants of it unless `members` say otherwise."""
    early = state in ("queued", "running", "checking")
    return {
        "id": "j1",
        "state": state,
        "created_at": "2026-05-04T10:00:00Z",
        "updated_at": "2026-05-04T10:00:05Z",
        "ended_at": None if early else "2026-05-04T10:00:05Z",
        "owner": "ann",
        "progress": 1,
        "total": 4,
        **members,
    }


def started(shown: Any) -> Sighting:
    """The answer to the request for a job."""
    return saw("startJob", "/jobs", {"data": shown}, status=201)


def polled(shown: Any, *, at: str = "/jobs/j1", headers: Headers = ()) -> Sighting:
    """A job as it is shown."""
    return saw("showJob", at, {"data": shown}, headers=headers)


def listed(*shown: Any, headers: Headers = ()) -> Sighting:
    """Jobs in a list."""
    return saw("listJobs", "/jobs", {"data": shown}, headers=headers)


def saw(
    operation: str,
    path: str,
    body: Any = None,
    *,
    status: int = 200,
    headers: Headers = (),
    among: Mapping[str, Operation] = OPERATIONS,
    failed: str = "",
) -> Sighting:
    """One exchange of an operation, without a body where there is none."""
    found = among[operation]
    sent = b"" if body is None else json.dumps(body).encode()
    told = (*headers, JSON) if sent else headers
    checks = (FailedCheck(failed, f"{failed} said so"),) if failed else ()
    request = Request(found.method, f"{SERVER}{path}")
    return Sighting("small", found, Exchange(request, Answer(status, told, sent)), checks)


def journey(*sightings: Sighting) -> Journey:
    """What one story saw."""
    return Journey("small", "story", SERVER, sightings)


def told(seen: Journey) -> list[Finding]:
    """What the rule says of a journey and of each of its exchanges."""
    alone = [one for sighting in seen.sightings for one in follows_lifecycle.judge(sighting)]
    return [*alone, *follows_lifecycle.judge(seen)]
