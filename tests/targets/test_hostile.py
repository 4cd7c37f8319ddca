"""Whatever a server answers: little is sent, and it ends soon, and in little memory."""

import gzip
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import repeat

import pytest
import requests

from contract_kit.model.errors import CouldNotLook
from tests.targets.asking import SHORT, Asking, always
from tests.targets.hostile import Answering, Hostile, hostile, said

HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
CHUNK = b"10000\r\n" + b"x" * 65536 + b"\r\n"


def dripping(head: bytes, piece: bytes) -> Callable[[Hostile], Answering]:
    def answering(server: Hostile) -> Answering:
        def answer(_: str) -> Iterator[bytes]:
            yield head
            yield from server.drip(piece, 0.02)

        return answer

    return answering


@pytest.mark.parametrize(
    ("head", "piece"),
    [
        (HEAD + b"Content-Length: 100000\r\n\r\n", b" "),
        (HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\n \r\n"),
        (b"HTTP/1.1 200 OK\r\nX-Slow: ", b"x"),
        (b"HTTP/1.1 100 Continue\r\n\r\n", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["body", "chunks", "headers", "continue"],
)
def test_an_answer_that_drips_ends(head: bytes, piece: bytes) -> None:
    with hostile(dripping(head, piece)) as server:
        asking, began = Asking(server), time.monotonic()
        with pytest.raises(requests.RequestException):
            asking.ask()
        assert time.monotonic() - began < 2
        assert server.lines == ["GET /jobs"]


def test_a_server_that_says_nothing_is_not_waited_for() -> None:
    with hostile(dripping(b"", b"")) as server:
        asking, began = Asking(server), time.monotonic()
        with pytest.raises(requests.RequestException):
            asking.ask()
        assert time.monotonic() - began < 2


def test_a_gigabyte_costs_little_memory_and_is_not_read() -> None:
    sent: list[int] = []

    def answer(_: str) -> Iterator[bytes]:
        yield HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
        for chunk in repeat(CHUNK, 16 << 10):
            sent.append(len(chunk))
            yield chunk

    with hostile(lambda _: answer) as server:
        asking = Asking(server, replace(SHORT, whole=5.0))
        tracemalloc.start()
        try:
            with pytest.raises(requests.RequestException, match="more than 1048576 bytes"):
                asking.ask()
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert peak < 8 << 20
    assert sum(sent) < 64 << 20  # what the system's buffers hold


def test_a_small_answer_that_unpacks_to_a_large_one_is_not_read_either() -> None:
    packed = gzip.compress(b" " * (64 << 20))
    with hostile(always(*said(200, packed, "Content-Encoding: gzip"))) as server:
        asking = Asking(server, replace(SHORT, whole=5.0))
        with pytest.raises(requests.RequestException, match="more than 1048576 bytes"):
            asking.ask()


def test_a_network_that_fails_again_and_again_is_left_alone() -> None:
    with hostile(always(b"")) as server:
        asking = Asking(server)
        for _ in range(2):
            with pytest.raises(requests.ConnectionError):
                asking.ask()
        assert asking.kept_from() == "network"
        assert len(server.lines) == 2


def test_credentials_that_are_refused_at_the_start_are_not_tried_again() -> None:
    with hostile(always(*said(401))) as server:
        asking = Asking(server)
        assert asking.ask().status_code == 401  # as nobody: an answer like any other
        for _ in range(2):
            with pytest.raises(CouldNotLook) as told:
                asking.ask(Authorization="Bearer t0ken")
            assert told.value.reason == "credentials"
            assert "t0ken" not in str(told.value)
        assert len(server.lines) == 2


def test_credentials_that_were_taken_once_are_not_what_a_later_401_is_about() -> None:
    def answering(server: Hostile) -> Answering:
        return lambda _: said(200 if len(server.lines) == 1 else 401)

    with hostile(answering) as server:
        asking = Asking(server)
        statuses = [asking.ask(Authorization="Bearer t0ken").status_code for _ in range(2)]
        assert statuses == [200, 401]


def test_a_lenient_guard_hands_on_what_the_server_does() -> None:
    headers = ("Retry-After: 3600", "RateLimit-Remaining: 0")
    with hostile(always(*said(429, b"", *headers))) as server:
        asking = Asking(server, replace(SHORT, strict=False))
        assert [asking.ask().status_code for _ in range(3)] == [429] * 3


@pytest.mark.parametrize("location", ["/jobs", "//evil.example/jobs", "https://evil.example/"])
def test_where_a_redirect_leads_is_not_asked(location: str) -> None:
    with hostile(always(*said(302, b"", f"Location: {location}"))) as server:
        assert Asking(server).ask().status_code == 302
        assert len(server.lines) == 1
