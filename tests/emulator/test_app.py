"""What every emulated vendor does with a request before its handler sees it."""

import gzip
import http.client
import socket
import zlib
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

import pytest

from contract_kit.emulator.emulator import MAX_BODY
from tests.emulator.conftest import ADMIN, Client

JOBS = "/api/sunshine/jobs"
QUERY = "/api/sunshine/objects/query"
JOB = b'{"type": "resources", "action": "delete", "data": ["x"]}'
JSON = {"Content-Type": "application/json"}


def refusal(answer: Any) -> dict[str, str]:
    """The one error of an answer in the vendor's envelope."""
    (error,) = answer.json()["errors"]
    assert error["status"] == str(answer.status_code)
    return dict(error)


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/", 404),
        ("GET", "/api/sunshine/nothing", 404),
        ("GET", "/api/sunshine/jobs/a/b", 404),
        ("GET", "/%00", 404),
        ("GET", "/%ff%fe", 404),
        ("GET", "//api/sunshine/jobs", 404),
        ("DELETE", JOBS, 405),
        ("HEAD", JOBS, 405),
        ("OPTIONS", QUERY, 405),
        ("GET", f"{JOBS}?status=%ff", 400),
        ("GET", f"{JOBS}/%ff", 404),
        ("GET", f"{JOBS}/{'x' * 4100}", 414),
    ],
)
def test_odd_requests_get_the_vendors_own_error(
    sunshine: Client, method: str, path: str, status: int
) -> None:
    answer = sunshine.ask(method, path)
    assert answer.status_code == status
    if method != "HEAD":
        assert refusal(answer)["detail"]


def test_a_wrong_method_is_told_which_are_allowed(sunshine: Client) -> None:
    assert sunshine.ask("PATCH", JOBS).headers["Allow"] == "GET, POST"


@pytest.mark.parametrize("path", [JOBS, f"{JOBS}/", f"{JOBS}.json"])
def test_a_json_suffix_and_a_trailing_slash_are_other_spellings(
    sunshine: Client, path: str
) -> None:
    assert sunshine.ask("GET", path).status_code == 200


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"{", JSON, 400),
        (b"", JSON, 400),
        (b"\xff", JSON, 400),
        (b'{"query": NaN}', JSON, 400),
        (b"[" * 100_000, JSON, 400),
        (b"null", JSON, 400),
        (b'{"query": {}}', {}, 415),
        (b'{"query": {}}', {"Content-Type": "text/plain"}, 415),
        (b'{"query": {}}', {"Content-Type": "application/json; charset=utf-8"}, 200),
        (gzip.compress(b'{"query": {}}', mtime=0), {**JSON, "Content-Encoding": "gzip"}, 200),
        (b'{"query": {}}', {**JSON, "Content-Encoding": "identity"}, 200),
        (b'{"query": {}}', {**JSON, "Content-Encoding": "gzip"}, 400),
        (gzip.compress(b'{"query": {}}', mtime=0)[:-9], {**JSON, "Content-Encoding": "gzip"}, 400),
        (b'{"query": {}}', {**JSON, "Content-Encoding": "br"}, 415),
        (b" " * (MAX_BODY + 1), JSON, 413),
        (zlib.compress(b"x", wbits=31), {**JSON, "Content-Encoding": "gzip"}, 400),
    ],
)
def test_a_body_is_read_as_it_says_it_is(
    sunshine: Client, body: bytes, headers: dict[str, str], status: int
) -> None:
    answer = sunshine.ask("POST", QUERY, data=body, headers=headers)
    assert answer.status_code == status
    if status != 200:
        assert refusal(answer)["detail"]


def test_a_gzip_bomb_is_refused_without_being_unpacked(sunshine: Client) -> None:
    bomb = gzip.compress(b" " * (MAX_BODY * 8))
    answer = sunshine.ask("POST", QUERY, data=bomb, headers={**JSON, "Content-Encoding": "gzip"})
    assert answer.status_code == 413


def test_a_chunked_body_is_read_whole(sunshine: Client) -> None:
    parts = iter([b'{"que', b'ry": ', b"{}}"])
    assert sunshine.ask("POST", QUERY, data=parts, headers=JSON).status_code == 200


@pytest.mark.parametrize(
    ("auth", "status"),
    [
        (None, 401),
        (("admin@example.com/token", "wrong"), 401),
        (("nobody@example.com", "password"), 401),
        (("", ""), 401),
        (("user@example.com/token", "secret"), 403),
        (("agent@example.com", "password"), 200),
        (ADMIN, 200),
    ],
)
def test_access_is_by_user_and_role(
    sunshine: Client, auth: tuple[str, str] | None, status: int
) -> None:
    assert sunshine.ask("GET", JOBS, auth=auth).status_code == status


@pytest.mark.parametrize(
    "value", ["Basic", "Basic %%%", "Basic /w==", "Bearer x", "", "Basic YTpi"]
)
def test_a_malformed_authorization_is_no_authorization(sunshine: Client, value: str) -> None:
    answer = sunshine.ask("GET", JOBS, auth=None, headers={"Authorization": value})
    assert answer.status_code == 401


def test_answers_are_the_vendors_alone(sunshine: Client) -> None:
    headers = sunshine.ask("GET", JOBS).headers
    assert "Server" not in headers
    assert "Date" not in headers
    assert headers["X-Rate-Limit"] == "700"


def test_the_same_requests_after_a_reset_get_the_same_bytes(sunshine: Client) -> None:
    def play() -> list[tuple[int, bytes, dict[str, str]]]:
        sunshine.control("POST", "reset")
        created = sunshine.ask("POST", JOBS, data=JOB, headers=JSON)
        path = f"{JOBS}/{created.json()['data']['id']}"
        answers = [created, *(sunshine.ask("GET", path) for _ in range(3))]
        return [(a.status_code, a.content, dict(a.headers)) for a in answers]

    assert play() == play()


def test_a_client_that_hangs_up_disturbs_nobody(sunshine: Client) -> None:
    where = urlsplit(sunshine.url)
    for sent in (b"", b"POST / HTTP/1.1\r\n", b"GET \x00 HTTP/9\r\n\r\n", b"\x16\x03\x01"):
        with socket.create_connection((where.hostname or "", where.port or 0), 5) as connection:
            connection.sendall(sent)
    assert sunshine.ask("GET", JOBS).status_code == 200


def test_a_cut_answer_is_not_whole(sunshine: Client) -> None:
    sunshine.control("POST", "faults", {"operation": "listJobs", "kind": "cut"})
    where = urlsplit(sunshine.url)
    connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=5)
    credentials = {"Authorization": "Basic YWdlbnRAZXhhbXBsZS5jb206cGFzc3dvcmQ="}
    with closing(connection):
        connection.request("GET", JOBS, headers=credentials)
        with pytest.raises(http.client.IncompleteRead), connection.getresponse() as answer:
            answer.read()
    assert sunshine.ask("GET", JOBS).status_code == 200
