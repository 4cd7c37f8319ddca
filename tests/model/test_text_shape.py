"""Of many texts the same is kept as of each of them by itself."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_kit.model.shape import MOST_VALUES, Shape, merged
from contract_kit.model.text_shape import is_word, texts_of
from tests.model.laws import law
from tests.model.strategies import texts


@law
@given(texts.filter(bool), st.booleans())
def test_what_many_texts_are_is_what_each_is_added_up(many: list[str], plain: bool) -> None:
    each = merged(Shape(1, texts=texts_of([text], plain=plain)) for text in many)
    assert texts_of(many, plain=plain) == each.texts


@pytest.mark.parametrize("count", [MOST_VALUES, MOST_VALUES + 1])
def test_words_that_differ_in_a_digit_are_several(count: int) -> None:
    words = [f"{letter}{digit}" for letter in "ab" for digit in range(10)][:count] * 3
    values = texts_of(words, plain=True).values
    assert values == (dict.fromkeys(words, 3) if count <= MOST_VALUES else None)


def test_the_checksum_tells_texts_of_one_form_apart() -> None:
    times = [f"2020-06-09T22:00:{second}Z" for second in range(10, 40)]
    assert texts_of(times, plain=True).same == ""
    assert texts_of(times[:1] * 30, plain=True).same == texts_of(times[:1], plain=True).same != ""


def test_a_word_has_an_end() -> None:
    assert is_word("x" * 60)
    assert not is_word("x" * 61)
