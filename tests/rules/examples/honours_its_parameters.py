"""What breaks `honours_its_parameters`, and what comes close and keeps it."""

from contract_kit.model.sighting import Sighting
from tests.rules.examples.example import Example
from tests.rules.shop import answer, journey, visit
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
        *_of_journeys(rule),
    )


def _of_journeys(rule: str) -> tuple[Example, ...]:
    book = {"id": "7", "title": "A", "price": 12, "updated_at": "2026-01-01T00:00:00Z"}
    listed = visit("listBooks", answer({"data": [{"id": "6", "title": "B"}, book]}))

    def shown(**members: object) -> Sighting:
        return visit("showBook", answer({"book": {**book, **members}}), path="/books/7")

    def updated(sent: object, came: object) -> Sighting:
        return visit("updateBook", answer(came), path="/books/7", sent=sent)

    def created(came: object) -> Sighting:
        return visit("createBook", answer({"book": came}, 201), sent={"book": {"title": "A"}})

    detail = {"operation": "showBook", "status": "200"}
    sent = {"title": "A", "price": 12}
    return (
        Example(
            rule,
            "detail-differs",
            "/book/title",
            journey(listed, shown(title="C")),
            journey(listed, shown(pages=5)),
            **detail,
        ),
        Example(
            rule,
            "detail-differs",
            "/book/price",
            journey(shown(price=13), listed),
            journey(shown(price=13), updated(sent, {}), listed),
            **detail,
        ),
        Example(
            rule,
            "echo",
            "/price",
            journey(updated(sent, {**sent, "price": 1200})),
            journey(updated(sent, {**sent, "id": "7", "made": 1})),
            operation="updateBook",
            status="200",
        ),
        Example(
            rule,
            "echo",
            "/book/title",
            journey(created({"title": "a"})),
            journey(created({"title": "A"})),
            operation="createBook",
            status="201",
        ),
    )
