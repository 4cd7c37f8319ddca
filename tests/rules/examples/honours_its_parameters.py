"""What breaks `honours_its_parameters`, and what comes close and keeps it."""

from tests.rules.examples.example import Example
from tests.rules.sightings import items, seen


def examples() -> tuple[Example, ...]:
    rule = "honours_its_parameters"
    done, queued = {"state": "done"}, {"state": "queued"}
    early, late = {"at": "2026-01-01T00:00:00Z"}, {"at": "2026-02-01T00:00:00Z"}
    january = {"range": {"start": "2026-01-01 00:00:00.000", "end": "2026-02-01 00:00:00.000"}}
    return (
        Example(
            rule,
            "unfiltered",
            "/data/*/state",
            seen(query="state=done", body=items(done, queued, queued)),
            seen(query="state=done", body=items(done, done)),
        ),
        Example(
            rule,
            "out-of-range",
            "/data/*/at",
            seen("searchThings", sent=january, body=items(late, early)),
            seen("searchThings", sent=january, body=items(early)),
        ),
        Example(
            rule,
            "unsorted",
            "/data/*/at",
            seen(query="sort=at+asc", body=items(late, early)),
            seen(query="sort=at+asc", body=items(early, late)),
        ),
    )
