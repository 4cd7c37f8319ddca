"""Bodies are read strictly: what is no JSON is told, never guessed."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_kit.model.content import Unreadable, is_json, parse, parse_json
from tests.model.laws import bodies, law, values


@law
@given(values)
def test_json_that_was_written_is_read_back(value: object) -> None:
    for ascii_only in (True, False):
        assert parse_json(json.dumps(value, ensure_ascii=ascii_only).encode()) == value


@law
@given(st.sampled_from(["application/json", "a/b+json", "text/html", "image/png", ""]), bodies)
def test_any_bytes_are_read_or_said_to_be_unreadable(media_type: str, body: bytes) -> None:
    try:
        value = parse(media_type, body)
    except Unreadable:
        assert is_json(media_type)
        return
    if is_json(media_type):
        json.dumps(value, ensure_ascii=False, allow_nan=False).encode("utf-8")


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"", "Expecting value"),
        (b"{} {}", "Extra data"),
        (b"{'a': 1}", "Expecting property name"),
        (b"[1,]", "Expecting value"),
        (b"NaN", "NaN is no JSON value"),
        (b'{"a": Infinity}', "Infinity is no JSON value"),
        (b"[-Infinity]", "-Infinity is no JSON value"),
        (b"1e999", "1e999 is too large a number"),
        (b"1" + b"0" * 400 + b".0", "is too large a number"),
        (b"9" * 5000, "digits"),
        (b'"\\ud83d"', "not UTF-8"),
        (b'{"\\udead": 1}', "not UTF-8"),
        (b'"\xed\xa0\xbd"', "not UTF-8"),
        (b'"\xff"', "not UTF-8"),
        (b"\xef\xbb\xbf{}", "BOM"),
        ("[]".encode("utf-16"), "not UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{"a":' * 100_000, "nested too deeply"),
        (b"01", "Extra data"),
        (b'"\n"', "control character"),
    ],
)
def test_what_is_not_strictly_json_is_refused(body: bytes, reason: str) -> None:
    with pytest.raises(Unreadable, match=reason):
        parse_json(body)


def test_a_pair_of_surrogate_escapes_is_one_character() -> None:
    assert parse_json(b'"\\ud83d\\ude00"') == "\N{GRINNING FACE}"


def test_numbers_within_a_double_stay_exact() -> None:
    assert parse_json(b"[123456789012345678901234567890, 0.1, 1e308]") == [
        123456789012345678901234567890,
        0.1,
        1e308,
    ]


@pytest.mark.parametrize(
    ("media_type", "expected"),
    [
        ("application/json", True),
        ("text/json", True),
        ("application/problem+json", True),
        ("application/jsonl", False),
        ("json", False),
        ("", False),
    ],
)
def test_json_is_known_by_its_media_type(media_type: str, *, expected: bool) -> None:
    assert is_json(media_type) is expected


def test_text_is_decoded_and_anything_else_stays_bytes() -> None:
    assert parse("text/plain", b"caf\xc3\xa9 \xff") == "café \ufffd"
    assert parse("application/octet-stream", b"\xff") == b"\xff"
