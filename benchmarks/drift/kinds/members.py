"""Changes of shape: members that come and go, objects in other objects."""

import json

from benchmarks.drift.edits import (
    added,
    flattened,
    gone,
    nested,
    numbered,
    recased,
    renamed,
    unless_null,
    wrapped,
)
from benchmarks.drift.kind import Resource
from benchmarks.drift.resources import (
    RECORD,
    ROW_ERROR,
    SUNSHINE,
    SUNSHINE_JOB,
    SUPPORT_JOB,
    TYPE,
    ZUORA_JOB,
)
from benchmarks.drift.showing import part, whole

_ENDED = SUPPORT_JOB.only("showJobStatus", "listJobStatuses", "showManyJobStatuses")
_MEMBERS = (
    part("updated_at of jobs removed", SUNSHINE_JOB, "/updated_at", gone),
    part("external_id of records removed", RECORD, "/external_id", gone),
    part("schema of types removed", TYPE, "/schema", gone),
    part("url of jobs removed", SUPPORT_JOB, "/url", gone),
    part("total of jobs removed", SUPPORT_JOB, "/total", gone),
    part("CreatedById removed", ZUORA_JOB, "/CreatedById", gone),
    part("row of errors removed", ROW_ERROR, "/row", gone),
    whole("priority of jobs added", SUNSHINE_JOB, added("priority", 1), "/priority", inside=True),
    whole(
        "created_at added",
        SUPPORT_JOB,
        added("created_at", "2026-01-01T00:00:00Z"),
        "/created_at",
        inside=True,
    ),
    whole(
        "queuePosition added", ZUORA_JOB, added("queuePosition", 0), "/queuePosition", inside=True
    ),
    whole("version of records added", RECORD, added("version", 1), "/version", inside=True),
    whole(
        "job_status renamed", SUNSHINE_JOB, renamed("job_status", "state"), "/job_status", "/state"
    ),
    whole(
        "progress renamed", SUPPORT_JOB, renamed("progress", "processed"), "/progress", "/processed"
    ),
    whole(
        "recordsProcessed renamed",
        ZUORA_JOB,
        renamed("recordsProcessed", "recordCount"),
        "/recordsProcessed",
        "/recordCount",
    ),
    whole(
        "type of records renamed", RECORD, renamed("type", "object_type"), "/type", "/object_type"
    ),
    whole(
        "names of jobs in camel case",
        ZUORA_JOB,
        recased(lambda n: n[0].lower() + n[1:]),
        *(
            f"/{n}"
            for n in (
                "Id",
                "id",
                "CreatedDate",
                "createdDate",
                "CreatedById",
                "createdById",
                "UpdatedDate",
                "updatedDate",
                "UpdatedById",
                "updatedById",
            )
        ),
    ),
    whole(
        "times nested",
        SUNSHINE_JOB,
        nested("timestamps", {"created_at": "created", "updated_at": "updated"}),
        "/created_at",
        "/updated_at",
        "/timestamps",
        "/timestamps/created",
        "/timestamps/updated",
    ),
    whole(
        "counts nested",
        SUPPORT_JOB,
        nested("counts", {"progress": "done", "total": "all"}),
        "/progress",
        "/total",
        "/counts",
        "/counts/done",
        "/counts/all",
    ),
    whole("attributes flattened into records", RECORD, flattened("attributes"), "/attributes", ""),
)

_SHOWN = SUNSHINE_JOB.only("showJob", "createJob")
_ONE = Resource(SUNSHINE, dict.fromkeys(_SHOWN.places, ""))
_LISTED = Resource(SUNSHINE, {"listJobs": ""})
_TYPES = Resource(SUNSHINE, {"listObjectTypes": "/data"})
_SUPPORT_ONE = Resource(SUPPORT_JOB.api, {"showJobStatus": ""})
_ZUORA_ONE = ZUORA_JOB.only("showBulkJob")
_REPORT = Resource(SUNSHINE, {"reportObjectTypes": "/data/*"})

_ENVELOPES = (
    whole("envelope of one job gone", _ONE, flattened("data"), "", "/data", "/id", "/job_status"),
    whole(
        "envelope of a shown job gone",
        _SUPPORT_ONE,
        flattened("job_status"),
        "",
        "/job_status",
        "/id",
        "/status",
    ),
    whole("a shown job in an envelope", _ZUORA_ONE, wrapped("job"), "", "/job", "/Id", "/status"),
    whole("list in one more envelope", _TYPES, wrapped("items"), "", "/items"),
    whole("data renamed to jobs", _LISTED, renamed("data", "jobs"), "/data", "/jobs"),
    whole("job in a list of one", SUNSHINE_JOB.only("showJob"), lambda job: [job], ""),
    part(
        "results as an object",
        _ENDED,
        "/results",
        numbered,
        "/results/0",
        "/results/*",
        "/results/success",
    ),
    part("results as JSON in a text", _ENDED, "/results", unless_null(json.dumps)),
    part(
        "result of a deletion for good in a list",
        _ENDED,
        "/results",
        lambda r: [r] if isinstance(r, dict) else r,
        "/results/*",
        "/results/success",
        "/results/*/success",
    ),
    part("messages as an object", _REPORT, "/message", numbered),
    part("key of types as a list", TYPE, "/key", lambda key: [key]),
    part("error of jobs as a list", ZUORA_JOB, "/error", lambda error: [error], "/error/*"),
    part("schema of types as JSON in a text", TYPE, "/schema", json.dumps),
    part("record of errors as a text", ROW_ERROR, "/record", json.dumps),
)

KINDS = _MEMBERS + _ENVELOPES
