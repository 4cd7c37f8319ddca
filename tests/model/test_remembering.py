"""What was found out about a value is found out once, and is no part of the value."""

from dataclasses import dataclass, replace

import pytest

from contract_kit.model.exchange import Answer
from contract_kit.model.remembering import remembered


@dataclass(frozen=True)
class Word:
    text: str


asked: list[str] = []


@remembered
def length(word: Word) -> int:
    """How long a word is."""
    asked.append(word.text)
    if not word.text:
        raise ValueError("no word")
    return len(word.text)


@remembered
def first(word: Word) -> str | None:
    """Its first letter, None where it has none."""
    return word.text[:1] or None


def test_each_value_is_asked_once_however_many_functions_look_at_it() -> None:
    asked.clear()
    one, other = Word("one"), Word("three")
    assert [length(one), first(one), length(other), length(one), first(other)] == [
        3,
        "o",
        5,
        3,
        "t",
    ]
    assert asked == ["one", "three"]
    assert length.__doc__ == "How long a word is."


def test_a_copy_knows_nothing_and_is_equal_all_the_same() -> None:
    asked.clear()
    one = Word("one")
    length(one)
    copy = replace(one)
    assert (copy, hash(copy), repr(copy)) == (one, hash(one), repr(one))
    assert length(copy) == len("one")
    assert asked == ["one", "one"]


def test_nothing_is_remembered_as_well_but_no_error_is() -> None:
    asked.clear()
    empty = Word("")
    assert [first(empty), first(empty)] == [None, None]
    for _ in range(2):
        with pytest.raises(ValueError, match="no word"):
            length(empty)
    assert asked == ["", ""]


def test_an_answer_reads_its_headers_and_body_once() -> None:
    answer = Answer(200, (("X", "1"), ("x", "2"), ("Content-Type", "a/JSON; b=c")), b'{"a": 1}')
    assert answer.named == {"x": "1", "content-type": "a/JSON; b=c"}
    assert (answer.media_type, answer.value) == ("a/json", {"a": 1})
    assert answer.json is answer.json
    assert answer == Answer(200, answer.headers, answer.body)
