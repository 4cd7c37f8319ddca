"""The data goes, the shape stays, whatever the value is."""

import json
import re
from collections import OrderedDict
from http import HTTPStatus
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_kit.model.inference import Guide, guide, shape_of, shapes_of
from contract_kit.model.shape import ANY, NOTHING, Items, Record, Shape, Span, merge, merged
from tests.model.laws import law
from tests.model.strategies import guides, values

KEPT = re.compile(r"(?!.*[0-9]{2})(?!.*@).{0,60}")  # of a text: no id, no address, nothing long


def record_of(value: object) -> Record:
    record = shape_of(value).record
    assert record
    return record


def words(shape: Shape) -> set[str]:
    """Every text that a shape has of the values, tags included."""
    found = set(shape.texts.values or ()) if shape.texts else set()
    if shape.items:
        found |= words(shape.items.item)
    for tag, record in shape.records.items():
        found.add(tag.partition("=")[2])
        for member in record.members.values():
            found |= words(member)
    return found


@law
@given(values, guides)
def test_every_value_counts_once(value: Any, known: Guide) -> None:
    assert shape_of(value, known).n == 1


@law
@given(st.lists(values, max_size=30), guides)
def test_many_values_have_the_shape_that_theirs_come_to(many: list[Any], known: Guide) -> None:
    each = merged(shape_of(value, known) for value in many)
    assert shapes_of(many, known) == each
    assert repr(shapes_of(many, known).numbers) == repr(each.numbers)


def test_a_stream_of_any_length_has_a_shape() -> None:
    jobs = ({"status": ("queued", "done")[n % 2], "at": n, f"{n}": None} for n in range(9_999))
    shape = shapes_of(jobs)
    assert shape.n == 9_999
    assert shape.records.keys() == {"status=queued", "status=done"}
    done = shape.records["status=done"]
    assert done.members.keys() == {ANY}
    assert (done.n, done.members[ANY].nulls) == (4_999, 4_999)
    assert shapes_of(iter(())) == NOTHING


@law
@given(values, guides)
def test_nothing_that_tells_of_somebody_is_kept(value: Any, known: Guide) -> None:
    assert all(KEPT.fullmatch(word) for word in words(shape_of(value, known)))


@pytest.mark.parametrize(
    "text",
    [
        "4711",
        "somebody@example.com",
        "01234567",
        "a1b2c3d4",
        "Zm9vYmFy1=",
        "two words",
        "+15551234567",
        "x" * 61,
        "ticket_360001",
        "word\n",
        "é",
    ],
)
def test_texts_that_are_no_words_are_not_kept(text: str) -> None:
    assert not words(shape_of(text))


@pytest.mark.parametrize(
    "text",
    ["queued", "in_progress", "application/json", "v2", "api.v3+json", "_all", "N/A", "", "-"],
)
def test_words_are_kept(text: str) -> None:
    assert words(shape_of(text)) == {text}


def test_volatile_values_keep_no_word_and_tag_nothing() -> None:
    known = guide((), ("/id", "/items/*/status"), ())
    shape = shape_of({"id": "word", "items": [{"status": "queued"}, {"status": "done"}]}, known)
    assert words(shape) == {""}
    assert shape.record
    texts = shape.record.members["id"].texts
    assert texts
    assert texts.formats == {"word": 1}


@pytest.mark.parametrize("place", ["/data", "/data/*", "/*", "/data/*/type"])
def test_free_data_is_not_looked_at(place: str) -> None:
    shape = shape_of({"data": [{"type": "their own"}]}, guide((place,), (), ()))
    other = shape_of({"data": [{"type": ["other"]}]}, guide((place,), (), ()))
    assert shape == other
    assert shape_of({"a": 1}, guide(("",), (), ())) == Shape(1)


def test_free_words_are_no_tags() -> None:
    value, tagged = {"status": "mine", "kind": "task"}, {"kind=task"}
    assert shape_of(value, guide(("/status",), (), ())).records.keys() == tagged
    assert shape_of(value, guide((), ("/status",), ())).records.keys() == tagged
    assert shape_of(value, guide(("/*",), (), ())).records.keys() == {""}


@pytest.mark.parametrize(
    ("value", "tags", "expected"),
    [
        ({"job_status": "queued", "id": 1}, (), "job_status=queued"),
        ({"jobStatus": "queued", "content_type": "a/b"}, (), "jobStatus=queued"),
        ({"success": True, "type": None}, (), "success=true"),
        ({"ok": True, "status": "done"}, ("status",), "status=done"),
        ({"status": 200, "ok": False}, (), "ok=false"),
        ({"mood": "good"}, ("mood",), "mood=good"),
        ({"mood": "good"}, (), ""),
        ({"estate": "x", "prototype": "y", "status_id": "z"}, (), ""),
        ({"status": "no word", "kind": "4711"}, (), ""),
        ({"*": 1, "kind": "*"}, (), ""),
    ],
)
def test_objects_are_told_apart_by_their_tag(
    value: object, tags: tuple[str, ...], expected: str
) -> None:
    assert shape_of(value, guide((), (), tags)).records.keys() == {expected}


def test_keys_that_are_data_are_not_kept() -> None:
    assert record_of({"somebody@example.com": 1, "4711": 2}).members.keys() == {ANY}
    assert record_of({"4711": 1, "total": 2}).members.keys() == {"4711", "total"}
    assert record_of({"*": 1, "total": 2}).members.keys() == {ANY}


def test_what_is_free_of_them_is_not_looked_at() -> None:
    known = guide(("/4711", "/4712/*"), (), ())
    record = shape_of({"4711": [1], "4712": [1, 2], "4713": [1]}, known).record
    assert record
    assert record.members[ANY].n == 3
    assert record.members[ANY].items == Items(2, Span(1, 2), merge(Shape(2), shape_of(1)))


def test_numbers_are_bounded_by_what_json_and_doubles_can_say() -> None:
    for one, other in (
        (1, 1.0),
        (0, -0.0),
        (2**53, 2.0**53),
        (10**400, 10**4000),
        (10**400, float("inf")),
    ):
        spans = [shape.numbers.span for v in (one, other) if (shape := shape_of(v)).numbers]
        assert repr(spans[0]) == repr(spans[1])
        assert json.loads(json.dumps(spans[0].high, allow_nan=False)) == spans[0].high
    numbers = merge(shape_of(-(10**400)), shape_of(0.5)).numbers
    assert numbers
    assert (numbers.n, numbers.whole) == (2, 1)
    assert numbers.span == Span(-1.7976931348623157e308, 0.5)


def test_numbers_that_json_has_not_count_as_the_largest() -> None:
    for many in ([float("nan"), 1.5], [1.5, float("nan")], [2, 1.5, float("inf")]):
        numbers = shapes_of(many).numbers
        assert numbers
        assert numbers.span == Span(1.5, 1.7976931348623157e308)


def test_as_deep_as_json_is_read_it_has_a_shape() -> None:
    for text in (
        "[" * 900 + "]" * 900,
        '{"a":' * 900 + "1" + "}" * 900,
        '[{"a":' * 450 + "1" + "}]" * 450,
    ):
        value = json.loads(text)
        shape = shape_of(value)
        assert merge(shape, shape).n == 2
        assert shape == shape_of(value)
        assert hash(repr(shape))


@pytest.mark.parametrize(
    "value",
    [
        {"": {"*": {"a/b": {"~": 1}}}},
        "\ud800",
        {"\ud800": "\udfff"},
        float("nan"),
        b"bytes",
        {1, 2},
    ],
)
def test_strange_values_have_a_shape_too(value: object) -> None:
    assert shape_of(value).n == 1


@pytest.mark.parametrize(
    ("value", "plain"),
    [
        (("a", 1), ["a", 1]),
        (OrderedDict(a=1), {"a": 1}),
        (HTTPStatus.OK, 200),
        ([HTTPStatus.OK, 1, ["a"], ("b",)], [200, 1, ["a"], ["b"]]),
    ],
)
def test_a_value_of_a_type_of_python_has_the_shape_of_the_one_that_json_has(
    value: object, plain: object
) -> None:
    assert shape_of(value) == shape_of(plain)


def test_places_are_followed_through_any_member() -> None:
    known = guide(("/*/b", "/a/c"), (), ())
    assert known.under("a").under("b").free == {()}
    assert known.under("a").under("c").free == {()}
    assert known.under("x").under("c").free == frozenset()
    assert known.under("x").under("b").free == {()}
