"""For each kind of each rule what breaks the promise, and what comes close and keeps it."""

from dataclasses import dataclass

from contract_kit.model.sighting import Sighting
from tests.rules.sightings import DATA, JSON, items, seen


@dataclass(frozen=True)
class Example:
    """`bad` is told once, as `kind` of `rule` at `pointer`; of `good` nothing is told."""

    rule: str
    kind: str
    pointer: str
    bad: Sighting
    good: Sighting


def _conforms() -> tuple[Example, ...]:
    rule = "conforms_to_specification"

    def body(kind: str, pointer: str, bad: bytes, good: bytes) -> Example:
        return Example(rule, kind, pointer, seen(body=bad), seen(body=good))

    def whole(kind: str, pointer: str, bad: Sighting, good: Sighting) -> Example:
        return Example(rule, kind, pointer, bad, good)

    many = {"tags": [1, 1]}, {"tags": [1, 2]}
    page = (("Content-Type", "text/html"), JSON[1])
    half = (*JSON[:1], ("X-Rate", "half"))
    return (
        whole("undocumented-status", "status", seen(status=302), seen(status=418)),
        whole(
            "undocumented-content-type",
            "header:Content-Type",
            seen(headers=page),
            seen(headers=page, status=404),
        ),
        whole(
            "unexpected-body",
            "",
            seen("dropThing", status=204),
            seen("dropThing", status=204, body=b""),
        ),
        whole("missing-header", "header:X-Rate", seen(headers=JSON[:1]), seen()),
        whole("wrong-header", "header:X-Rate", seen(headers=half), seen()),
        body("not-json", "", b'{"data": [', b'{"data": []}'),
        body("missing", "/data", b"{}", b'{"data": []}'),
        body("missing", "/data/*/id", b'{"data": [{}]}', DATA),
        body("unexpected", "/data/*/extra", items({"extra": 1}), items({"deep": {"extra": 1}})),
        body("wrong-type", "/data/*/count", items({"count": "1"}), items({"count": None})),
        body("not-in-enum", "/data/*/state", items({"state": "lost"}), items({"state": "done"})),
        body("wrong-format", "/data/*/day", items({"day": "1.2."}), items({"day": "2026-02-01"})),
        body("out-of-range", "/data/*/count", items({"count": -1}), items({"count": 0})),
        body("wrong-length", "/data/*/id", items({"id": ""}), items({"id": "x"})),
        body("no-variant", "/data/*/owner", items({"owner": 1}), items({"owner": []})),
        body("other", "/data/*/tags", items(many[0]), items(many[1])),
        whole("other", "", seen(failed="response_schema_conformance"), seen()),
    )


def _checked() -> tuple[Example, ...]:
    def checked(
        rule: str, kind: str, check: str, pointer: str = "status", status: int = 200
    ) -> Example:
        return Example(rule, kind, pointer, seen(failed=check, status=status), seen())

    refuses = "refuses_invalid_requests"
    return (
        Example(
            "survives_every_request",
            "server-error",
            "status",
            seen(status=500),
            seen(status=404),
        ),
        checked("accepts_valid_requests", "refused", "positive_data_acceptance", status=400),
        checked(refuses, "accepted", "negative_data_rejection"),
        checked(refuses, "header-not-required", "missing_required_header"),
        checked(refuses, "undeclared-method", "unsupported_method"),
        checked(refuses, "allow-header", "allow_header_conformance", "header:Allow", status=405),
        checked("follows_lifecycle", "still-there", "use_after_free"),
        checked("follows_lifecycle", "not-there", "ensure_resource_availability", status=404),
        checked("completes_its_stories", "stopped", "story", ""),
        checked("guards_its_data", "open", "ignored_auth"),
        checked("guards_its_data", "shared", "object_level_authorization"),
    )


def _honours() -> tuple[Example, ...]:
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


EXAMPLES = (*_conforms(), *_checked(), *_honours())
