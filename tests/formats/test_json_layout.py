"""JSON is laid out in lines and comes back to the byte."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_kit.formats.json_layout import laid_out, restored
from tests.model.laws import law, values


@law
@given(values, st.booleans(), st.booleans())
def test_json_is_laid_out_and_comes_back(value: object, spaced: bool, ascii_only: bool) -> None:
    separators = (", ", ": ") if spaced else (",", ":")
    text = json.dumps({"a": [value]}, separators=separators, ensure_ascii=ascii_only)
    layout, stored = laid_out(text)
    assert layout == ("json-spaced" if spaced else "json-compact")
    assert stored == json.dumps({"a": [value]}, indent=2, ensure_ascii=ascii_only)
    assert restored(layout, stored) == text


@law
@given(st.text('{}[]",:\\ \n1aé\x85', max_size=14))
def test_any_text_comes_back(text: str) -> None:
    layout, stored = laid_out(text)
    assert restored(layout, stored) == text


@pytest.mark.parametrize(
    "text",
    [
        '{"a":1.0,"b":1e5,"c":-0.0,"d":1E400}',
        '{"a":"\\u00e9\\/\\ud800"}',
        '{"a":1,"a":2,"A":3}',
        '{"b":{"c":[[],{}]},"a":NaN}',
        f"[{'9' * 4000}]",
    ],
)
def test_numbers_escapes_and_keys_stay_as_they_were_sent(text: str) -> None:
    layout, stored = laid_out(text)
    assert layout == "json-compact"
    assert stored.count("\n") > 1
    assert restored(layout, stored) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1",
        '"a"',
        "{",
        "[1,]",
        '{"a":1}\n',
        '{"a":1, "b": 2}',
        '{\n  "a": 1\n}',
        "[" * 52 + "]" * 52,
        "[" * 100_000 + "]" * 100_000,
        f"[{'9' * 5000}]",
        f'["{"a" * 2**20}"]',
    ],
)
def test_what_nobody_reads_or_cannot_come_back_stays_as_it_is(text: str) -> None:
    assert laid_out(text) == ("raw", text)


@pytest.mark.parametrize("stored", ["", "{", '{"a" 1}', "[1,]", "{'a': 1}"])
def test_a_stored_text_that_is_no_json_is_refused(stored: str) -> None:
    with pytest.raises(ValueError, match="is no JSON"):
        restored("json-compact", stored)
