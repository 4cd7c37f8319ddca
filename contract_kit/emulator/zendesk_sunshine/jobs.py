"""The operations on jobs, and how jobs move on between requests.

queued ─▶ processing ─▶ completed | failed
   └────▶ aborted
"""

import json
from typing import Any

import orjson

from contract_kit.emulator.clock import timestamp
from contract_kit.emulator.jobs import DAY_MS, Flow, add, turn
from contract_kit.emulator.state import Row, State
from contract_kit.emulator.vendor import Call, Refusal, Reply
from contract_kit.emulator.zendesk_sunshine.job_actions import perform

MOST_UNFINISHED = 1000
_SUMMARY = "id, status, created, updated, completed"
_ENDINGS = {"job_failed": "failed", "job_partial": "partial", "job_aborted": "aborted"}


def list_jobs(call: Call) -> Reply:
    """The jobs of the last day, newest first, without their results; an empty status is any."""
    status = call.reading.query.get("status", "")
    rows = call.state.rows(
        f"SELECT {_SUMMARY} FROM job WHERE ?1 IN ('', status) ORDER BY created DESC, seq DESC",
        (status,),
    )
    return Reply(200, {"data": [_summary(row) for row in rows]})


def show_job(call: Call) -> Reply:
    """One job with its results. Asking counts as a poll."""
    state, job_id = call.state, call.reading.path["custom_object_job_id"]
    job = state.row("SELECT * FROM job WHERE id = ?", (job_id,))
    if job is None:
        raise Refusal(404, f"There is no job with the id {job_id}")
    return Reply(200, {"data": _answer(FLOW.poll(state, job))})


def create_job(call: Call) -> Reply:
    """Queues a job. One whose body could not be read is queued as well, and will fail."""
    state, work = call.state, call.reading.body
    if call.limits and FLOW.unfinished(state) >= MOST_UNFINISHED:
        detail = f"At most {MOST_UNFINISHED} jobs can be processed at the same time"
        raise Refusal(429, detail, headers={"Retry-After": "60"})
    ending = "failed" if work is None else _ENDINGS.get(call.fault, "completed")
    now = state.clock.ms
    job_id = str(state.uuid1(now))
    job = insert(state, job_id, "queued", now, now, work=work, ending=ending)
    return Reply(201, {"data": _answer(job)})


def insert(
    state: State,
    job_id: str,
    status: str,
    created: int,
    updated: int,
    *,
    work: Any = None,
    ending: str = "completed",
    results: Any = (),
) -> Row:
    """Stores a job: the body that asked for it, what it will come to, and what it has come to."""
    return add(
        state,
        id=job_id,
        status=status,
        ending=ending,
        work=json.dumps(work),
        results=orjson.dumps(results).decode(),
        began=updated,
        created=created,
        updated=updated,
        completed=updated if status == "completed" else None,
    )


def _move(state: State, job: Row) -> Row:
    """One move of a job; the last one does its work."""
    if job["status"] == "queued":
        return turn(state, job, "aborted" if job["ending"] == "aborted" else "processing")
    results = orjson.dumps(_work(state, job)).decode()
    if job["ending"] == "completed":
        return turn(state, job, "completed", results=results, completed=state.clock.ms)
    return turn(state, job, "failed", results=results)


FLOW = Flow(("queued", "processing"), _move, DAY_MS)


def _work(state: State, job: Row) -> list[Any]:
    """Does what a job gets done before it ends: all of it, the first half, or nothing."""
    if job["ending"] == "failed":
        return []
    work = json.loads(job["work"])
    items = work["data"] if job["ending"] == "completed" else work["data"][: len(work["data"]) // 2]
    return perform(state, work["type"], work["action"], items)


def _answer(job: Row) -> dict[str, Any]:
    return {**_summary(job), "results": orjson.Fragment(job["results"])}


def _summary(job: Row) -> dict[str, Any]:
    completed = job["completed"]
    return {
        "completed_at": None if completed is None else timestamp(completed),
        "created_at": timestamp(job["created"]),
        "id": job["id"],
        "job_status": job["status"],
        "updated_at": timestamp(job["updated"]),
    }
