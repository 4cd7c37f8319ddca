"""The operations on bulk jobs, and how jobs move on between requests.

delete:          accepted ───▶ in_progress ─▶ completed | failed
create, update:  pending ─file─▶ in_progress ─▶ completed | failed
each of the three unfinished ─▶ cancelled
"""

import json
from typing import Any

import orjson

from contract_kit.emulator.clock import timestamp
from contract_kit.emulator.jobs import DAY_MS, Flow, add, turn
from contract_kit.emulator.state import Row, State
from contract_kit.emulator.vendor import Call, Refusal, Reply
from contract_kit.emulator.zuora_custom_objects import csv_file
from contract_kit.emulator.zuora_custom_objects.access import USER_IDS
from contract_kit.emulator.zuora_custom_objects.errors import coded
from contract_kit.emulator.zuora_custom_objects.objects import fields_of
from contract_kit.emulator.zuora_custom_objects.records import condition_of
from contract_kit.emulator.zuora_custom_objects.work import perform

MOST_UNFINISHED = 5
LARGEST_FILE = 15 * 1024 * 1024  # bytes, decoded
SERVICE_LIMIT = {"code": 71012560, "message": "Service limit reached, please retry later."}

_UNFINISHED = ("accepted", "pending", "in_progress")
_PAGE = 25
_ENDINGS = {"job_failed": "failed", "job_partial": "partial", "job_aborted": "cancelled"}

# Chosen so that 500 records take the documented 1,882 milliseconds.
_START_MS, _RECORD_MS = 51, 3.662


def list_jobs(call: Call) -> Reply:
    """One page of the tenant's jobs, newest first; the cursor is the id of the page's last job."""
    query, state = call.reading.query, call.state
    if call.fault == "cursor_expired":
        raise Refusal(400, "The cursor has expired", code="71013120")
    size, status = query.get("pageSize", _PAGE), query.get("status")
    conditions, values = ["?1 IS NULL OR status = ?1"], [status]
    if "cursor" in query:
        last = state.row("SELECT created, seq FROM job WHERE id = ?", (query["cursor"],))
        if last is None:
            raise Refusal(400, "The cursor is the id of no job", code="71013120")
        conditions.append("(created, seq) < (?2, ?3)")
        values += [last["created"], last["seq"]]
    where = " AND ".join(f"({condition})" for condition in conditions)
    found = state.rows(
        f"SELECT * FROM job WHERE {where} ORDER BY created DESC, seq DESC LIMIT {size + 1}", values
    )
    page = found[:size]
    cursor = page[-1]["id"] if len(found) > size else None
    jobs = [_answer(job) for job in page]
    return Reply(200, {"count": len(page), "cursor": cursor, "jobs": jobs})


def show_job(call: Call) -> Reply:
    """One job. Asking counts as a poll."""
    return Reply(200, _answer(FLOW.poll(call.state, _find(call))))


def list_errors(call: Call) -> Reply:
    """What the rows of a job's file got wrong."""
    rows = call.state.rows(
        "SELECT * FROM row_error WHERE job = ? ORDER BY row", (_find(call)["seq"],)
    )
    return Reply(200, {"errors": [_row_error(row) for row in rows]})


def submit_job(call: Call) -> Reply:
    """A new job, or the one that the idempotency key has asked for already, as it is now."""
    request = call.reading.body
    _refuse_unpermitted(call.user.role, request["operation"])
    fields = fields_of((request["namespace"], request["object"]))
    condition_of(fields, request.get("filter"))  # refuses what does not fit the fields
    wanted = json.dumps(request, sort_keys=True)
    key = call.reading.headers.get("Idempotency-Key")
    known = _by_key(call.state, key)
    if known is None:
        return Reply(200, _answer(_start(call, request["operation"], wanted, key)))
    if known["request"] != wanted:
        raise Refusal(400, "The idempotency key was used with another body")
    return Reply(200, _answer(known))


def cancel_job(call: Call) -> Reply:
    """Takes back a job that is not finished. What it was to do is not done."""
    state, job = call.state, _find(call)
    if job["status"] not in _UNFINISHED:
        raise Refusal(400, f"The job is {job['status']} already", code="71013430")
    _forget_file(state, job)
    return Reply(200, _answer(turn(state, job, "cancelled", updated_by=USER_IDS[call.user.name])))


def upload_file(call: Call) -> Reply:
    """Gives a pending job its file, and starts it. What is wrong with its columns fails the job."""
    state, job = call.state, _find(call)
    if job["status"] != "pending":
        raise Refusal(400, f"Only a pending job takes a file, this one is {job['status']}")
    if len(call.body) > LARGEST_FILE:
        raise Refusal(413, "The file is larger than 15 MB")
    csv_file.read(call.body)  # refuses what is no file of records
    state.run("INSERT INTO file VALUES (?, ?)", (job["seq"], call.body))
    ending, user_id = _ENDINGS.get(call.fault, job["ending"]), USER_IDS[call.user.name]
    started = turn(state, job, "in_progress", ending=ending, updated_by=user_id)
    return Reply(200, _answer(started))


def insert(
    state: State, job_id: str, status: str, user_id: str, created: int, request: str, **columns: Any
) -> Row:
    """Stores a job, which begins its status now; `request` is JSON. Other columns have defaults."""
    columns = {
        "place": state.draw() >> 65,
        "created_by": user_id,
        "updated_by": user_id,
        "began": state.clock.ms,
        "created": created,
        "updated": created,
        **columns,
    }
    return add(state, id=job_id, status=status, request=request, **columns)


def _refuse_unpermitted(role: str, operation: str) -> None:
    needed = "delete" if operation == "delete" else "edit"
    if role not in ("all", needed):
        code = "71012514" if needed == "delete" else "71012513"
        detail = f"User does not have permission to {needed} custom objects."
        raise Refusal(403, detail, code=code)


def _by_key(state: State, key: str | None) -> Row | None:
    """The job of a day at most that was submitted with an idempotency key."""
    sql = "SELECT * FROM job WHERE idempotency_key = ? AND created > ? ORDER BY seq DESC"
    return state.row(sql, (key, state.clock.ms - DAY_MS))


def _start(call: Call, operation: str, request: str, key: str | None) -> Row:
    state = call.state
    if call.limits and _unfinished(state) >= MOST_UNFINISHED:
        detail = f"At most {MOST_UNFINISHED} jobs can be accepted, pending or in progress"
        raise Refusal(429, detail, headers={"Retry-After": "60"})
    status, now = "accepted" if operation == "delete" else "pending", state.clock.ms
    ending, user_id = _ENDINGS.get(call.fault, "completed"), USER_IDS[call.user.name]
    job_id = str(state.uuid4())
    more = {"ending": ending, "idempotency_key": key}
    return insert(state, job_id, status, user_id, now, request, **more)


def _unfinished(state: State) -> int:
    [[count]] = state.rows(f"SELECT count(*) FROM job WHERE status IN {_UNFINISHED}")
    return int(count)


def _find(call: Call) -> Row:
    job_id = call.reading.path["id"]
    job = call.state.row("SELECT * FROM job WHERE id = ?", (job_id,))
    if job is None:
        raise Refusal(404, f"There is no job with the id {job_id}", code="71013140")
    return job


def _move(state: State, job: Row) -> Row:
    """One move of a job; the last one does its work."""
    ending = job["ending"]
    if ending == "cancelled":
        _forget_file(state, job)
        return turn(state, job, "cancelled")
    if job["status"] == "accepted":
        return turn(state, job, "in_progress")
    processed, error = 0, None if ending == "completed" else SERVICE_LIMIT
    if ending != "failed":
        try:
            processed = perform(state, job, half=ending == "partial")
        except Refusal as refusal:
            error = coded(refusal)
    _forget_file(state, job)
    if error is None:
        return turn(state, job, "completed", processed=processed)
    return turn(state, job, "failed", processed=processed, error=json.dumps(error))


FLOW = Flow(moving=("accepted", "in_progress"), move=_move, first="place")


def _forget_file(state: State, job: Row) -> None:
    state.run("DELETE FROM file WHERE job = ?", (job["seq"],))


def _answer(job: Row) -> dict[str, Any]:
    processed = job["processed"]
    took = 0 if processed is None else _START_MS + round(processed * _RECORD_MS)
    answer = {
        "CreatedById": job["created_by"],
        "CreatedDate": timestamp(job["created"]),
        "Id": job["id"],
        "UpdatedById": job["updated_by"],
        "UpdatedDate": timestamp(job["updated"]),
        **json.loads(job["request"]),
        "processingTime": took,
        "recordsProcessed": processed or 0,
        "status": job["status"],
    }
    return answer if job["error"] is None else {**answer, "error": json.loads(job["error"])}


def _row_error(row: Row) -> dict[str, Any]:
    return {
        "code": row["code"],
        "message": row["message"],
        "record": orjson.Fragment(row["record"]),
        "row": row["row"],
    }
