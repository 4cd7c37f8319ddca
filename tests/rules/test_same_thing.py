"""A thing is the same in list and detail, and as it was sent; what may differ is left alone."""

from typing import Any

import pytest

from contract_kit.model.sighting import Journey, Sighting
from contract_kit.rules.honours_its_parameters import judge
from tests.rules.shop import answer, journey, visit


def told(shown: Journey) -> list[tuple[str, str, int | None]]:
    return [(found.kind, found.pointer, found.evidence.exchange) for found in judge(shown)]


def listed(**members: Any) -> Sighting:
    return visit("listBooks", answer({"data": [{"id": "6"}, {"id": "7", **members}]}))


def detail(path: str = "/books/7", status: int = 200, **members: Any) -> Sighting:
    return visit("showBook", answer({"book": {"id": "7", **members}}, status), path=path)


@pytest.mark.parametrize(
    ("in_list", "in_detail"),
    [
        (5, 5.0),
        ("2026-01-01T00:00:00Z", "2026-01-01T00:00:00.000Z"),
        ("https://a.example.com/x", "https://b.example.com/x.json"),
        ("/books/7", "/books/7.json"),
        (["a", "b"], ["b", "a"]),
        (None, "x"),
        ([], ["x"]),
        ("Once upon…", "Once upon a time"),
        ({"a": 1}, {"a": 1, "b": 2}),
    ],
)
def test_what_means_the_same_is_the_same(in_list: Any, in_detail: Any) -> None:
    assert told(journey(listed(x=in_list), detail(x=in_detail))) == []
    assert told(journey(listed(x=in_detail), detail(x=in_list))) == []


@pytest.mark.parametrize(
    ("in_list", "in_detail", "pointer"),
    [
        ("a", "b", "/book/x"),
        ("Once", "Once upon a time", "/book/x"),
        (5, 6, "/book/x"),
        (True, False, "/book/x"),
        ({"y": {"z": "a"}}, {"y": {"z": "b"}}, "/book/x/y/z"),
        (["a"], ["b"], "/book/x"),
        ("2026-01-01T00:00:00Z", "2026-01-02T00:00:00Z", "/book/x"),
    ],
)
def test_a_detail_that_differs_is_told_at_its_place(
    in_list: Any, in_detail: Any, pointer: str
) -> None:
    differs = ("detail-differs", pointer)
    assert told(journey(listed(x=in_list), detail(x=in_detail))) == [(*differs, 2)]
    assert told(journey(detail(x=in_detail), listed(x=in_list))) == [(*differs, 1)]


def test_a_thing_is_known_by_its_path_and_identity() -> None:
    for path in ("/books/7.json", "/books/7/"):
        assert len(told(journey(listed(x="a"), detail(path, x="b")))) == 1
    for path in ("/books/6", "/books/77", "/shelf/books/7"):
        assert told(journey(listed(x="a"), detail(path, x="b"))) == []
    assert told(journey(listed(x="a"), detail(status=404, x="b"))) == []


def test_a_write_or_a_sign_of_one_in_between_explains_what_differs() -> None:
    put = visit("updateBook", answer({}), path="/books/7")
    assert told(journey(listed(x="a"), put, detail(x="b"))) == []
    changed = detail(x="b", updated_at="2026-01-02T00:00:00Z")
    assert told(journey(listed(x="a", updated_at="2026-01-01T00:00:00Z"), changed)) == []


def test_volatile_members_may_differ() -> None:
    assert told(journey(listed(cursor="a"), detail(cursor="b"))) == []


def put(sent: Any, came: Any, status: int = 200) -> Journey:
    return journey(visit("updateBook", answer(came, status), path="/books/7", sent=sent))


@pytest.mark.parametrize(
    ("sent", "came", "expected"),
    [
        ({"a": "x", "b": 1}, {"a": "x", "b": 2}, ["/b"]),
        ({"a": "x", "b": "Title"}, {"a": "x", "b": "title"}, ["/b"]),
        ({"a": "x", "b": True}, {"a": "x", "b": False}, ["/b"]),
        ({"in": {"b": "x"}}, {"in": {"b": "y"}}, ["/in/b"]),
        ({"b": "x"}, {"b": "y"}, []),  # nothing says that it is the same thing
        ({"a": "x", "status": "open"}, {"a": "x", "status": "queued"}, []),
        ({"a": "x", "b": 1}, {"a": "x", "b": "1"}, []),
        ({"a": "x", "b": 1.5}, {"a": "x", "b": 1.4}, []),
        ({"a": "x", "b": "Me@Example.com"}, {"a": "x", "b": "me@example.com"}, []),
        ({"a": "x", "b": "2026-01-01 00:00:00"}, {"a": "x", "b": "2026-01-01T00:00:00.000"}, []),
        ({"a": "x", "b": "hunter2"}, {"a": "x", "b": "*****"}, []),
        ({"a": "x", "cursor": "1"}, {"a": "x", "cursor": "2"}, []),
        ({"a": "x", "b": [1]}, {"a": "x", "b": [2]}, []),
        ([{"b": "x"}], [{"b": "y"}], []),
    ],
)
def test_what_was_sent_comes_back_as_it_was(sent: Any, came: Any, expected: list[str]) -> None:
    assert [pointer for _, pointer, _ in told(put(sent, came))] == expected


def test_a_refusal_and_a_body_that_is_no_json_echo_nothing() -> None:
    sent, came = {"a": "x", "b": 1}, {"a": "x", "b": 2}
    assert len(told(put(sent, came))) == 1
    assert told(put(sent, came, 404)) == []
    assert told(put(sent, "no json")) == []
