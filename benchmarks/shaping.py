"""Shapes of job bodies with all their statistics, beside genson, which keeps types only.

No body is like another, as in recordings: ids, URLs, times, messages and results differ.
"""

import json
from collections.abc import Iterator, Sequence
from random import Random
from statistics import median
from typing import Any
from uuid import UUID

from benchmarks.measure import Line
from benchmarks.peers import genson
from benchmarks.tape import cpu
from contract_kit.model.inference import shapes_of

_SIZE, _FEW, _TRIES = 10_000, 20, 5
_GOAL = 1.0
_ACTIONS = ("Update", "Delete", "Create")


def run() -> Iterator[Line]:
    """The median of some tries, processor time; then the same by stories of few bodies each."""
    peer = genson()
    if peer is None:
        yield Line("shapes / genson", "missing: pip install genson", f">= {_GOAL}", reached=False)
        return
    bodies = [json.loads(text) for text in _texts(Random(1))]
    ratio, rate = _compared(peer, [bodies])
    yield Line(
        "shapes of bodies / genson", f"{ratio:.2f} ({rate:,.0f}/s)", f">= {_GOAL}", ratio >= _GOAL
    )
    stories = [bodies[n : n + _FEW] for n in range(0, _SIZE, _FEW)]
    ratio, rate = _compared(peer, stories)
    yield Line(f"the same, {_FEW} at a time", f"{ratio:.2f} ({rate:,.0f}/s)", "", reached=True)


def _compared(peer: Any, stories: Sequence[Sequence[Any]]) -> tuple[float, float]:
    """How many times as fast as genson, and how many bodies a second."""
    pairs = [(cpu(_shapes, stories), cpu(_genson, peer, stories)) for _ in range(_TRIES)]
    return median(other / one for one, other in pairs), _SIZE / median(one for one, _ in pairs)


def _shapes(stories: Sequence[Sequence[Any]]) -> None:
    for bodies in stories:
        shapes_of(bodies)


def _genson(peer: Any, stories: Sequence[Sequence[Any]]) -> None:
    for bodies in stories:
        builder = peer.SchemaBuilder()
        for body in bodies:
            builder.add_object(body)


def _texts(random: Random) -> Iterator[str]:
    """Jobs of two vendors in turn, as JSON, since parsed values have no text in common."""
    for n in range(_SIZE):
        yield json.dumps(_support(n, random) if n % 2 else _sunshine(n, random))


def _support(n: int, random: Random) -> Any:
    """A job over tickets: queued, working or done, with a result for each ticket."""
    key, action = f"V3-{random.getrandbits(128):032x}", random.choice(_ACTIONS)
    total, stage = random.randint(1, 5), random.randrange(3)
    progress = (None, random.randrange(total), total)[stage]
    message = (None, f"Working on ticket #{n}", f"Completed at {_time(random)} +0000")[stage]
    results = [
        {"action": action.lower(), "id": n + at, "status": f"{action}d", "success": True}
        for at in range(total)
    ]
    job = {
        "id": key,
        "job_type": f"Bulk {action} Ticket",
        "message": message,
        "progress": progress,
        "results": results if stage == 2 else None,
        "status": ("queued", "working", "completed")[stage],
        "total": total,
        "url": f"https://example.zendesk.com/api/v2/job_statuses/{key}.json",
    }
    return {"job_status": job}


def _sunshine(n: int, random: Random) -> Any:
    """A job over records, with its times, and what came of each record."""
    stage = random.randrange(3)
    ended = f"{_time(random).replace(' ', 'T')}Z" if stage == 2 else None
    job: dict[str, Any] = {
        "completed_at": ended,
        "created_at": f"{_time(random).replace(' ', 'T')}Z",
        "id": str(UUID(int=random.getrandbits(128), version=4)),
        "job_status": ("queued", "processing", "completed")[stage],
        "updated_at": f"{_time(random).replace(' ', 'T')}Z",
    }
    if stage:
        job["results"] = [
            {"success": True, "id": str(UUID(int=random.getrandbits(128), version=4))}
            for _ in range(n % 4)
        ]
    return {"data": job}


def _time(random: Random) -> str:
    return (
        f"2020-{random.randint(1, 12):02}-{random.randint(1, 28):02} "
        f"{random.randrange(24):02}:{random.randrange(60):02}:{random.randrange(60):02}"
    )
