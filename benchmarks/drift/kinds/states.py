"""Changes of how jobs live: the states that they have and the moves between them."""

from benchmarks.drift.jobs import (
    SUNSHINE_FLOW,
    SUPPORT_FLOW,
    ZUORA_FLOW,
    again,
    at_first,
    back_to,
    cancelled_runs_on,
    ended_at_once,
    job_kind,
    poll_kind,
    stuck,
    when,
)
from benchmarks.drift.kind import always, kind
from benchmarks.drift.resources import (
    STARTERS,
    SUNSHINE,
    SUPPORT,
    ZUORA,
)

KINDS = (
    poll_kind(
        SUNSHINE_FLOW,
        "state unknown",
        when(SUNSHINE_FLOW, "processing", job_status="paused"),
        "/job_status",
    ),
    poll_kind(
        SUPPORT_FLOW, "state unknown", when(SUPPORT_FLOW, "working", status="retrying"), "/status"
    ),
    poll_kind(
        ZUORA_FLOW, "state unknown", when(ZUORA_FLOW, "in_progress", status="on_hold"), "/status"
    ),
    poll_kind(
        SUNSHINE_FLOW,
        "final state unknown",
        when(SUNSHINE_FLOW, "completed", job_status="done"),
        "/job_status",
    ),
    poll_kind(
        SUNSHINE_FLOW,
        "back to queued",
        back_to(SUNSHINE_FLOW, "queued", "processing"),
        "/job_status",
    ),
    poll_kind(
        SUPPORT_FLOW, "back to queued", back_to(SUPPORT_FLOW, "queued", "working"), "/status"
    ),
    poll_kind(
        ZUORA_FLOW, "back to accepted", back_to(ZUORA_FLOW, "accepted", "in_progress"), "/status"
    ),
    kind(
        f"{SUNSHINE}: first state completed",
        "lifecycle",
        SUNSHINE,
        always("createJob", ended_at_once),
        "createJob",
        "/data/job_status",
    ),
    kind(
        f"{SUNSHINE}: first state processing",
        "lifecycle",
        SUNSHINE,
        at_first("createJob", "/data", job_status="processing"),
        "createJob",
        "/data/job_status",
    ),
    kind(
        f"{SUPPORT}: first state working",
        "lifecycle",
        SUPPORT,
        at_first(STARTERS, "/job_status", status="working"),
        STARTERS,
        "/job_status/status",
    ),
    kind(
        f"{ZUORA}: first state in_progress",
        "lifecycle",
        ZUORA,
        at_first("submitBulkJob", "", status="in_progress"),
        "submitBulkJob",
        "/status",
    ),
    poll_kind(
        SUNSHINE_FLOW,
        "aborted while processing",
        when(SUNSHINE_FLOW, "completed", job_status="aborted", completed_at=None),
        "/job_status",
    ),
    job_kind(
        "every job fails",
        SUNSHINE_FLOW,
        when(SUNSHINE_FLOW, "completed", job_status="failed", completed_at=None),
        "/job_status",
    ),
    poll_kind(
        SUPPORT_FLOW,
        "every job is killed",
        when(SUPPORT_FLOW, "completed", status="killed"),
        "/status",
    ),
    poll_kind(
        SUNSHINE_FLOW,
        "final state left",
        again(SUNSHINE_FLOW, lambda job: {**job, "job_status": "processing", "completed_at": None}),
        "/job_status",
    ),
    kind(
        f"{ZUORA}: cancelled job runs on",
        "lifecycle",
        ZUORA,
        cancelled_runs_on,
        "showBulkJob",
        "/status",
    ),
    poll_kind(
        SUNSHINE_FLOW,
        "never ends",
        stuck(SUNSHINE_FLOW, "processing", completed_at=None, results=[]),
        "/job_status",
    ),
    poll_kind(SUPPORT_FLOW, "never ends", stuck(SUPPORT_FLOW, "working", results=None), "/status"),
    poll_kind(ZUORA_FLOW, "never ends", stuck(ZUORA_FLOW, "in_progress"), "/status"),
)
