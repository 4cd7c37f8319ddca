"""What only looks different is alike, what means something else is found where it lies."""

import json
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_kit.model.likeness import alike, differences
from tests.model.laws import law, values

NOTHING_HIDDEN: frozenset[tuple[str, ...]] = frozenset()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ([1, 2, 2], [2, 1, 2], True),
        ([1, 2, 2], [1, 1, 2], False),
        ("http://a:8/jobs/1?x=1", "https://b/jobs/1?x=1", True),
        ("http://a/jobs/1", "http://a/jobs/2", False),
        ("2026-05-04T10:00:00Z", "2026-05-04T12:00:00.123+02:00", True),
        ("2026-05-04T10:00:00Z", "2026-05-04T10:00:01Z", False),
        (1, 1.0, True),
        (1, True, False),
        (1, "1", False),
        (None, "null", False),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, True),
        ({"a": None}, {}, False),
        ([], {}, False),
    ],
)
def test_values_mean_the_same_or_not(one: object, other: object, same: bool) -> None:
    assert alike(one, other) is same


def test_a_difference_is_placed_and_hidden_places_have_none() -> None:
    one = {"a": {"b": [{"c": 1, "d": 1}]}, "e": 1, "only": 1}
    other = {"a": {"b": [{"c": 2, "d": 1}]}, "e": 2, "other": 1}
    assert list(differences(one, other, NOTHING_HIDDEN)) == [("a", "b"), ("e",)]
    assert list(differences(one, other, frozenset({("a", "b", "*", "c")}))) == [("e",)]
    assert list(differences(one, other, frozenset({("a",), ("*",)}))) == []
    assert list(differences(one, other, frozenset({()}))) == []


def shuffled(value: Any, random: Random) -> Any:
    """The same value with its members and items in another order."""
    if isinstance(value, dict):
        names = random.sample(list(value), len(value))
        return {name: shuffled(value[name], random) for name in names}
    if isinstance(value, list):
        return [shuffled(item, random) for item in random.sample(value, len(value))]
    return value


@law
@given(values, st.randoms(use_true_random=False))
def test_order_makes_no_difference(value: Any, random: Random) -> None:
    other = shuffled(value, random)
    assert alike(value, other)
    assert list(differences(value, other, NOTHING_HIDDEN)) == []


@law
@given(values, values)
def test_likeness_goes_both_ways(one: Any, other: Any) -> None:
    assert alike(one, other) == alike(other, one)
    assert alike(one, json.loads(json.dumps(one)))
