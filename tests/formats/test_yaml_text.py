"""Text means the same to every reader of YAML, and reads well."""

from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from contract_kit import documents
from contract_kit.formats import yaml_text
from tests.model.laws import law

TEXTS = st.text(max_size=20) | st.text("ab :#-?\t\n\"'{}[],&*!|>%@`~=<\\\x85\u2028é😀", max_size=12)
LOADERS: tuple[Any, ...] = (yaml.SafeLoader, yaml.CSafeLoader)


@law
@given(TEXTS)
def test_text_means_the_same_to_every_reader(text: str) -> None:
    source = (
        f"line: {yaml_text.text(text)}\n"
        f"block: {yaml_text.body(text, '  ')}\n"
        f"bytes: {yaml_text.body(text.encode(), '  ')}\n"
        f"within: {{a: [{yaml_text.word(text)}]}}\n"
        f"keys:\n{yaml_text.key(text, '  ')}\n  - 1\n"
    )
    expected = {
        "line": text,
        "block": text,
        "bytes": text.encode(),
        "within": {"a": [text]},
        "keys": {text: [1]},
    }
    assert documents.parse(source.encode(), "it.yaml", recording=True) == expected
    for loader in LOADERS:
        assert yaml.load(source, Loader=loader) == expected


@law
@given(st.text(st.characters(codec=None), max_size=6), st.integers(0xD800, 0xDFFF))
def test_half_a_surrogate_pair_is_kept_as_bytes(text: str, half: int) -> None:
    value = f"{text}{chr(half)}"
    read = documents.parse(f"a: {yaml_text.text(value)}".encode(), "it.yaml", recording=True)["a"]
    assert read.decode("utf-8", "surrogatepass") == value


@pytest.mark.parametrize(
    "text",
    [
        "application/json; charset=utf-8",
        "Mon, 18 Sep 2023 23:34:42 GMT",
        "https://example.zendesk.com/api?a=b&c=%20#d",
        '<https://example.zendesk.com/>; rel="next"',
        "zendesk-sunshine",
        "/api/v2",
    ],
)
def test_what_headers_mostly_hold_is_not_quoted(text: str) -> None:
    assert yaml_text.text(text) == text


@pytest.mark.parametrize(
    "text", ["1", "1.0", "no", "Null", "y", "a: b", "a #b", "a:", " a", "a ", "*/*", "é", "", "-"]
)
def test_what_could_mean_something_else_is_quoted(text: str) -> None:
    assert yaml_text.text(text) == f'"{text}"'


def test_lines_stand_in_a_block_unless_blanks_would_get_lost() -> None:
    assert yaml_text.body("a\n\n  é 😀", "  ") == "|-\n  a\n\n    é 😀"
    assert yaml_text.body("a\nb\n", "  ") == "|\n  a\n  b"
    for text in ("a\nb \n", " a\nb", "a\n\n", "a\r\nb", "\na", "a\n\x85", "a\nb\t"):
        assert yaml_text.body(text, "  ").startswith('"')


def test_a_long_key_is_one_that_readers_take() -> None:
    source = f"{yaml_text.key('x' * 5000, '')} 1"
    for loader in LOADERS:
        assert yaml.load(source, Loader=loader) == {"x" * 5000: 1}
