"""JSON pointers lead where RFC 6901 says, and a star to every item."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_kit.model.pointer import build, escape, select, starred, tokens
from tests.model.laws import keys, law, values

DOCUMENT = {
    "data": [{"id": 1, "tags": ["a", "b"]}, {"id": 2, "tags": []}, {"name": "none"}],
    "a/b": {"~": "tilde"},
    "": {"": "empty"},
    "0": "a key, no index",
    "map": {"x": {"id": 3}, "y": {"id": 4}},
}


@law
@given(st.lists(keys))
def test_the_tokens_of_a_built_pointer_are_its_keys(path: list[str]) -> None:
    assert tokens(build(path)) == tuple(path)


@law
@given(st.lists(keys | st.integers(0, 9)))
def test_a_starred_pointer_keeps_keys_and_forgets_indices(path: list[str | int]) -> None:
    assert tokens(starred(path)) == tuple("*" if isinstance(t, int) else t for t in path)


@law
@given(values, st.lists(keys | st.integers(0, 4).map(str), max_size=4))
def test_selecting_finds_only_what_is_there_and_raises_nothing(
    value: object, path: list[str]
) -> None:
    found = list(select(value, build(path)))
    assert "*" in path or len(found) <= 1


@law
@given(values)
def test_every_place_of_a_value_is_found_by_its_pointer(value: object) -> None:
    for path, expected in _places(value, ()):
        if "*" not in path:
            assert list(select(value, build(path))) == [expected]


def _places(
    value: object, path: tuple[str | int, ...]
) -> list[tuple[tuple[str | int, ...], object]]:
    found: list[tuple[tuple[str | int, ...], object]] = [(path, value)]
    if isinstance(value, dict):
        for key, member in value.items():
            found += _places(member, (*path, key))
    if isinstance(value, list):
        for index, item in enumerate(value):
            found += _places(item, (*path, index))
    return found


@pytest.mark.parametrize(
    ("pointer", "found"),
    [
        ("", [DOCUMENT]),
        ("/data/*/id", [1, 2]),
        ("/data/1/id", [2]),
        ("/data/*/tags/*", ["a", "b"]),
        ("/map/*/id", [3, 4]),
        ("/a~1b/~0", ["tilde"]),
        ("//", ["empty"]),
        ("/0", ["a key, no index"]),
        ("/data/3", []),
        ("/data/-", []),
        ("/data/-1", []),
        ("/data/01/id", []),
        ("/data/²", []),
        ("/data/" + "9" * 5000, []),
        ("/data/id", []),
        ("/data/0/id/1", []),
        ("/nowhere/*", []),
        ("/data/0/tags/0/0", []),
    ],
)
def test_a_pointer_selects_what_it_names(pointer: str, found: list[object]) -> None:
    assert list(select(DOCUMENT, pointer)) == found


def test_a_star_is_a_key_where_there_is_such_a_key() -> None:
    assert list(select({"*": 1, "a": 2}, "/*")) == [1]


def test_text_and_bytes_have_no_items() -> None:
    assert list(select("abc", "/0")) == list(select(b"abc", "/*")) == []


def test_a_pointer_without_a_slash_in_front_is_refused() -> None:
    with pytest.raises(ValueError, match="begins with"):
        tokens("data/id")


def test_a_tilde_is_escaped_before_a_slash() -> None:
    assert escape("~1/") == "~01~1"
    assert tokens("/~01") == ("~1",)
