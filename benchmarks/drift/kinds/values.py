"""Changes of shape: types, nulls, words and formats of values."""

from datetime import timedelta, timezone

from benchmarks.drift.edits import (
    for_null,
    gone,
    in_time,
    member,
    renamed,
    to,
    unless_null,
    without_nulls,
    words,
)
from benchmarks.drift.kind import Resource
from benchmarks.drift.names import dashless, version_four
from benchmarks.drift.resources import (
    RECORD,
    ROW_ERROR,
    SUNSHINE,
    SUNSHINE_JOB,
    SUPPORT_JOB,
    TYPE,
    ZUORA_JOB,
)
from benchmarks.drift.showing import part, sometimes, whole

_ENDED = SUPPORT_JOB.only("showJobStatus", "listJobStatuses", "showManyJobStatuses")
_PACIFIC = timezone(timedelta(hours=-7))
_TYPES_OF_VALUES = (
    part(
        "created_at of jobs as seconds",
        SUNSHINE_JOB,
        "/created_at",
        in_time(lambda t: int(t.timestamp())),
    ),
    part("total as text", SUPPORT_JOB, "/total", unless_null(str)),
    part("recordsProcessed as text", ZUORA_JOB, "/recordsProcessed", str),
    part("row of errors as text", ROW_ERROR, "/row", str),
    part("success as text", _ENDED, "/results/*/success", lambda v: str(v).lower()),
    part("success as a number", SUNSHINE_JOB, "/results/*/success", int),
    part("ids of results as text", _ENDED, "/results/*/id", str),
    part("processingTime in seconds", ZUORA_JOB, "/processingTime", lambda ms: ms / 1000),
    part("code of errors with five digits", ROW_ERROR, "/code", lambda code: code % 100_000),
    part(
        "done results of another variant",
        SUNSHINE_JOB,
        "/results/*",
        lambda r: {"status": "done", "record_id": r["data"]["id"]} if "data" in r else r,
        "/results/*/success",
        "/results/*/data",
        "/results/*/status",
        "/results/*/record_id",
    ),
)

_NULLS = (
    sometimes(part("UpdatedById null", ZUORA_JOB, "/UpdatedById", to(None))),
    sometimes(part("updated_at absent", SUNSHINE_JOB, "/updated_at", gone)),
    sometimes(part("url absent", SUPPORT_JOB, "/url", gone)),
    sometimes(part("created_at of types null", TYPE, "/created_at", to(None))),
    part("total always null", SUPPORT_JOB, "/total", to(None)),
    part("error of failed jobs null", ZUORA_JOB, "/error", to(None)),
    part("external_id of records always empty", RECORD, "/external_id", to("")),
    whole(
        "nulls absent", SUPPORT_JOB, without_nulls, "/message", "/progress", "/results", "/total"
    ),
    whole("nulls absent", SUNSHINE_JOB, without_nulls, "/completed_at"),
    part("completed_at empty for null", SUNSHINE_JOB, "/completed_at", for_null("")),
    part(
        "completed_at in the year 1 for null",
        SUNSHINE_JOB,
        "/completed_at",
        for_null("0001-01-01T00:00:00Z"),
    ),
    part("progress -1 for null", SUPPORT_JOB, "/progress", for_null(-1)),
    part("message n/a for null", SUPPORT_JOB, "/message", for_null("n/a")),
    part("results an empty list for null", SUPPORT_JOB, "/results", for_null([])),
    part("results null for an empty list", SUNSHINE_JOB, "/results", lambda r: r or None),
    part(
        "errors null for an empty list",
        Resource(ZUORA_JOB.api, {"listBulkJobErrors": ""}),
        "/errors",
        lambda e: e or None,
    ),
)

_WORDS = (
    part("processing renamed to running", SUNSHINE_JOB, "/job_status", words(processing="running")),
    part("states in capitals", ZUORA_JOB, "/status", str.upper),
    part("queued split into scheduled", SUPPORT_JOB, "/status", words(queued="scheduled")),
    part("words of results in small letters", _ENDED, "/results/*/status", str.lower),
    part("action update renamed to upsert", _ENDED, "/results/*/action", words(update="upsert")),
    part("namespace with a capital", ZUORA_JOB, "/namespace", str.capitalize),
    part("operation delete renamed to purge", ZUORA_JOB, "/operation", words(delete="purge")),
)

_FORMATS = (
    part(
        "created_at with a space and UTC",
        SUNSHINE_JOB,
        "/created_at",
        in_time(lambda t: f"{t:%Y-%m-%d %H:%M:%S UTC}"),
    ),
    part("created_at as a date", SUNSHINE_JOB, "/created_at", in_time(lambda t: f"{t:%Y-%m-%d}")),
    part(
        "CreatedDate in milliseconds since 1970",
        ZUORA_JOB,
        "/CreatedDate",
        in_time(lambda t: int(t.timestamp() * 1000)),
    ),
    part(
        "updated_at with microseconds",
        SUNSHINE_JOB,
        "/updated_at",
        in_time(lambda t: f"{t:%Y-%m-%dT%H:%M:%S.%fZ}"),
        inside=True,
    ),
    part(
        "UpdatedDate with the offset of another zone",
        ZUORA_JOB,
        "/UpdatedDate",
        in_time(lambda t: t.astimezone(_PACIFIC).isoformat(timespec="seconds")),
        inside=True,
    ),
    part(
        "UpdatedDate without a zone", ZUORA_JOB, "/UpdatedDate", lambda text: text.removesuffix("Z")
    ),
    part(
        "created_at of records day first",
        RECORD,
        "/created_at",
        in_time(lambda t: f"{t:%d/%m/%Y %H:%M}"),
    ),
    part(
        "url of jobs relative", SUPPORT_JOB, "/url", lambda url: "/api" + url.partition("/api")[2]
    ),
    part("url of jobs without .json", SUPPORT_JOB, "/url", lambda url: url.removesuffix(".json")),
    version_four(
        f"{SUNSHINE}: ids of version 4",
        SUNSHINE_JOB.at("/id", "/results/*/data/id") + RECORD.at("/id"),
    ),
    dashless("zuora-custom-objects: Id without dashes", ZUORA_JOB.at("/Id")),
    part(
        "CreatedById without dashes",
        ZUORA_JOB,
        "/CreatedById",
        lambda i: i.replace("-", ""),
        inside=True,
    ),
)

_REFUSED_ITEMS = (
    part(
        "code of failed results removed",
        SUNSHINE_JOB,
        "/results/*/errors/*",
        member("code", gone),
        "/results/*/errors/*/code",
    ),
    part(
        "details of failed results renamed",
        _ENDED,
        "/results/*",
        renamed("details", "detail"),
        "/results/*/details",
        "/results/*/detail",
    ),
)

KINDS = _TYPES_OF_VALUES + _NULLS + _WORDS + _FORMATS + _REFUSED_ITEMS
