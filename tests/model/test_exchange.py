"""An exchange is taken apart whatever it holds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_kit.model.exchange import Request, header, media_type
from tests.model.laws import headers, law


@pytest.mark.parametrize(
    ("url", "path", "query"),
    [
        ("http://h/jobs?status=done", "/jobs", "status=done"),
        ("http://h", "/", ""),
        ("http://h?a=b", "/", "a=b"),
        ("http://h/a%2Fb/c?x=%20#frag?y", "/a%2Fb/c", "x=%20"),
        ("http://h//api/v1", "//api/v1", ""),
        ("http://h/a?b?c=/d", "/a", "b?c=/d"),
        ("http://[::1]:80/a", "/a", ""),
        ("http://[oops/a?b", "/a", "b"),
        ("http://u:p@h:1/a:b;c=d", "/a:b;c=d", ""),
        ("/only/a/path?q", "/only/a/path", "q"),
        ("http://h/caf\u00e9\n?\t", "/caf\u00e9\n", "\t"),
        ("", "/", ""),
    ],
)
def test_a_url_is_parted_into_path_and_query_as_sent(url: str, path: str, query: str) -> None:
    request = Request("GET", url)
    assert (request.path, request.query) == (path, query)


@law
@given(st.text() | st.text("/:?#[]@").map("http:".__add__))
def test_no_url_is_too_odd_to_be_parted(url: str) -> None:
    request = Request("GET", url)
    assert request.path
    assert request.path == "/" or request.path in url
    assert request.query in url


@law
@given(headers, st.text())
def test_a_header_is_found_whatever_its_case(sent: tuple[tuple[str, str], ...], name: str) -> None:
    expected = next((value for key, value in sent if key.lower() == name.lower()), None)
    assert header(sent, name) == expected
    assert header((("x-one", "1"), ("X-ONE", "2")), "X-One") == "1"


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("application/json", "application/json"),
        ("Application/JSON; charset=utf-8", "application/json"),
        (" text/plain ;x", "text/plain"),
        ("", ""),
        (";", ""),
    ],
)
def test_a_media_type_has_no_parameters_and_no_case(value: str, expected: str) -> None:
    assert media_type((("CONTENT-type", value),)) == expected


def test_without_a_content_type_there_is_no_media_type() -> None:
    assert media_type(()) == ""
