"""A client's request that the specification forbids and the API takes is told; others are not."""

from dataclasses import replace

import pytest

from contract_kit.model.sighting import Sighting
from contract_kit.rules.conforms_to_specification import judge
from tests.rules.shop import answer, visit
from tests.rules.sightings import items, seen


def told(sighting: Sighting) -> list[tuple[str, str]]:
    return [(finding.kind, finding.pointer) for finding in judge(sighting)]


def created(printed: object, status: int = 201) -> Sighting:
    book = {"book": {"printed": printed, "price": -1}}
    return visit("createBook", answer({"error": "no"}, status), sent=book)


def test_every_breach_of_a_request_that_was_taken_is_told() -> None:
    wrong = [("wrong-request", f"request:/book/{name}") for name in ("price", "printed")]
    assert sorted(told(created("1.1.2026"))) == wrong


def test_a_refusal_and_a_case_of_the_fuzzer_say_nothing_of_a_client() -> None:
    assert told(created("1.1.2026", 404)) == []
    assert told(replace(created("1.1.2026"), step="")) == []


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/books/123456789", []),
        ("/books/1234567890", [("wrong-request", "path:id")]),
        ("/books/12345678%39", []),
        ("/books/123456789.json", []),
        ("/books/123456789/", []),
        ("/elsewhere", []),
    ],
)
def test_the_arguments_of_a_path_are_judged_too(path: str, expected: list[object]) -> None:
    assert told(visit("showBook", answer(), path=path)) == expected


def test_a_compressed_request_is_not_read() -> None:
    zipped = visit("createBook", answer(), sent=5, headers=(("Content-Encoding", "gzip"),))
    assert told(zipped) == []
    assert told(visit("createBook", answer(), sent=5)) == [("wrong-request", "request:")]


def test_one_breach_of_many_items_is_one_cause() -> None:
    two = items({"state": "lost"}, {"state": "gone"})
    assert told(seen(body=two)) == [("not-in-enum", "/data/*/state")]
