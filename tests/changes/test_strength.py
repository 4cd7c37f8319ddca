"""Chance is not taken for a change, and few sightings are no claim."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_kit.changes.strength import ENOUGH, PLENTY, is_few_valued, is_missed, is_news
from contract_kit.model.inference import shape_of
from contract_kit.model.shape import Texts, merged
from tests.model.laws import law


@pytest.mark.parametrize(("sightings", "rate"), [(ENOUGH, 0.05), (PLENTY, 0.01)])
def test_what_was_never_otherwise_is_so_at_95_per_cent(sightings: int, rate: float) -> None:
    assert (1 - rate) ** sightings <= 0.05 < (1 - rate) ** (sightings - 1)


@law
@given(st.integers(0, 400), st.integers(1, 50), st.integers(0, 50))
def test_what_is_always_so_now_and_never_was_is_news(seen: int, now: int, times: int) -> None:
    assert is_news(seen, now, now) == (seen > 0)
    assert not is_news(seen, now, 0)
    assert not is_news(0, now, times)


@law
@given(st.integers(1, 400), st.integers(1, 50), st.integers(1, 50))
def test_more_sightings_make_news_no_less_sure(seen: int, now: int, times: int) -> None:
    if is_news(seen, now, times):
        assert is_news(seen + 1, now, times)
        assert is_news(seen, now, times + 1)


def test_one_exception_in_many_is_no_news() -> None:
    assert is_news(59, 1, 1)
    assert not is_news(59, 2, 1)
    assert not is_news(59, 100, 1)
    assert is_news(200, 3, 1)


def test_what_was_rare_is_not_missed_soon() -> None:
    assert not is_missed(5, 100, 20)
    assert is_missed(95, 100, 20)
    assert not is_missed(95, 100, 0)
    assert not is_missed(0, 100, 20)


def words(*texts: str) -> Texts:
    found = merged(map(shape_of, texts)).texts
    assert found
    return found


def test_words_are_few_from_thirty_sightings_on_if_none_was_there_by_accident() -> None:
    assert is_few_valued(words(*["red", "green"] * 15))
    assert not is_few_valued(words(*["red", "green"] * 14))
    assert not is_few_valued(words(*["red", "green"] * 15, "blue"))
    assert not is_few_valued(words(*["two words"] * 30))
