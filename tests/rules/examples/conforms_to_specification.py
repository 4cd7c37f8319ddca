"""What breaks `conforms_to_specification`, and what comes close and keeps it."""

from dataclasses import replace

from contract_kit.model.exchange import Exchange
from contract_kit.model.sighting import Sighting
from tests.rules.examples.example import Example
from tests.rules.shop import answer, visit
from tests.rules.sightings import DATA, JSON, items, seen


def examples() -> tuple[Example, ...]:
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
        *_of_requests(rule),
    )


def _of_requests(rule: str) -> tuple[Example, ...]:
    def sent(pointer: str, bad: Sighting, good: Sighting) -> Example:
        return Example(rule, "wrong-request", pointer, bad, good)

    def refused(pointer: str, bad: Sighting, good: Sighting) -> Example:
        bad, good = (replace(one, client=True) for one in (bad, good))
        return Example(rule, "refused-request", pointer, bad, good)

    def created(printed: object, status: int = 201) -> Sighting:
        book = {"book": {"printed": printed}}
        return visit("createBook", answer({"error": "no"}, status), sent=book)

    def listed(query: str, mode: str = "a") -> Sighting:
        return visit("listBooks", answer(), path=f"/books{query}", headers=(("X-Mode", mode),))

    long, short = (visit("showBook", answer(), path=f"/books/{'1' * n}") for n in (10, 9))
    return (
        sent("request:/book/printed", created("1767225600"), created("2026-01-01")),
        sent("request:/book/printed", created(1767225600), created(1767225600, 400)),
        sent("query:size", listed("?size=101"), listed("?size=100&more=1")),
        sent("request:X-Mode", listed("", "b"), listed("")),
        sent("path:id", long, short),
        refused("request:/book/printed", created(1767225600, 400), created("2026-01-01", 400)),
        refused("request:/book/printed", created("1.1.", 422), created("1.1.", 403)),
        refused("path:id", *(replace(one, exchange=_gone(one)) for one in (long, short))),
    )


def _gone(sighting: Sighting) -> Exchange:
    return replace(sighting.exchange, answer=answer({"error": "no"}, 404))
