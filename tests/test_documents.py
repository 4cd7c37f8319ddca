"""Documents are read as data that JSON could hold: nothing runs, hangs or explodes."""

import json
import math
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_kit import documents
from contract_kit.documents import line_of, parse, read, read_bytes
from contract_kit.model.errors import Mistake
from tests.model.laws import law, values


def of(text: str) -> Any:
    return parse(text.encode(), "it.yaml")


def refusal(text: str | bytes) -> str:
    with pytest.raises(Mistake) as told:
        parse(text if isinstance(text, bytes) else text.encode(), "it.yaml")
    message = str(told.value)
    assert message.startswith("it.yaml:")
    assert "\n" not in message
    return message


@law
@given(values)
def test_json_is_read_as_json_whatever_its_escapes(value: object) -> None:
    for ascii_only in (True, False):
        for indent in (None, 2):
            text = json.dumps(value, ensure_ascii=ascii_only, indent=indent)
            if text[0] in "{[":
                assert of(text) == value


@law
@given(
    st.binary(max_size=40) | st.text("{}[]:-&*!'\"#|>%@`,? \n\tab1<~", max_size=30).map(str.encode)
)
def test_any_bytes_are_read_or_refused(source: bytes) -> None:
    try:
        data = parse(source, "it.yaml")
    except Mistake:
        refusal(source)
    else:
        json.dumps(data, allow_nan=False)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("=", "="),
        ("2020-01-01", "2020-01-01"),
        ("2020-01-01 10:00:00", "2020-01-01 10:00:00"),
        ("yes", "yes"),
        ("off", "off"),
        ("true", True),
        ("False", False),
        ("~", None),
        ("null", None),
        ("", None),
        ("12", 12),
        ("-0", 0),
        ("012", "012"),
        ("0x1F", "0x1F"),
        ("1_000", "1_000"),
        ("1:30", "1:30"),
        ("1.5", 1.5),
        (".5", 0.5),
        ("1.", 1.0),
        ("1e3", 1000.0),
        ("01.5", "01.5"),
        (".inf", ".inf"),
        (".nan", ".nan"),
        ("NaN", "NaN"),
        ("1.2.3", "1.2.3"),
        ("'12'", "12"),
        ("!!str 12", "12"),
        ("- a\n- {b: [c]}", ["a", {"b": ["c"]}]),
    ],
)
def test_a_scalar_is_what_json_could_say_and_text_otherwise(text: str, value: object) -> None:
    found = of(text)
    assert found == value
    assert type(found) is type(value)


def test_keys_are_text_as_it_is_written() -> None:
    assert of("200: a\n4XX: b\ntrue: c\nnull: d\n1.0: e\n2020-01-01: f\n=: g") == {
        "200": "a",
        "4XX": "b",
        "true": "c",
        "null": "d",
        "1.0": "e",
        "2020-01-01": "f",
        "=": "g",
    }


def test_anchors_and_merge_keys_work() -> None:
    assert of("a: &a {x: 1, y: 2}\nb: {<<: *a, y: 3}\nc: {<<: [*a, {z: 4}]}\nd: *a") == {
        "a": {"x": 1, "y": 2},
        "b": {"x": 1, "y": 3},
        "c": {"x": 1, "y": 2, "z": 4},
        "d": {"x": 1, "y": 2},
    }


@pytest.mark.parametrize(
    "tag",
    [
        "!!python/object/apply:os.system [touch ran]",
        "!!python/name:os.system",
        "!!python/object/new:object []",
        "!!python/tuple [1]",
        "!include other.yaml",
        "!custom {a: 1}",
        "!!binary aGk=",
        "!!timestamp 2020-01-01",
        "!!set {a, b}",
        "!!omap [a: 1]",
        "!!bool maybe",
        "!!int ''",
        "!!float .nan",
    ],
)
def test_tags_are_refused_and_run_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tag: str
) -> None:
    monkeypatch.chdir(tmp_path)
    assert refusal(f"ok: 1\nbad: {tag}").startswith("it.yaml:2: the tag ")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a: [1,\nb: }", "it.yaml:2: did not find expected node content"),
        ("a: *nowhere", "it.yaml:1: found undefined alias"),
        ("a: 1\n---\nb: 2", "it.yaml:2: but found another document"),
        ("? [a]\n: b", "it.yaml:1: found unhashable key"),
        ("a: 1\n b: 2", "it.yaml:2: mapping values are not allowed in this context"),
        ("<<: 5", "it.yaml:1: expected a mapping or list of mappings for merging"),
        ("a:\n- 1e999", "it.yaml:2: 1e999 is too large a number"),
        ('{"a": 1e999}', "it.yaml:1: 1e999 is too large a number"),
        ("a: " + "9" * 5000, "it.yaml: Exceeds the limit"),
        ("a: &x [1, *x]", "it.yaml:1: *x contains itself"),
        ("a: &x\n  b: {c: *x}", "it.yaml:2: *x contains itself"),
        ("a: &x {<<: *x}", "it.yaml:1: *x contains itself"),
        ("a: &x 1\nb: &x 2", "it.yaml:2: found duplicate anchor x"),
        ("a: 1\n? {b: c}\n: d", "it.yaml:2: found unhashable key"),
        ("a: &x [1]\n*x : 1", "it.yaml:2: found unhashable key"),
        ("a: !!map text", "it.yaml:1: the tag tag:yaml.org,2002:map is not read"),
        ("[" * 101, "it.yaml:1: nested more than 100 levels deep"),
        ("{a: " * 200_000, "it.yaml:1: nested more than 100 levels deep"),
        ("- " * 200_000, "it.yaml:1: nested more than 100 levels deep"),
        ("[" * 101 + "]" * 101, "it.yaml: nested more than 100 levels deep"),
        ("[" * 200_000 + "]" * 200_000, "it.yaml:1: nested more than 100 levels deep"),
    ],
)
def test_a_mistake_names_file_line_and_reason(text: str, reason: str) -> None:
    assert refusal(text).startswith(reason)


@pytest.mark.parametrize("source", [b"\xff\xfe\xfa", b"a: \x00", b"a: \xed\xa0\x80", b"\x80"])
def test_bytes_that_are_no_text_are_refused(source: bytes) -> None:
    assert refusal(source)


def bomb(levels: int, item: str, reference: str) -> str:
    lines = [f"l0: &l0 {item}"]
    for level in range(1, levels):
        many = ", ".join([f"*l{level - 1}"] * 9)
        lines.append(f"l{level}: &l{level} {reference.format(many)}")
    return "\n".join(lines)


@pytest.mark.parametrize(
    ("item", "reference"),
    [
        ("lol", "[{}]"),
        ("{a: 1}", "[{}]"),
        ("{a: 1}", "{{<<: [{}]}}"),
        ("{a: 1}", "{{b: [{}]}}"),
    ],
)
def test_a_billion_laughs_are_refused_at_once(item: str, reference: str) -> None:
    assert "aliases stand for more than 1,000,000 values" in refusal(bomb(30, item, reference))


def test_a_key_that_is_an_alias_is_the_text_that_it_stands_for() -> None:
    assert of("a: &x 200\n*x : b") == {"a": 200, "200": "b"}


def test_bytes_are_read_where_they_are_asked_for() -> None:
    source = b"a: !!binary |\n  aG\n  k=\n? !!binary aGk=\n: 1"
    assert parse(source, "it.yaml", recording=True) == {"a": b"hi", b"hi": 1}
    assert parse(b'{"a": !!binary "/w=="}', "it.yaml", recording=True) == {"a": b"\xff"}
    assert "the tag tag:yaml.org,2002:binary is not read" in refusal(source)


@pytest.mark.parametrize(
    "value", ["!!binary a", "!!binary é", "!!binary [a]", "!!python/tuple [a]"]
)
def test_bytes_that_are_none_are_refused(value: str) -> None:
    with pytest.raises(Mistake, match=r"it\.yaml:2: (this is no base64|the tag .* is not read)"):
        parse(f"a: 1\nb: {value}".encode(), "it.yaml", recording=True)


def test_a_key_that_stands_twice_is_refused_in_a_recording() -> None:
    assert of("a: 1\na: 2") == {"a": 2}
    with pytest.raises(Mistake, match=r"it\.yaml:2: 'a' stands here twice"):
        parse(b"a: 1\na: 2", "it.yaml", recording=True)


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ((), 1),
        (("a",), 2),
        (("a", "200"), 3),
        (("a", "200", 1), 5),
        (("a", "200", 1, "b"), 6),
        (("a", "200", 7), 3),
        (("c", "b"), 7),
        (("nowhere", 0), 1),
    ],
)
def test_the_line_of_a_value_is_found(path: tuple[str | int, ...], line: int) -> None:
    assert line_of(b"\na:\n  200:\n  - x\n  - y: 1\n    b: 2\nc: |\n  text", path) == line


def test_the_line_in_json_that_is_no_yaml_is_the_first() -> None:
    source = b'{\n\t"a": "\\ud83d\\ude00"}'
    assert parse(source, "it.json") == {"a": "\U0001f600"}
    assert line_of(source, ("a",)) == 1
    assert line_of(b"", ("a",)) == 1


def test_aliases_that_stay_small_are_fine() -> None:
    assert len(of(bomb(4, "lol", "[{}]"))["l3"]) == 9


def test_depth_up_to_the_bound_is_read() -> None:
    for text in ("[" * 100 + "]" * 100, "- " * 99 + "a"):
        assert isinstance(of(text), list)


def test_a_file_that_is_too_large_is_refused_unread(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(documents, "LARGEST", 2**20)
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(2**33)  # takes no space, and would take 8 GiB of memory
    with pytest.raises(Mistake, match=r"large\.yaml: larger than 1 MiB"):
        read(path)


def test_what_is_read_comes_with_its_bytes(tmp_path: Path) -> None:
    path = tmp_path / "it.yaml"
    path.write_bytes(b"a: caf\xc3\xa9\r\n")
    assert read(path) == ({"a": "café"}, b"a: caf\xc3\xa9\r\n")
    assert read_bytes(path) == b"a: caf\xc3\xa9\r\n"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("nowhere.yaml", "No such file or directory"),
        (".", "Is a directory"),
        ("a\0b", "embedded null byte"),
        ("x" * 300, "File name too long"),
    ],
)
def test_a_file_that_cannot_be_opened_is_told_by_name(
    tmp_path: Path, name: str, reason: str
) -> None:
    with pytest.raises(Mistake, match=reason):
        read(tmp_path / name)


def test_numbers_stay_numbers_that_json_has() -> None:
    assert all(math.isfinite(number) for number in of("[1e308, -1e308, 1e-400]"))
