"""The operations on jobs that run already, and how jobs move on between requests.

queued ─▶ working ─▶ completed | failed | killed
   └───────────────▶ (many are done before anybody sees them at work)
"""

import json
from collections.abc import Sequence
from typing import Any

import orjson

from contract_kit.emulator.clock import timestamp
from contract_kit.emulator.jobs import DAY_MS, Flow, add, longest_stay, turn
from contract_kit.emulator.state import Row, State
from contract_kit.emulator.vendor import Call, Refusal, Reply
from contract_kit.emulator.zendesk_support.job_actions import PERMANENTLY, Item, perform

MOST_UNFINISHED = 30

# How many polls a job is queued and at work, as often as recordings of public clients have it.
_ROUTES = ((1, 0),) * 24 + ((1, 1),) * 12 + ((2, 0),) * 9 + ((2, 1),) * 6 + ((1, 2),) * 4
_RECORDED, _RECORDED_WITH_TYPE = 179, 10  # bodies of jobs, and those that have a `job_type`

_ENDINGS = {"job_failed": "failed", "job_partial": "partial", "job_aborted": "killed"}


def show_job_status(call: Call) -> Reply:
    """One job. Asking counts as a poll."""
    job = _find(call.state, call.reading.path["job_status_id"])
    if job is None:
        raise Refusal(404, "There is no job with this id")
    return Reply(200, {"job_status": answer(call, FLOW.poll(call.state, job))})


def show_many_job_statuses(call: Call) -> Reply:
    """The known ones of several jobs, in the order asked for and each once. A poll of each."""
    asked = dict.fromkeys(call.reading.query["ids"])
    found = [job for job_id in asked if (job := _find(call.state, job_id)) is not None]
    jobs = [answer(call, FLOW.poll(call.state, job)) for job in found]
    return Reply(200, {"job_statuses": jobs})


def start(call: Call, resource: str, action: str, items: Sequence[Item]) -> Reply:
    """Queues a job. Which way it will take is drawn now."""
    state, now = call.state, call.state.clock.ms
    if call.limits and FLOW.unfinished(state) >= MOST_UNFINISHED:
        detail = f"{MOST_UNFINISHED} jobs are not finished yet"
        raise Refusal(429, detail, code="TooManyJobs", headers={"Retry-After": "60"})
    patience, working = _ROUTES[state.draw() % len(_ROUTES)]
    typed = state.draw() % _RECORDED < _RECORDED_WITH_TYPE
    job = insert(
        state,
        f"V3-{state.draw():032x}",
        resource,
        action,
        items,
        created=now,
        began=now,
        updated=now,
        status="queued",
        ending=_ENDINGS.get(call.fault, "completed"),
        patience=patience,
        working=working,
        told=state.draw() % 2,
        job_type=job_type(resource, action) if typed else None,
    )
    return Reply(200, {"job_status": answer(call, job)})


def insert(
    state: State, job_id: str, resource: str, action: str, items: Sequence[Item], **columns: Any
) -> Row:
    """Stores a job: what it is to do, and how far it is."""
    return add(
        state,
        id=job_id,
        resource=resource,
        action=action,
        items=json.dumps(items),
        size=None if action == PERMANENTLY else len(items),
        **columns,
    )


def answer(call: Call, job: Row) -> dict[str, Any]:
    """A job as the API shows it."""
    queued, results = job["status"] == "queued", job["results"]
    progress, message = job["progress"], job["message"]
    if job["status"] == "working":
        progress = _progress(call.state, job)
        message = _doing(job, progress)
    shown = {
        "id": job["id"],
        "message": message,
        "progress": progress,
        "results": None if results is None else orjson.Fragment(results),
        "status": job["status"],
        "total": job["size"] if job["told"] or not queued else None,
        "url": f"{call.origin}/api/v2/job_statuses/{job['id']}.json",
    }
    return shown if job["job_type"] is None else {**shown, "job_type": job["job_type"]}


def job_type(resource: str, action: str) -> str:
    """What kind of job it is, in the vendor's words.

    >>> job_type("ticket", "create")
    'Bulk Create Ticket'
    """
    return f"Bulk {action} {resource}".title()


def ended(status: str, at: int) -> str:
    """What the worker says last.

    >>> ended("completed", 1520489269000)
    'Completed at 2018-03-08 06:07:49 +0000'
    """
    day, _, time = timestamp(at).rstrip("Z").partition("T")
    return f"{status.capitalize()} at {day} {time} +0000"


def _find(state: State, job_id: str) -> Row | None:
    return state.row("SELECT * FROM job WHERE id = ?", (job_id,))


def _move(state: State, job: Row) -> Row:
    """One move of a job; the last one does its work."""
    if job["status"] == "queued" and job["working"]:
        return turn(state, job, "working", patience=job["working"])
    ending, now = job["ending"], state.clock.ms
    status = "completed" if ending == "partial" else ending
    return turn(
        state,
        job,
        status,
        ended=now,
        progress=_comes_to(job),
        message=ended(status, now),
        results=None if status == "killed" else json.dumps(_work(state, job)),
    )


FLOW = Flow(("queued", "working"), _move, DAY_MS)


def _work(state: State, job: Row) -> Any:
    """Does what a job gets done before it ends: all of it, the first half, or nothing."""
    items = json.loads(job["items"])
    reach = {"completed": len(items), "partial": len(items) // 2}.get(job["ending"], 0)
    return perform(state, job["resource"], job["action"], items, reach)


def _comes_to(job: Row) -> int | None:
    """The last progress of a job; one that fails never makes any, so that it does not fall."""
    if job["size"] is None:
        return None
    return int(job["size"]) if job["ending"] in ("completed", "partial") else 0


def _progress(state: State, job: Row) -> int | None:
    """How many items are done of a job that is at work: as much as of its time is over."""
    comes_to = _comes_to(job)
    if comes_to is None:
        return None
    elapsed: int = state.clock.ms - job["began"]
    share = comes_to * elapsed // (longest_stay(state.pace) * int(job["patience"]))
    if state.pace.kind != "polls":
        return share
    polls: int = state.pace.n * job["patience"]
    return max(share, comes_to * (1 + int(job["polls"])) // (1 + polls))


def _doing(job: Row, progress: int | None) -> str:
    """What the worker says while it is at work."""
    doing = f"{job['action'][:-1].capitalize()}ing {job['resource']}"  # all actions end in an e
    return f"{doing}s" if progress is None else f"{doing} #{progress + 1}"
