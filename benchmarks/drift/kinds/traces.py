"""Changes of how jobs live: results, counts, times, and things that outlive their end."""

from benchmarks.drift.edits import later
from benchmarks.drift.jobs import (
    SUNSHINE_FLOW,
    SUPPORT_FLOW,
    ZUORA_FLOW,
    again,
    each_sight,
    falling,
    forgotten,
    job_kind,
    poll_kind,
    still_there,
    when,
)
from benchmarks.drift.kind import bodies, kind
from benchmarks.drift.resources import (
    SUNSHINE,
    TYPE,
)

_CREATED = "/created_at"
_CONTENTS = (
    poll_kind(
        SUNSHINE_FLOW,
        "results missing at the end",
        when(SUNSHINE_FLOW, "completed", results=[]),
        "/results",
    ),
    poll_kind(
        SUNSHINE_FLOW,
        "one result too few",
        when(SUNSHINE_FLOW, "completed", results=lambda job: job["results"][1:]),
        "/results",
    ),
    poll_kind(
        SUPPORT_FLOW,
        "results null at the end",
        when(SUPPORT_FLOW, "completed", results=None),
        "/results",
    ),
    poll_kind(
        SUPPORT_FLOW,
        "results already while working",
        when(SUPPORT_FLOW, "working", results=[{"id": 1, "status": "Created"}]),
        "/results",
    ),
    poll_kind(
        SUNSHINE_FLOW,
        "completed_at while processing",
        when(SUNSHINE_FLOW, "processing", completed_at=lambda job: job["updated_at"]),
        "/completed_at",
    ),
    poll_kind(
        SUNSHINE_FLOW,
        "completed_at null at the end",
        when(SUNSHINE_FLOW, "completed", completed_at=None),
        "/completed_at",
    ),
    poll_kind(
        SUPPORT_FLOW,
        "message while queued",
        when(SUPPORT_FLOW, "queued", message="Waiting for a worker"),
        "/message",
    ),
    job_kind(
        "error absent where failed",
        ZUORA_FLOW,
        lambda job, _: {k: v for k, v in job.items() if k != "error"},
        "/error",
    ),
    poll_kind(SUPPORT_FLOW, "progress falls", falling, "/progress"),
    poll_kind(
        SUPPORT_FLOW,
        "progress beyond the total",
        when(SUPPORT_FLOW, "completed", progress=lambda job: (job["total"] or 0) + 1),
        "/progress",
    ),
    poll_kind(
        SUPPORT_FLOW,
        "progress in percent",
        lambda job, _: {
            **job,
            "progress": job["progress"] and 100 * job["progress"] // job["total"],
        },
        "/progress",
    ),
    poll_kind(
        SUPPORT_FLOW,
        "total changes on the way",
        each_sight("total", lambda total, n: total and total + n),
        "/total",
    ),
    job_kind(
        "finished job changes",
        SUPPORT_FLOW,
        again(SUPPORT_FLOW, lambda job: {**job, "progress": 0}),
        "/progress",
    ),
)

_TIMES_AND_NAMES = (
    poll_kind(
        SUNSHINE_FLOW,
        "created_at moves",
        each_sight("created_at", lambda t, n: later(n)(t)),
        _CREATED,
    ),
    job_kind(
        "updated_at before created_at",
        SUNSHINE_FLOW,
        lambda job, _: {**job, "updated_at": later(-60)(job["created_at"])},
        "/updated_at",
        _CREATED,
    ),
    job_kind(
        "UpdatedDate before CreatedDate",
        ZUORA_FLOW,
        lambda job, _: {**job, "UpdatedDate": later(-3600)(job["CreatedDate"])},
        "/UpdatedDate",
        "/CreatedDate",
    ),
    poll_kind(
        ZUORA_FLOW,
        "CreatedDate moves",
        each_sight("CreatedDate", lambda t, n: later(n)(t)),
        "/CreatedDate",
    ),
    poll_kind(
        ZUORA_FLOW,
        "operation changes at the end",
        when(ZUORA_FLOW, "completed", operation="update"),
        "/operation",
    ),
    poll_kind(
        ZUORA_FLOW,
        "CreatedById changes at the end",
        when(ZUORA_FLOW, "completed", CreatedById="0e8e1f5c-3a52-4a6a-9d7f-6c1b5d0f2a11"),
        "/CreatedById",
    ),
    poll_kind(
        SUPPORT_FLOW,
        "url of another job",
        each_sight("url", lambda url, n: url.replace(".json", f"{n}.json") if n else url),
        "/url",
    ),
    poll_kind(
        ZUORA_FLOW,
        "Id of another job",
        when(ZUORA_FLOW, "completed", Id="0e8e1f5c-3a52-4a6a-9d7f-6c1b5d0f2a12"),
        "/Id",
    ),
    kind(
        f"{SUNSHINE}: deleted type still there",
        "lifecycle",
        SUNSHINE,
        still_there,
        "showObjectType deleteObjectType",
        "status",
        "",
    ),
    kind(
        f"{SUNSHINE}: finished job forgotten",
        "lifecycle",
        SUNSHINE,
        forgotten,
        "showJob",
        "status",
    ),
    kind(
        f"{SUNSHINE}: types updated before created",
        "lifecycle",
        SUNSHINE,
        bodies(TYPE.places, lambda t: {**t, "updated_at": "2001-01-01T00:00:00Z"}),
        " ".join(TYPE.places),
        *TYPE.at("/updated_at", _CREATED),
    ),
)

KINDS = _CONTENTS + _TIMES_AND_NAMES
