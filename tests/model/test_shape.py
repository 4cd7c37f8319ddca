"""Shapes add up the same in every order, and tell names from data."""

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_kit.model.inference import Guide, shape_of
from contract_kit.model.shape import (
    ANY,
    MOST_MEMBERS,
    MOST_VALUES,
    NOTHING,
    Record,
    Shape,
    Span,
    is_map,
    merge,
    merged,
)
from tests.model.laws import law
from tests.model.strategies import guides, shapes, values

UUIDS = [f"123e4567-e89b-42d3-a456-42661417400{n}" for n in range(4)]


def record_of(*objects: object) -> Record:
    record = merged(map(shape_of, objects)).record
    assert record
    return record


@law
@given(shapes, shapes, shapes)
def test_it_does_not_matter_which_shapes_are_merged_first(a: Shape, b: Shape, c: Shape) -> None:
    assert merge(merge(a, b), c) == merge(a, merge(b, c))


@law
@given(shapes, shapes)
def test_it_does_not_matter_which_shape_comes_first(a: Shape, b: Shape) -> None:
    assert merge(a, b) == merge(b, a)
    assert repr(merge(a, b).numbers) == repr(merge(b, a).numbers)  # 1 is written as 1.0 never


@law
@given(shapes)
def test_nothing_adds_nothing(shape: Shape) -> None:
    assert merge(shape, NOTHING) == merge(NOTHING, shape) == shape


@law
@given(st.lists(values, max_size=9), guides, st.data())
def test_parts_in_any_order_make_the_same_whole(
    seen: list[object], known: Guide, data: st.DataObject
) -> None:
    shapes = [shape_of(value, known) for value in seen]
    shuffled = data.draw(st.permutations(shapes))
    cut = data.draw(st.integers(0, len(shapes)))
    parts = merge(merged(shuffled[:cut]), merged(shuffled[cut:]))
    assert parts == merged(shapes)
    assert parts.n == len(seen)


def test_every_part_says_how_often_it_was_seen() -> None:
    shape = merged(map(shape_of, ({"a": 1}, {"a": None, "b": []}, {"a": 2.5}, None, [True, False])))
    assert (shape.n, shape.nulls) == (5, 1)
    assert shape.record
    assert (shape.record.n, {k: v.n for k, v in shape.record.members.items()}) == (
        3,
        {"a": 3, "b": 1},
    )
    numbers = shape.record.members["a"].numbers
    assert numbers
    assert (numbers.n, numbers.whole, numbers.span) == (2, 1, Span(1, 2.5))
    assert shape.items
    assert (shape.items.n, shape.items.lengths, shape.items.item.trues) == (1, Span(2, 2), 1)


def test_a_text_of_many_words_has_none_of_them_whatever_their_order() -> None:
    few = [shape_of(f"w{chr(97 + n)}") for n in range(MOST_VALUES)]
    texts = merged(few).texts
    assert texts
    assert texts.values
    assert len(texts.values) == MOST_VALUES
    one_more = merge(merged(few), shape_of("another"))
    for again in (few[0], one_more, NOTHING):
        many = merge(again, one_more).texts
        assert many
        assert many.values is None


def test_the_checksum_of_a_text_stays_while_it_is_the_same() -> None:
    one, other = shape_of("queued"), shape_of("done")
    assert one.texts
    assert other.texts
    assert one.texts.same != other.texts.same
    for them, same in (((one, one), one.texts.same), ((one, other, one), "")):
        texts = merged(them).texts
        assert texts
        assert texts.same == same


def test_objects_of_too_many_tags_are_all_of_one() -> None:
    tagged = [shape_of({"status": f"s{chr(97 + n)}", "at": n}) for n in range(MOST_VALUES + 1)]
    assert len(merged(tagged[1:]).records) == MOST_VALUES
    assert merged(tagged).records.keys() == {ANY}
    assert merged(tagged).record == merged(tagged).records[ANY] == record_of_all(tagged)


def record_of_all(shapes: list[Shape]) -> Record:
    members: dict[str, Shape] = {}
    for shape in shapes:
        assert shape.record
        for name, member in shape.record.members.items():
            members[name] = merge(members.get(name, NOTHING), member)
    return Record(len(shapes), members)


def test_too_many_members_are_data() -> None:
    names = [f"m{chr(97 + n // 26)}{chr(97 + n % 26)}" for n in range(MOST_MEMBERS + 1)]
    assert len(record_of(dict.fromkeys(names[1:], 1)).members) == MOST_MEMBERS
    for record in (
        record_of(dict.fromkeys(names, 1)),
        record_of(dict.fromkeys(names[:40], 1), dict.fromkeys(names[40:], 1)),
    ):
        assert {name: shape.n for name, shape in record.members.items()} == {ANY: len(names)}


@pytest.mark.parametrize(
    "objects",
    [
        [dict.fromkeys(UUIDS, 1)],
        [{"4711": {"a": 1}}, {"4712": {"a": 2}}],
        [{"2020-06-09": 1, "2020-06-10": 2, "total": 3}],
        [{"a@example.com": True}],
        [{"https://example.com/a": "x", "/b/1.json": "y"}],
        [{"ticket_360001234567": 1, "ticket_360001234568": 2}],
        [{"*": 1, "a": 2}],
        [{f"{a}{b}": "x", f"{b}{a}": "y"} for a, b in combinations("abcde", 2)],
    ],
)
def test_objects_whose_keys_are_data_are_maps(objects: list[object]) -> None:
    assert is_map(record_of(*objects))


@pytest.mark.parametrize(
    "objects",
    [
        [{}],
        [{"id": 1, "sha256": "x", "iso8601": "y", "line_2": 3}],
        [{"id": 1, "0": 2, "name": 3}],
        [{"empty": 1, "null": 2, "true": 3, "": 4}],
        [{f"{a}{b}": "x", f"{b}{a}": "y"} for a, b in combinations("abc", 2)],  # too few to tell
        [{f"{a}{b}": "x", f"{b}{a}": 1} for a, b in combinations("abcde", 2)],  # of two sorts
        [{f"{a}{b}": "x", "id": "y"} for a, b in combinations("abcde", 2)],  # with one in common
    ],
)
def test_objects_whose_keys_are_names_are_none(objects: list[object]) -> None:
    assert not is_map(record_of(*objects))
