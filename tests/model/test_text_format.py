"""A text's format is seen at once, however long or strange the text is."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_kit.model.text_format import (
    format_of,
    formats_of,
    looks_like_data,
    without_digits,
)
from tests.model.laws import law
from tests.model.strategies import texts

UUID = "123E4567-e89b-{}2d3-a456-426614174000"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2020-06-09T22:00:00Z", "date-time/0/Z"),
        ("2020-06-09t22:00:00z", "date-time/0/Z"),
        ("2020-06-09T22:00Z", "date-time/0/Z"),
        ("2020-06-09T22:00:00.123456Z", "date-time/6/Z"),
        ("2020-06-09T22:00:00,5+02:00", "date-time/1/+"),
        ("2020-06-09T22:00:00-0700", "date-time/0/+"),
        ("2020-06-09T22:00:00", "date-time/0/-"),
        ("2020-06-09 22:00:00 +0000", "time-text/0/+"),
        ("2020-06-09 22:00:00.5 UTC", "time-text/1/+"),
        ("2020-06-09", "date"),
        ("Tue, 09 Jun 2020 22:00:00 GMT", "date-http"),
        (UUID.format("1"), "uuid/1"),
        (UUID.format("f"), "uuid/f"),
        ("0", "digits"),
        ("-0012", "digits"),
        ("1591740000", "digits"),
        ("-1.50", "decimal"),
        ("1.2.3", "word"),
        ("true", "boolean"),
        ("False", "boolean"),
        ("", "empty"),
        ("null", "null"),
        ("NULL", "null"),
        ("None", "null"),
        ("N/A", "null"),
        ("undefined", "null"),
        ("-", "null"),
        ("---", "null"),
        ("https://user@example.com:80/a?b=c#d", "uri"),
        ("urn:isbn:0451450523", "uri"),
        ("https://example.com/a b", "text"),
        ("/", "path"),
        ("/api/v2/jobStatuses/12.json?page=2", "path"),
        ("../jobs/1", "path"),
        ("?page=2", "path"),
        ("jobs.json?page=2", "path"),
        ("first.last+tag@mail.example.com", "email"),
        ("somebody@localhost", "text"),
        ("da39a3ee5e6b4b0d3255bfef95601890", "hex"),
        ("DA39A3EE5E6B4B0D3255BFEF95601890", "hex-upper"),
        ("abcdefabcdefabcdef", "word"),
        ("aGVsbG8gd29ybGQ=", "base64"),
        ("/+9vaGVsbG8gd29ybA==", "base64"),
        ("aGVs-_8gd29ybA==", "base64"),
        ("a=", "text"),
        ("key=", "text"),
        ("<!DOCTYPE html>\n<html><body>x</body></html>\n", "html"),
        ("<p>x</p>", "html"),
        ("<3", "text"),
        ("in_progress", "word"),
        ("application/json", "word"),
        ("2xl", "word"),
        ("two words", "text"),
        ("queued ", "text"),
        ("queued\n", "text"),
        ("é", "text"),
        ("\u0661\u0662", "text"),  # digits, but not those of JSON
        ("\ud800", "text"),
    ],
)
def test_a_text_is_of_this_format(text: str, expected: str) -> None:
    assert format_of(text) == expected


@law
@given(
    st.integers(1, 3000),
    st.sampled_from(["aGVsbG8g", "<p>", "/a", "a@b.", "0", "f0", "w", "-", " ", "two words "]),
    st.sampled_from(["", "==", "x", ">", "@", ".", "\n", "</p>"]),
)
def test_a_long_text_is_of_the_format_of_a_short_one(count: int, part: str, end: str) -> None:
    beginning = part * 200
    assert format_of(part * (200 + 16 * count) + end) == format_of(beginning + end)


@pytest.mark.parametrize(
    "part", ["a", "0", "a@", ".", "a@a.", "/", "<", "<a>", "=", "-", " ", "\n"]
)
@pytest.mark.parametrize("end", ["", "!", " ", "\0"])
def test_no_text_keeps_the_kit_busy(part: str, end: str) -> None:
    for beginning in ("", "a@", "<a", "https://", "-1.", "2020-06-09"):
        assert format_of(beginning + part * 1_000_000 + end)


@law
@given(st.text(st.characters(codec=None)))
def test_every_text_has_a_format(text: str) -> None:
    assert format_of(text).isascii()


@law
@given(texts)
def test_the_formats_of_many_texts_are_those_of_each(many: list[str]) -> None:
    assert formats_of(many, Counter(without_digits(many))) == Counter(map(format_of, many))


def test_each_of_many_uuids_has_its_version() -> None:
    many = [UUID.format(version) for version in "1457" for _ in range(9)]
    assert formats_of(many, Counter(without_digits(many))) == {
        f"uuid/{version}": 9 for version in "1457"
    }


def test_texts_that_differ_in_their_digits_only_are_looked_at_once() -> None:
    times = [f"2020-06-09T22:00:{second}Z" for second in range(10, 60)]
    assert set(without_digits(times)) == {"0000-00-00T00:00:00Z"}
    for strange in ("é", "two\0parts"):
        assert without_digits([*times, strange]) == [*times, strange]


@pytest.mark.parametrize(
    ("key", "expected"),
    [
        ("4711", True),
        ("2020-06-09", True),
        (UUID.format("4"), True),
        ("a@example.com", True),
        ("field_360001234567", True),
        ("status", False),
        ("Billing_City__c", False),
        ("iso8601", False),
        ("null", False),
        ("", False),
        ("total amount", False),
    ],
)
def test_a_key_looks_like_data_or_like_a_name(key: str, expected: bool) -> None:
    assert looks_like_data(key) is expected
