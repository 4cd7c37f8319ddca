"""What changed between two shapes is found, once, where it is; what is no change is not."""

import copy
from collections.abc import Iterable
from itertools import cycle
from random import Random
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from contract_kit.changes import changes
from contract_kit.changes.strength import ENOUGH
from contract_kit.model.change import Change
from contract_kit.model.inference import guide, shape_of
from contract_kit.model.pointer import build
from contract_kit.model.shape import NOTHING, Shape, merged
from tests.changes.jobs import listings, recordings
from tests.changes.mutations import OPERATORS, Operator, holders, paths
from tests.model.laws import law, values

PAST = recordings(Random(7), 50)
BEFORE = merged(map(shape_of, PAST))
BY_CHANCE = {("data", "*", "note"), ("data", "*", "hint"), ("meta", "next")}
DATA = ("data", "*", "totals")  # an object whose keys are data
PLACES = sorted({path for body in PAST for path in paths(body)} - BY_CHANCE)
CHOICES = [
    (operator, path)
    for operator in OPERATORS
    for path in PLACES
    if path[:3] != DATA
    and any(operator.fits(r.get(name)) for body in PAST for r, name in holders(body, path))
]


def seen(bodies: Iterable[Any]) -> Shape:
    return merged(map(shape_of, bodies))


def found(before: Iterable[Any], now: Iterable[Any]) -> list[tuple[str, str]]:
    return [(change.kind, change.pointer) for change in changes(seen(before), seen(now))]


def many(*bodies: Any) -> list[Any]:
    """Enough sightings of bodies that come by turns."""
    return [body for body, _ in zip(cycle(bodies), range(240), strict=False)]


@settings(law, max_examples=120)
@given(st.sampled_from(CHOICES), st.integers(0, 999))
def test_every_way_to_change_any_place_is_one_change_with_its_pointer_and_kind(
    choice: tuple[Operator, tuple[str, ...]], seed: int
) -> None:
    operator, path = choice
    bodies = listings(Random(seed), 16)
    changed = copy.deepcopy(bodies)
    for record, name in [held for body in changed for held in holders(body, path)]:
        operator.change(record, name)
    assume(changed != bodies)
    told = changes(BEFORE, seen(changed))
    sure = [(one.kind, one.pointer) for one in told if one.seen >= ENOUGH]
    assert sure == [(operator.kind, build(path) + operator.suffix)]


@law
@given(st.lists(values, max_size=4))
def test_a_shape_has_not_changed_from_itself(bodies: list[Any]) -> None:
    assert changes(seen(bodies), seen(bodies)) == ()
    assert changes(seen(bodies * 64), seen(bodies)) == ()


@law
@given(st.lists(values, max_size=4), st.lists(values, max_size=4), st.sampled_from([1, 64]))
def test_whatever_was_and_is_every_change_is_told_once(
    before: list[Any], now: list[Any], times: int
) -> None:
    told = changes(seen(before * times), seen(now))
    assert len({(change.pointer, change.kind) for change in told}) == len(told)
    assert all(change.seen > 0 and change.now > 0 for change in told)


def test_of_what_was_never_seen_nothing_has_changed() -> None:
    assert changes(NOTHING, seen([{"a": 1}])) == ()
    assert changes(seen([{"a": 1}]), NOTHING) == ()


def test_what_nobody_looks_at_does_not_change() -> None:
    free = guide(["/data"], [], [])
    before = merged(shape_of({"data": {"a": 1}}, free) for _ in range(99))
    assert changes(before, shape_of({"data": ["b"]}, free)) == ()


QUEUED, DONE = {"state": "queued", "end": None}, {"state": "done", "end": "2020-06-09T00:00:00Z"}
JOBS = many(QUEUED, DONE)
FEW = many({"size": "small"}, {"size": "large"})
ENVELOPE = many({"job": {"id": 1, "name": "a b"}})
WORDS = many({"id": "a"}, {"id": "b c"})


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        # an envelope around the whole, or none any more
        (JOBS, [{"job": DONE}, {"job": QUEUED}], [("wrapped", "")]),
        (JOBS, [{"job": DONE, "took": 5}], [("wrapped", "")]),
        (many([DONE], [QUEUED]), [{"items": [DONE]}], [("wrapped", "")]),
        (many([DONE]), [[{"job": DONE}]], [("wrapped", "/*")]),
        (ENVELOPE, [{"id": 1, "name": "a b"}], [("unwrapped", "")]),
        (many({"items": [DONE]}), [[DONE]], [("unwrapped", "")]),
        (many({"items": [DONE], "n": 1}), [{"jobs": [DONE], "n": 1}], [("renamed", "/items")]),
        # several members that moved together
        (
            many({"at": 1, "by": 2, "id": "x y"}),
            [{"log": {"at": 1, "by": 2}, "id": "x y"}],
            [("nested", "/at")],
        ),
        (
            many({"a": {"id": 1}, "b": {"x": 2}}),
            [{"a": {}, "b": {"x": 2, "id": 1}}],
            [("renamed", "/a/id")],
        ),
        (many({"meta": {"next": 1}, "n": 1}), [{"next": 1, "n": 1}], [("flattened", "/meta")]),
        (
            many({"meta": {"next": 1, "more": True}, "n": 1}),
            [{"meta": {"more": True}, "n": 1, "next": 1}],
            [("flattened", "/meta/next")],
        ),
        (
            many({"meta": {"more": True}, "links": {"a": 1, "next": "u v"}}),
            [{"meta": {"more": True, "next": "u v"}, "links": {"a": 1}}],
            [("renamed", "/links/next")],
        ),
        # a member that a state always had, or that another state has now
        (JOBS, [{"state": "done"}, QUEUED], [("variant", "/end")]),
        (JOBS, [{"state": "queued"}, DONE], [("null-to-absent", "/end")]),
        (JOBS, [{"state": "failed"}], [("value-added", "/state")]),
        (
            many({"state": "queued"}, DONE),
            [QUEUED] * 9,
            [("absent-to-null", "/end")],
        ),
        (
            many({"end": "a b"}, {}),
            [{"end": None}, {"end": "b c"}] * 9,
            [("absent-to-null", "/end")],
        ),
        (
            many({"end": "a b"}, {"end": None}),
            [{"end": "c d"}, {}] * 9,
            [("null-to-absent", "/end")],
        ),
        # what stands for null
        (JOBS, [{**QUEUED, "end": "0000-00-00"}], [("sentinel", "/end")]),
        (JOBS, [{**QUEUED, "end": "n/a"}], [("sentinel", "/end")]),
        (many({"n": None}, {"n": 7}), [{"n": 0}, {"n": 8}] * 9, [("sentinel", "/n")]),
        (many({"n": None}, {"n": 0}), [{"n": 0}] * 3, []),
        # words of which there are few
        (FEW, [{"size": "Large"}], [("value-recased", "/size")]),
        (FEW, [{"size": "huge"}], [("value-added", "/size")]),
        (FEW, [{"size": "small"}] * 30, [("value-gone", "/size")]),
        (FEW, [{"size": "small"}] * 3, []),
        (FEW, [{"size": "4711"}], [("format", "/size")]),
        (FEW, [{"size": "very large"}], []),
        (many({"why": "OUT_OF_INK"}), [{"why": "out of ink"}], [("format", "/why")]),
        (WORDS, [{"id": "4711"}], []),
        (many({"id": "a"}), [{"id": ""}], [("format", "/id")]),
        # numbers
        (many({"n": 1_591_740_000}), [{"n": 1_591_740_000_000}], [("unit", "/n")]),
        (many({"n": "1591740000"}), [{"n": "1591740000000"}], [("unit", "/n")]),
        (many({"n": 5}, {"n": 40}), [{"n": 5000}, {"n": 39_000}], [("scale", "/n")]),
        (many({"n": 5.0}, {"n": 40.5}), [{"n": 500}, {"n": 4050}], [("scale", "/n")]),
        (many({"n": 0.2}, {"n": 1.0}), [{"n": 20.0}, {"n": 100.0}], [("scale", "/n")]),
        (many({"n": 20.5}, {"n": 99.5}), [{"n": 0.205}, {"n": 0.995}], [("scale", "/n")]),
        (many({"n": 5}, {"n": 40}), [{"n": 90}], []),
        (many({"n": 5}), [{"n": -5}], [("range", "/n")]),
        (many({"n": -5}, {"n": 5}), [{"n": -500}], []),
        (many({"n": 5.5}), [{"n": 5}], [("precision", "/n")]),
        # arrays and maps
        (many({"at": [1, 2]}), [{"at": [1, 2, 3]}], [("length", "/at")]),
        (many({"at": [1, 2]}), [{"at": []}], []),
        (many({"at": [{"x": 1}] * 3}), [{"at": [{"x": 1}] * 5}], []),
        (many({"at": []}), [{"at": [1]}], []),
        (many({"by": {"10001": 1}}), [{"by": {"10002": 1}}], []),
        (many({"by": {"10001": 1}}), [{"by": {"10002": "1"}}], [("retyped", "/by/*")]),
        (many({"by": {"10001": 1}}), [{"by": [1]}], [("object-to-array", "/by")]),
        # types
        (many({"user": {"id": 7}}), [{"user": 7}], [("flattened", "/user")]),
        (many({"user": {"id": 7}}), [{"user": "x y"}], [("retyped", "/user")]),
        (many({"user": 7}), [{"user": 7}, {"user": "7"}], [("retyped", "/user")]),
        (many({"user": None}), [{"user": 7}], []),
        (many({"user": 7}), [{"user": {"name": "x y"}}], [("retyped", "/user")]),
    ],
)
def test_one_cause_is_one_change(
    before: list[Any], now: list[Any], expected: list[tuple[str, str]]
) -> None:
    assert found(before, now) == expected


def test_a_text_that_varied_and_is_always_the_same_is_frozen() -> None:
    before = [{"at": f"{n} o'clock"} for n in range(400)]
    assert found(before, [{"at": "1 o'clock"}] * 60) == [("frozen", "/at")]
    assert found(before, [{"at": "1 o'clock"}] * 6) == []
    assert found(before[:200], [{"at": "1 o'clock"}] * 60) == []


def test_what_hardly_ever_was_may_well_be_again() -> None:
    before = many({"a": 1, "b": 2})
    absent, there = {"a": 1}, {"a": 1, "b": 2}
    assert found(before, [absent, *[there] * 60]) == []
    assert found(before, [absent] * 10 + [there] * 60) == [("optional", "/b")]
    assert found([*before, absent], [absent] * 60) == []


def test_a_change_says_how_it_was_and_is_and_how_often_it_was_seen() -> None:
    (change,) = changes(seen(JOBS), seen([{"state": "done", "end": None}]))
    assert change == Change(
        "/end",
        "always-null",
        "string (date-time/0/Z) where state=done",
        "always null where state=done",
        120,
        1,
    )


def test_a_move_says_where_to() -> None:
    (change,) = changes(seen(JOBS), seen([{"status": "done", "end": DONE["end"]}]))
    assert (change.kind, change.pointer, change.to) == ("renamed", "/state", "/status")
    assert change.new == "at /status"


def test_a_tag_in_another_case_is_the_same_tag() -> None:
    now = [{"state": "DONE", "end": None}]
    assert found(JOBS, now) == [("always-null", "/end"), ("value-recased", "/state")]
