"""Answers about jobs as an honest server gives them, another each time."""

from collections.abc import Iterator
from random import Random
from typing import Any

STATES = ("queued", "working", "done", "failed")
_WORDS = ("lorem", "ipsum", "Dolor", "sit amet", "x", "a-b", "30 days", "")


def listings(random: Random, count: int) -> list[Any]:
    """Bodies of a list of jobs; some lists are empty."""
    return [_listing(random) for _ in range(count)]


def recordings(random: Random, count: int) -> list[Any]:
    """What so many recordings saw: each has looked at the list several times."""
    return [body for _ in range(count) for body in listings(random, 3)]


def _listing(random: Random) -> Any:
    jobs = [_job(random) for _ in range(random.choice((0, 1, 3, 5, 8)))]
    return {
        "data": jobs,
        "meta": {"count": len(jobs), "more": random.random() < 0.5, "next": _cursor(random)},
        "limits": {"per_minute": 700, "burst": 1.5},
    }


def _job(random: Random) -> dict[str, Any]:
    state = random.choice(STATES)
    made = 1_591_740_000 + random.randrange(10_000_000)
    job = {
        "id": f"{random.getrandbits(120) + 2**120:031x}",
        "uuid": f"{random.getrandbits(32):08x}-0a1b-4c2d-8e3f-{random.getrandbits(48):012x}",
        "url": f"https://example.com/jobs/{random.randrange(10**6)}.json",
        "status": state,
        "job_kind": random.choice(("import", "export")),
        "created_at": f"2020-06-{random.randrange(10, 30)}T22:00:00.{random.randrange(1000):03}Z",
        "completed_at": f"2020-07-01T00:00:{random.randrange(60):02}Z" if state == "done" else None,
        "made": made,
        "priority": random.randrange(1, 9),
        "share": random.random(),
        "title": random.choice(_WORDS),
        "public": random.random() < 0.3,
        "owner": {"user": random.randrange(1, 10**6), "email": f"u{random.randrange(99)}@x.org"},
        "tags": random.sample(("red", "green", "blue"), random.randrange(4)),
        "place": [random.uniform(-9, 9), random.uniform(-9, 9)],
        "totals": {str(random.randrange(10**6)): random.randrange(9) for _ in range(3)},
    }
    return {**job, **dict(_sometimes(random, state))}


def _sometimes(random: Random, state: str) -> Iterator[tuple[str, Any]]:
    """What only some jobs have: by their state, by chance, and hardly ever."""
    if state == "done":
        yield "results", [{"row": n, "saved": True} for n in range(random.randrange(4))]
    if state == "failed":
        yield "problem", {"reason": random.choice(("timeout", "broken")), "line": random.random()}
    if random.random() < 0.5:
        yield "note", random.choice((None, *_WORDS))
    if random.random() < 0.02:
        yield "hint", random.choice(_WORDS)


def _cursor(random: Random) -> str | None:
    return random.choice((None, f"cur{random.getrandbits(40):x}="))
