"""Shows jobs otherwise than they are, by what was shown of them before."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from benchmarks.drift.kind import Kind, Resource, always, bodies, dumped, edited
from benchmarks.drift.resources import (
    SUNSHINE,
    SUNSHINE_JOB,
    SUPPORT,
    SUPPORT_JOB,
    ZUORA,
    ZUORA_JOB,
)
from benchmarks.drift.wire import Asked, Change, Serve
from contract_kit.model.exchange import Answer

Job = dict[str, Any]
Sight = Callable[[Job, list[Job]], Job]  # a true job and those shown of it before, as shown


@dataclass(frozen=True, slots=True)
class Flow:
    """How one vendor shows its jobs: where, the members for id and state, the final states."""

    jobs: Resource
    id: str
    state: str
    final: frozenset[str]


SUNSHINE_FLOW = Flow(
    SUNSHINE_JOB, "id", "job_status", frozenset(("completed", "failed", "aborted"))
)
SUPPORT_FLOW = Flow(SUPPORT_JOB, "id", "status", frozenset(("completed", "failed", "killed")))
ZUORA_FLOW = Flow(ZUORA_JOB, "Id", "status", frozenset(("completed", "failed", "cancelled")))
_POLLS: Mapping[str, str] = {SUNSHINE: "showJob", SUPPORT: "showJobStatus", ZUORA: "showBulkJob"}


def job_kind(name: str, vendor: Flow, sight: Sight, *members: str, operations: str = "") -> Kind:
    """Shows jobs otherwise than they are, by what was shown of them before."""
    jobs = vendor.jobs.only(*operations.split()) if operations else vendor.jobs

    def make() -> Change:
        shown: dict[str, list[Job]] = {}

        def sighted(job: Job) -> Job:
            before = shown.setdefault(str(job[vendor.id]), [])
            before.append(sight(dict(job), before))
            return before[-1]

        return bodies(jobs.places, sighted)()

    return Kind(
        f"{jobs.api}: {name}",
        "lifecycle",
        jobs.api,
        make,
        frozenset(jobs.places),
        jobs.at(*members),
    )


def poll_kind(vendor: Flow, name: str, sight: Sight, *members: str) -> Kind:
    """The same, where a job is polled alone."""
    return job_kind(name, vendor, sight, *members, operations=_POLLS[vendor.jobs.api])


def back_to(vendor: Flow, first: str, true: str) -> Sight:
    """Shows the first state once more, instead of the first sight of another one after `true`."""

    def sight(job: Job, before: list[Job]) -> Job:
        states = [one[vendor.state] for one in before]
        fallen = true in states and first not in states[states.index(true) :]
        if fallen and job[vendor.state] in (true, *vendor.final):
            return {**before[0], vendor.state: first}
        return job

    return sight


def stuck(vendor: Flow, state: str, **members: Any) -> Sight:
    """For ever in a state, as it was shown in it, else with members as they are in it."""

    def sight(job: Job, before: list[Job]) -> Job:
        then = next((one for one in before if one[vendor.state] == state), None)
        if then is not None:
            return then
        return {**job, vendor.state: state, **members} if job[vendor.state] in vendor.final else job

    return sight


def when(vendor: Flow, state: str, **members: Any) -> Sight:
    """In one state some members are otherwise; what is callable is told the job."""

    def sight(job: Job, before: list[Job]) -> Job:
        if job[vendor.state] != state:
            return job
        return job | {k: v(job) if callable(v) else v for k, v in members.items()}

    return sight


def again(vendor: Flow, change: Callable[[Job], Job]) -> Sight:
    """Other than it was, at each sight after the first one of its end."""

    def sight(job: Job, before: list[Job]) -> Job:
        ended = any(one[vendor.state] in vendor.final for one in before)
        return change(job) if ended else job

    return sight


def each_sight(name: str, step: Callable[[Any, int], Any]) -> Sight:
    """A member that is another one at each sight."""
    return lambda job, before: {**job, name: step(job[name], len(before))}


def falling(job: Job, before: list[Job]) -> Job:
    """All seems to be done at the first sight of a working job, and less at the next one."""
    done = [one["progress"] for one in before if isinstance(one.get("progress"), int)]
    if job["status"] == "working" and not done:
        return {**job, "progress": job["total"]}
    return job


def cancelled_runs_on() -> Change:
    """A cancelled job is shown as one that is under way."""
    return always(
        "showBulkJob",
        lambda asked, true, serve: _retold(true, "cancelled", "in_progress"),
    )()


def _retold(true: Answer, old: str, new: str) -> Answer:
    return replace(true, body=true.body.replace(f'"{old}"'.encode(), f'"{new}"'.encode()))


def still_there() -> Change:
    """What was shown of a type is shown on after its deletion."""
    shown: dict[str, Answer] = {}

    def answer(asked: Asked, true: Answer, serve: Serve) -> Answer:
        if asked.operation == "showObjectType":
            if true.status == 200:
                shown[asked.path] = true
            elif asked.path in shown:
                return shown[asked.path]
        return true

    return Change(answer)


def forgotten() -> Change:
    """A finished job is no longer found when it is asked for again."""
    ended: set[str] = set()

    def answer(asked: Asked, true: Answer, serve: Serve) -> Answer:
        if asked.operation != "showJob" or true.status != 200:
            return true
        if asked.path in ended:
            return serve(replace(asked, path=asked.path[:-4] + "none"))
        if json.loads(true.body)["data"]["job_status"] == "completed":
            ended.add(asked.path)
        return true

    return Change(answer)


def at_first(operations: str, place: str, **members: Any) -> Callable[[], Change]:
    """A new job comes with other members than it has."""
    return bodies(dict.fromkeys(operations.split(), place), lambda job: {**job, **members})


def ended_at_once(asked: Asked, true: Answer, serve: Serve) -> Answer:
    """A new job has already ended."""
    body = json.loads(true.body)
    ended = edited(
        body,
        "/data",
        lambda job: {**job, "job_status": "completed", "completed_at": job["created_at"]},
    )
    return replace(true, body=dumped(ended))
