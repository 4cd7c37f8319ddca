"""A curl command, pasted into a shell, sends the very request that it stands for."""

import shutil
import subprocess
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_kit.model.curl import curl
from contract_kit.model.exchange import Headers, Request, header
from tests.model.laws import law
from tests.model.listener import Heard, Listener, listening

# prints its arguments with a NUL behind each, and then what is piped into it
STUB = r"""curl() { printf '%s\0' "$@" piped; case "$*" in *@-) cat;; esac; }
"""
JSON = ("Content-Type", "application/json")

requests = st.builds(
    Request,
    method=st.sampled_from(["GET", "POST", "DELETE", "PATCH", "$(X)", "A'B"]),
    url=st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), max_size=20).map(
        "http://127.0.0.1:5/".__add__
    ),
    headers=st.lists(
        st.tuples(
            st.sampled_from(["X-Quote", "Content-Type", "If-Match"]),
            st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), max_size=12),
        ),
        max_size=3,
    ).map(tuple),
    body=st.binary(max_size=30)
    | st.text("'\"\\\n\r$`!@ \u00e9", max_size=12).map(str.encode)
    | st.sampled_from([b"@/etc/hostname", b"'; echo no; '", b"\x00", b"%s\\n"]),
)


def bash(script: str) -> bytes:
    done = subprocess.run(
        ["bash"], input=script.encode(), capture_output=True, check=False, timeout=9
    )
    assert done.stderr == b""
    assert done.returncode == 0
    return done.stdout


@law
@given(requests)
def test_a_shell_hands_every_part_to_curl_as_it_was(request: Request) -> None:
    said, _, piped = bash(STUB + curl(request, "http://127.0.0.1:8080", "")).rpartition(
        b"\0piped\0"
    )
    words = said.split(b"\0")
    path, query = request.path.encode(), request.query.encode()
    assert b"http://127.0.0.1:8080" + path + (b"?" + query if query else b"") in words
    for name, value in request.headers:
        assert (f"{name}: {value}" if value else f"{name};").encode() in words
    if request.method != "GET" or request.body:
        assert words[words.index(b"-X") + 1] == request.method.encode()
    if request.body:
        assert words[-2:] in ([b"--data-binary", request.body], [b"--data-binary", b"@-"])
    assert piped == (request.body if words[-1] == b"@-" else b"")


@pytest.fixture(scope="module")
def listener() -> Iterator[Listener]:
    with listening() as heard:
        yield heard


def replayed(listener: Listener, request: Request) -> Heard:
    listener.heard.clear()
    bash(f"{curl(request, listener.url(), '')} --silent --noproxy '*' --max-time 5 >/dev/null")
    (heard,) = listener.heard
    return heard


curl_is_installed = pytest.mark.skipif(shutil.which("curl") is None, reason="curl does the sending")


@curl_is_installed
@pytest.mark.parametrize(
    "target",
    [
        "/jobs",
        "/jobs?page[size]=1&x={1,2}",
        "/a%20b/%2E%2E/c",
        "/a/../b/./c",
        "//double",
        "/?q='\"$(echo)`!;&|<>",
        "/~u/a;b=c:d@e",
        "/*",
    ],
)
def test_any_url_arrives(listener: Listener, target: str) -> None:
    # BaseHTTPRequestHandler tells two slashes in front as one
    heard = replayed(listener, Request("GET", f"http://elsewhere{target}")).target
    assert heard == f"/{target.lstrip('/')}"


@curl_is_installed
def test_what_no_url_may_hold_is_percent_encoded(listener: Listener) -> None:
    request = Request("GET", "http://elsewhere/a b?c=\u00e9\n")
    assert replayed(listener, request).target == "/a%20b?c=%C3%A9%0A"


@curl_is_installed
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "DELETE", "OPTIONS", "PROPFIND"])
def test_any_method_arrives_at_once(listener: Listener, method: str) -> None:
    assert replayed(listener, Request(method, "http://elsewhere/a")).method == method


@curl_is_installed
@pytest.mark.parametrize(
    "body",
    [
        b'{"a": "it\'s \\"quoted\\""}',
        b"two\nlines\r\n",
        b"\n",
        b"@/etc/hostname",
        b"\x00\xff\x80",
        b"\xef\xbb\xbf",
        "caf\u00e9 \N{GRINNING FACE}".encode(),
        b"$HOME `id` $(id) !! \\",
        b"x" * 300_000,
    ],
    ids=range(9),
)
def test_any_body_arrives(listener: Listener, body: bytes) -> None:
    heard = replayed(listener, Request("POST", "http://elsewhere/a", (JSON,), body))
    assert heard.body == body


@curl_is_installed
@pytest.mark.parametrize(
    "sent",
    [
        (("X-Odd", 'it\'s "$HOME" \\ `id`'),),
        (("X-Empty", ""),),
        (("X-Twice", "1"), ("X-Twice", "2")),
        (("X-Latin", "caf\u00e9"),),
        (("Accept", "text/csv"),),
        (("Content-Type", ""),),
        (("Cookie", "a=1; b=2"),),
    ],
)
def test_any_header_arrives(listener: Listener, sent: Headers) -> None:
    heard = replayed(listener, Request("POST", "http://elsewhere/a", sent, b"{}")).headers
    assert [pair for pair in heard if pair[0] == sent[0][0]] == list(sent)


@curl_is_installed
def test_curl_adds_no_content_type_of_its_own(listener: Listener) -> None:
    heard = replayed(listener, Request("POST", "http://elsewhere/a", (), b"a=b"))
    assert header(heard.headers, "content-type") is None


def test_the_command_goes_to_the_host_of_the_target() -> None:
    command = curl(Request("GET", "https://live.example.com/a?b"), "http://127.0.0.1:8080", "")
    assert command == "curl -i 'http://127.0.0.1:8080/a?b'"


@pytest.mark.parametrize("name", ["Authorization", "authorization", "AUTHORIZATION"])
def test_credentials_stand_in_no_command(name: str) -> None:
    sent = ((name, "Basic c2VjcmV0"), ("Proxy-Authorization", "Basic c2VjcmV0"))
    command = curl(Request("GET", "http://h/a", sent), "http://h", '-u "$USER:$WORD"')
    assert command == 'curl -i http://h/a -u "$USER:$WORD"'
    assert "c2VjcmV0" not in curl(Request("GET", "http://h/a", sent), "http://h", "")


def test_a_request_without_credentials_gets_none() -> None:
    assert "-u" not in curl(Request("GET", "http://h/a"), "http://h", "-u me:word")


def test_what_every_client_says_is_left_out() -> None:
    sent = (("Host", "h"), ("User-Agent", "x"), ("Accept", "*/*"), ("Content-Length", "0"))
    assert curl(Request("GET", "http://h/a", sent), "http://h", "") == "curl -i http://h/a"


@law
@given(requests)
def test_the_command_names_no_host_but_the_targets(request: Request) -> None:
    assert "127.0.0.1:5/" not in curl(request, "http://127.0.0.1:8080", "")
