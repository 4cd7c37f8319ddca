"""Whatever a server answers: little is sent, and it ends soon, and in little memory."""

import gzip
import time
import tracemalloc
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import repeat

import pytest
import requests

from contract_kit.model.contract import Contract
from contract_kit.model.errors import CouldNotLook
from contract_kit.model.target import Credentials, Target
from contract_kit.targets import READS, Bounds, Guard
from tests.openapi.small import OK, document, load
from tests.targets.hostile import Answering, Hostile, hostile, said

SHORT = Bounds(connect=1.0, read=0.2, whole=0.4, size=1 << 20, patience=3.0)
HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
CHUNK = b"10000\r\n" + b"x" * 65536 + b"\r\n"


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    paths = {
        "/jobs": {
            "get": {"operationId": "listJobs", "responses": OK},
            "post": {"operationId": "search", "responses": OK, "x-effect": "read"},
        }
    }
    return load(tmp_path_factory.mktemp("targets"), document(paths))


class Asking:
    """A guard with all that it waited for and told."""

    def __init__(self, contract: Contract, server: Hostile, bounds: Bounds = SHORT) -> None:
        self.waited: list[float] = []
        self.told: list[str] = []
        self._url = f"{server.url}/jobs"
        target = Target("live", server.url, Credentials(token="t0ken"))
        self.guard = Guard(
            contract, target, READS, bounds, wait=self.waited.append, tell=self.told.append
        )

    def ask(self, method: str = "GET", **headers: str) -> requests.Response:
        with self.guard.session() as session:
            return session.request(method, self._url, headers=headers, allow_redirects=False)

    def kept_from(self) -> str:
        """Why nothing was looked at."""
        with pytest.raises(CouldNotLook) as told:
            self.ask()
        return told.value.reason


def always(*answer: bytes) -> Callable[[Hostile], Answering]:
    return lambda _: lambda _: list(answer)


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
def test_an_answer_that_drips_ends(contract: Contract, head: bytes, piece: bytes) -> None:
    with hostile(dripping(head, piece)) as server:
        asking, began = Asking(contract, server), time.monotonic()
        with pytest.raises(requests.RequestException):
            asking.ask()
        assert time.monotonic() - began < 2
        assert server.lines == ["GET /jobs"]


def test_a_server_that_says_nothing_is_not_waited_for(contract: Contract) -> None:
    with hostile(dripping(b"", b"")) as server:
        asking, began = Asking(contract, server), time.monotonic()
        with pytest.raises(requests.RequestException):
            asking.ask()
        assert time.monotonic() - began < 2


def test_a_gigabyte_costs_little_memory_and_is_not_read(contract: Contract) -> None:
    sent: list[int] = []

    def answer(_: str) -> Iterator[bytes]:
        yield HEAD + b"Transfer-Encoding: chunked\r\n\r\n"
        for chunk in repeat(CHUNK, 16 << 10):
            sent.append(len(chunk))
            yield chunk

    with hostile(lambda _: answer) as server:
        asking = Asking(contract, server, replace(SHORT, whole=5.0))
        tracemalloc.start()
        try:
            with pytest.raises(requests.RequestException, match="more than 1048576 bytes"):
                asking.ask()
            _, peak = tracemalloc.get_traced_memory()
        finally:
            tracemalloc.stop()
    assert peak < 8 << 20
    assert sum(sent) < 64 << 20  # what the system's buffers hold


def test_a_small_answer_that_unpacks_to_a_large_one_is_not_read_either(contract: Contract) -> None:
    packed = gzip.compress(b" " * (64 << 20))
    with hostile(always(*said(200, packed, "Content-Encoding: gzip"))) as server:
        asking = Asking(contract, server, replace(SHORT, whole=5.0))
        with pytest.raises(requests.RequestException, match="more than 1048576 bytes"):
            asking.ask()


@pytest.mark.parametrize(
    ("headers", "waited"),
    [
        ([], [1.0, 1.0, 1.0]),
        (["Retry-After: 0"], [0.0, 0.0, 0.0]),
        (["Retry-After: 2"], [2.0]),
        (["Retry-After: 3600"], []),
        (
            [
                "Retry-After: Tue, 09 Jun 2020 22:00:32 GMT",
                "Date: Tue, 09 Jun 2020 22:00:30 GMT",
            ],
            [2.0],
        ),
        (["Retry-After: Tue, 09 Jun 2999 22:00:32 GMT"], []),
    ],
)
def test_a_server_that_is_busy_for_ever_is_left_alone(
    contract: Contract, headers: list[str], waited: list[float]
) -> None:
    with hostile(always(*said(429, b"", *headers))) as server:
        asking = Asking(contract, server)
        assert asking.kept_from() == asking.kept_from() == "quota"
        assert asking.waited == waited
        assert len(server.lines) == asking.guard.sent == min(len(waited), 3) + 1


def test_a_server_that_is_busy_for_a_moment_is_asked_again_and_that_is_told(
    contract: Contract,
) -> None:
    def answering(server: Hostile) -> Answering:
        return lambda _: said(429 if len(server.lines) == 1 else 200, b"", "Retry-After: 3")

    with hostile(answering) as server:
        asking = Asking(contract, server)
        assert asking.ask().status_code == 200
        assert asking.waited == [3.0]
        assert asking.told == ["small: asked to wait 3 s"]


def test_an_unavailable_server_is_a_matter_of_the_network(contract: Contract) -> None:
    with hostile(always(*said(503, b"", "Retry-After: 3600"))) as server:
        asking = Asking(contract, server)
        assert asking.ask("POST").status_code == 503  # nobody knows how far it came
        assert asking.kept_from() == "network"


@pytest.mark.parametrize(
    ("headers", "sent"),
    [
        (["X-Rate-Limit: 700", "X-Rate-Limit-Remaining: 70"], 1),
        (["X-Rate-Limit: 700", "X-Rate-Limit-Remaining: 71"], 3),
        (["X-RateLimit-Limit: 100", "X-RateLimit-Remaining: 10"], 1),
        (["RateLimit-Limit: 100, 100;w=60", "RateLimit-Remaining: 9"], 1),
        (["ratelimit-remaining: 5"], 1),
        (["ratelimit-remaining: 6"], 3),
        (["RateLimit: limit=100, remaining=10, reset=5"], 1),
        (['RateLimit: "a";r=90, "b";r=1', 'RateLimit-Policy: "a";q=100, "b";q=10'], 1),
        (["X-RateLimit-Remaining-Minute: 50", "X-RateLimit-Remaining-Day: 2"], 1),
        (["X-RateLimit-Remaining: unlimited"], 3),
    ],
)
def test_what_is_left_of_the_quota_is_for_others(
    contract: Contract, headers: list[str], sent: int
) -> None:
    with hostile(always(*said(200, b"", *headers))) as server:
        asking = Asking(contract, server)
        for _ in range(sent):
            asking.ask()
        if sent < 3:
            assert asking.kept_from() == "quota"
        assert len(server.lines) == asking.guard.sent == sent


def test_beyond_the_budget_nothing_leaves(contract: Contract) -> None:
    with hostile(always(*said(200))) as server:
        asking = Asking(contract, server, replace(SHORT, requests=2))
        asking.ask()
        asking.ask()
        assert asking.kept_from() == "budget"
        assert len(server.lines) == 2


def test_what_is_kept_of_the_budget_is_not_spent(contract: Contract) -> None:
    with hostile(always(*said(200))) as server:
        asking = Asking(contract, server, replace(SHORT, requests=2))
        asking.guard.reserve(1)
        asking.ask()
        assert asking.kept_from() == "budget"
        asking.guard.reserve(0)
        asking.ask()
        assert len(server.lines) == 2


def test_a_network_that_fails_again_and_again_is_left_alone(contract: Contract) -> None:
    with hostile(always(b"")) as server:
        asking = Asking(contract, server)
        for _ in range(2):
            with pytest.raises(requests.ConnectionError):
                asking.ask()
        assert asking.kept_from() == "network"
        assert len(server.lines) == 2


def test_credentials_that_are_refused_at_the_start_are_not_tried_again(contract: Contract) -> None:
    with hostile(always(*said(401))) as server:
        asking = Asking(contract, server)
        assert asking.ask().status_code == 401  # as nobody: an answer like any other
        for _ in range(2):
            with pytest.raises(CouldNotLook) as told:
                asking.ask(Authorization="Bearer t0ken")
            assert told.value.reason == "credentials"
            assert "t0ken" not in str(told.value)
        assert len(server.lines) == 2


def test_credentials_that_were_taken_once_are_not_what_a_later_401_is_about(
    contract: Contract,
) -> None:
    def answering(server: Hostile) -> Answering:
        return lambda _: said(200 if len(server.lines) == 1 else 401)

    with hostile(answering) as server:
        asking = Asking(contract, server)
        statuses = [asking.ask(Authorization="Bearer t0ken").status_code for _ in range(2)]
        assert statuses == [200, 401]


def test_a_lenient_guard_hands_on_what_the_server_does(contract: Contract) -> None:
    headers = ("Retry-After: 3600", "RateLimit-Remaining: 0")
    with hostile(always(*said(429, b"", *headers))) as server:
        asking = Asking(contract, server, replace(SHORT, strict=False))
        assert [asking.ask().status_code for _ in range(3)] == [429] * 3


@pytest.mark.parametrize("location", ["/jobs", "//evil.example/jobs", "https://evil.example/"])
def test_where_a_redirect_leads_is_not_asked(contract: Contract, location: str) -> None:
    with hostile(always(*said(302, b"", f"Location: {location}"))) as server:
        assert Asking(contract, server).ask().status_code == 302
        assert len(server.lines) == 1
