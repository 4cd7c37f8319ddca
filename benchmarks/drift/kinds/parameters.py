"""Changes of what parameters do: filters, orders, lists beside details, echoes."""

import json
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from benchmarks.drift.edits import backwards, later, member, to
from benchmarks.drift.kind import Edit, Kind, always, bodies, dumped, kind, with_body
from benchmarks.drift.listings import with_query
from benchmarks.drift.resources import SUNSHINE, SUPPORT, ZUORA
from benchmarks.drift.wire import Asked, Serve
from contract_kit.model.exchange import Answer


def _query(name: str, api: str, operation: str, *pointers: str, **changes: str | None) -> Kind:
    """A parameter that is taken for another one, or not at all."""

    def answer(asked: Asked, true: Answer, serve: Serve) -> Answer:
        if not any(one in asked.query for one in changes):
            return true
        other = serve(replace(asked, query=with_query(asked.query, **changes)))
        return replace(true, body=other.body)

    return kind(
        f"{api}: {name}", "parameters", api, always(operation, answer), operation, *pointers
    )


def _body(name: str, change: Callable[[Any], Any], *pointers: str) -> Kind:
    """A member of a search that is taken for another one, or not at all."""

    def answer(asked: Asked, true: Answer, serve: Serve) -> Answer:
        if "cursor" in asked.query:  # handed out for the search as it is
            return true
        other = serve(replace(asked, body=dumped(change(json.loads(asked.body)))))
        return replace(true, body=other.body) if other.status == 200 else true

    return kind(
        f"{SUNSHINE}: {name}",
        "parameters",
        SUNSHINE,
        always("searchRecords", answer),
        "searchRecords",
        *pointers,
    )


def _edit(name: str, api: str, operation: str, pointer: str, edit: Edit, *where: str) -> Kind:
    change = bodies({operation: pointer}, edit)
    return kind(f"{api}: {name}", "parameters", api, change, operation, *(where or (pointer,)))


def _one_more(asked: Asked, true: Answer, serve: Serve) -> Answer:
    """A filter by state lets one job of another state pass."""
    if "status=" not in asked.query:
        return true
    everything = json.loads(serve(replace(asked, query="")).body)["data"]

    def widened(body: Any) -> Any:
        others = [job for job in everything if job not in body["data"]]
        return {**body, "data": body["data"] + others[:1]}

    return with_body(true, widened)


def _without_second(asked: Asked, true: Answer, serve: Serve) -> Answer:
    return with_body(true, lambda body: {**body, "job_statuses": body["job_statuses"][:1]})


_STATE = "/data/*/job_status"
KINDS = (
    _query("filter by state ignored", SUNSHINE, "listJobs", _STATE, status=None),
    _query("filter by state ignored", ZUORA, "listBulkJobs", "/jobs/*/status", status=None),
    _query(
        "filter takes another state", ZUORA, "listBulkJobs", "/jobs/*/status", status="completed"
    ),
    kind(
        f"{SUNSHINE}: filter lets one more pass",
        "parameters",
        SUNSHINE,
        always("listJobs", _one_more),
        "listJobs",
        _STATE,
    ),
    kind(
        f"{SUPPORT}: only one of many shown",
        "parameters",
        SUPPORT,
        always("showManyJobStatuses", _without_second),
        "showManyJobStatuses",
        "/job_statuses",
        "/job_statuses/*",
        "/job_statuses/*/id",
    ),
    _body(
        "order ignored",
        lambda body: {k: v for k, v in body.items() if k != "sort_by"},
        "/data/*/created_at",
    ),
    _body("query ignored", lambda body: {**body, "query": {}}, "/data/*/type", "/data", "/data/*"),
    _edit(
        "order turned round within pages",
        SUNSHINE,
        "searchRecords",
        "/data",
        backwards,
        "/data/*/created_at",
    ),
    _edit(
        "listed type differs from the shown one",
        SUNSHINE,
        "showObjectType",
        "/data/created_at",
        later(86400),
    ),
    _edit(
        "listed object differs from the shown one",
        ZUORA,
        "listBulkJobs",
        "/jobs/*/object",
        str.upper,
        "/jobs/*/object",
        "/object",
    ),
    _edit(
        "shown job has another name of its object",
        ZUORA,
        "showBulkJob",
        "/object",
        lambda name: f"{name}__c",
    ),
    _edit(
        "values of filters come back trimmed",
        ZUORA,
        "submitBulkJob",
        "/filter/conditions/*/value",
        lambda value: str(value)[:-1],
    ),
    _edit("object comes back in capitals", ZUORA, "submitBulkJob", "/object", str.upper),
    _edit(
        "key of a new type comes back in capitals",
        SUNSHINE,
        "createObjectType",
        "/data/key",
        str.upper,
    ),
    _edit(
        "total of new jobs one more",
        SUPPORT,
        "createManyTickets",
        "/job_status/total",
        lambda total: total + 1,
    ),
    _edit(
        "filters come back empty",
        ZUORA,
        "submitBulkJob",
        "/filter",
        member("conditions", to([])),
        "/filter/conditions",
    ),
)
