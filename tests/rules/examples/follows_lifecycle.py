"""What breaks `follows_lifecycle`, and what comes close and keeps it."""

from collections.abc import Sequence

from contract_kit.model.sighting import Sighting
from tests.rules.examples.example import Example
from tests.rules.journeys import job, journey, listed, polled, saw, started

_STATE = "/data/state"
_LATE, _LATER = "2026-05-04T10:01:00Z", "2026-05-04T10:02:00Z"


def examples() -> tuple[Example, ...]:
    return (*_of_one_answer(), *_of_moves(), *_of_members(), *_of_things())


def _of_one_answer() -> tuple[Example, ...]:
    def answer(kind: str, pointer: str, bad: Sighting, good: Sighting) -> Example:
        return Example("follows_lifecycle", kind, pointer, bad, good)

    early = {"created_at": _LATE}
    return (
        answer("unknown-state", _STATE, polled(job("lost")), polled(job("checking"))),
        answer(
            "unknown-state",
            "/data/*/state",
            listed(job("queued"), job("lost", id="j2")),
            listed({"id": "j1", "state": "done"}),
        ),
        answer(
            "missing-at-state",
            "/data/ended_at",
            polled(job("done", ended_at=None)),
            polled(job("failed", ended_at=None)),
        ),
        answer(
            "not-null-at-state",
            "/data/ended_at",
            polled(job("running", ended_at=_LATE)),
            polled(job("checking", ended_at=_LATE)),
        ),
        answer(
            "times-out-of-order",
            "/data/updated_at",
            polled(job(**early, updated_at="2026-05-04T10:00:59.999Z")),
            polled(job(**early, updated_at="2026-05-04T12:01:00+02:00")),
        ),
        answer(
            "progress-beyond-total",
            "/data/progress",
            polled(job(progress=5)),
            polled(job(progress=4)),
        ),
        answer(
            "never-ends",
            _STATE,
            saw("showJob", "/jobs/j1", {"data": job()}, failed="poll"),
            polled(job()),
        ),
    )


def _of_moves() -> tuple[Example, ...]:
    def moves(kind: str, bad: Sequence[Sighting], good: Sequence[Sighting]) -> Example:
        return _along(kind, _STATE, bad, good)

    queued, running, done = polled(job()), polled(job("running")), polled(job("done"))
    cancelled = polled(job("cancelled"))
    return (
        Example(
            "follows_lifecycle",
            "wrong-first-state",
            _STATE,
            journey(started(job("running")), done),
            journey(running),
            operation="startJob",
            status="201",
        ),
        moves("left-terminal", [queued, cancelled, running], [queued, queued, cancelled]),
        moves("backward-move", [running, queued], [running, listed(job()), running]),
        moves("skipped-state", [running, done], [running, polled(job("checking")), done]),
        moves("illegal-move", [running, cancelled], [queued, cancelled]),
    )


def _of_members() -> tuple[Example, ...]:
    first = [{"at": "http://a/1", "note": "new"}, {"at": "http://a/2"}]
    moved = [{"at": "http://b/2"}, {"at": "http://b/1", "note": "changed by its owner"}]
    old = job("done", ended_at="2026-05-04T10:00:05.000+00:00")
    date = (("Date", "Tue, 05 May 2026 23:00:00 GMT"),)
    return (
        _along(
            "changed-after-end",
            "/data/results",
            [polled(job("done", results=first)), polled(job("done", results=first[:1]))],
            [polled(job("done", results=first)), polled(job("done", results=moved))],
        ),
        _along(
            "changed-after-end",
            "/data/ended_at",
            [polled(job("done")), polled(job("done", ended_at=_LATER))],
            [polled(job("done")), polled(old)],
        ),
        _along(
            "changed-immutable",
            "/data/owner",
            [polled(job()), polled(job(owner="bob"))],
            [polled(job()), polled({"id": "j1", "state": "done", "ended_at": _LATE})],
        ),
        _along(
            "changed-immutable",
            "/data/id",
            [polled(job()), polled(job(id="j2"))],
            [polled(job()), polled(job(id="j2"), at="/jobs/j2")],
        ),
        _along(
            "progress-falls",
            "/data/progress",
            [polled(job(progress=2)), polled(job(progress=1))],
            [polled(job(progress=2)), polled(job(progress=None)), listed(job(progress=1))],
        ),
        _along(
            "time-goes-back",
            "/data/updated_at",
            [polled(job(updated_at=_LATER)), polled(job(updated_at=_LATE))],
            [polled(job(updated_at=_LATER)), listed(job(updated_at=_LATE))],
        ),
        _along(
            "outlives",
            "/data/*/created_at",
            [listed(job("done"), headers=date)],
            [listed(job("done", created_at="2026-05-04T12:00:00Z"), headers=date)],
            "listJobs",
        ),
    )


def _of_things() -> tuple[Example, ...]:
    gone, there = saw("dropThing", "/things/7", status=204), saw("showThing", "/things/7")
    restored = saw("putThing", "/things/7")
    return (
        _along("still-there", "status", [gone, there], [gone, restored, there], "showThing"),
        _along(
            "still-there",
            "status",
            [there, gone, there],
            [gone, saw("showThing", "/things/7?deleted=true"), saw("showThing", "/things/70")],
            "showThing",
        ),
    )


def _along(
    kind: str,
    pointer: str,
    bad: Sequence[Sighting],
    good: Sequence[Sighting],
    operation: str = "showJob",
) -> Example:
    """What takes several answers to see; the finding is of the last one."""
    return Example(
        "follows_lifecycle", kind, pointer, journey(*bad), journey(*good), operation, "200"
    )
