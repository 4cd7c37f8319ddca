"""Over real HTTP: compression both ways, media types, and the same bytes every time."""

import gzip
import http.client
import zlib
from contextlib import closing
from typing import Any
from urllib.parse import urlsplit

import pytest

from contract_kit.emulator.emulator import MAX_BODY
from contract_kit.emulator.zuora_custom_objects.prepared import COMPLETED, PENDING
from tests.emulator.conftest import Client
from tests.emulator.zuora_custom_objects.conftest import JOBS, request

FILES = f"{JOBS}/{PENDING}/files"
CSV = {"Content-Type": "text/csv"}
GZIP = {"Content-Encoding": "gzip"}
FILE = b"name,age\nA,1\n"


def raw(client: Client, path: str, **headers: str) -> tuple[dict[str, str], bytes]:
    """An answer as it came over the wire."""
    where = urlsplit(client.url)
    connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=5)
    with closing(connection):
        connection.request("GET", path, headers={"Authorization": "Bearer all", **headers})
        with connection.getresponse() as answer:
            return {name.lower(): value for name, value in answer.getheaders()}, answer.read()


def test_a_long_answer_is_compressed_for_who_asks(zuora: Client) -> None:
    plain, content = raw(zuora, JOBS)
    assert "content-encoding" not in plain
    assert len(content) > 1000
    zuora.emulator.reset()
    headers, packed = raw(zuora, JOBS, **{"Accept-Encoding": "deflate, gzip"})
    assert headers["content-encoding"] == "gzip"
    assert headers["content-type"] == plain["content-type"]
    assert gzip.decompress(packed) == content


def test_a_short_answer_never_is(zuora: Client) -> None:
    headers, content = raw(zuora, f"{JOBS}/{COMPLETED}", **{"Accept-Encoding": "gzip"})
    assert "content-encoding" not in headers
    assert content.startswith(b"{")


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (FILE, CSV, 200),
        (FILE, {"Content-Type": "TEXT/CSV; charset=utf-8"}, 200),
        (gzip.compress(FILE), {**CSV, **GZIP}, 200),
        (FILE, {**CSV, **GZIP}, 400),
        (zlib.compress(FILE), {**CSV, **GZIP}, 400),
        (b"", CSV, 400),
        (FILE, {**CSV, "Content-Encoding": "br"}, 415),
        (FILE, {"Content-Type": "application/json"}, 415),
        (FILE, {"Content-Type": "text/plain"}, 415),
        (FILE, {}, 415),
        (b" " * (MAX_BODY + 1), CSV, 413),
        (gzip.compress(b" " * (MAX_BODY + 1)), {**CSV, **GZIP}, 413),
    ],
    ids=range(12),
)
def test_a_file_is_read_as_it_says_it_is(
    zuora: Client, body: bytes, headers: dict[str, str], status: int
) -> None:
    answer = zuora.ask("POST", FILES, data=body, headers={**headers, "Zuora-Track-Id": "mine"})
    assert answer.status_code == status
    assert answer.headers["Zuora-Track-Id"] == "mine"
    assert answer.headers["Zuora-Request-Id"]
    if status != 200:
        assert isinstance(answer.json()["code"], int)


def test_too_long_a_uri_gets_the_vendors_own_error(zuora: Client) -> None:
    answer = zuora.ask("GET", f"{JOBS}/{'x' * 4100}")
    assert (answer.status_code, answer.json()["code"]) == (414, 90000020)


@pytest.mark.parametrize("compressed", [False, True])
def test_a_job_is_submitted_plain_or_compressed(zuora: Client, compressed: bool) -> None:
    body = b'{"namespace": "default", "object": "passenger", "operation": "create"}'
    headers = {"Content-Type": "application/json", **(GZIP if compressed else {})}
    content = gzip.compress(body) if compressed else body
    answer = zuora.ask("POST", JOBS, data=content, headers=headers)
    assert (answer.status_code, answer.json()["status"]) == (200, "pending")


def test_the_same_requests_after_a_reset_get_the_same_bytes(zuora: Client) -> None:
    def play() -> list[tuple[int, bytes, dict[str, str]]]:
        zuora.control("POST", "reset")
        job: Any = zuora.ask("POST", JOBS, json=request("create"))
        url = f"{JOBS}/{job.json()['Id']}"
        answers = [
            job,
            zuora.ask("POST", f"{url}/files", data=FILE + b"\n,1\n", headers=CSV),
            *(zuora.ask("GET", f"{url}{end}") for end in ("", "", "/errors")),
            zuora.ask("GET", JOBS),
        ]
        return [(a.status_code, a.content, dict(a.headers)) for a in answers]

    first = play()
    assert first[2][1].count(b'"completed"') == 1
    assert first == play()
