"""Rate limits, budgets and busy servers: what is sent, what is waited for, and when it ends."""

from dataclasses import replace

import pytest

from tests.targets.asking import SHORT, Asking, always
from tests.targets.hostile import Answering, Hostile, hostile, said


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
        (["Retry-After: soon"], [1.0, 1.0, 1.0]),
        (["Retry-After: -5"], [1.0, 1.0, 1.0]),
        (["Retry-After: 0.75"], [1.0, 1.0, 1.0]),
        (["Retry-After: Tue, 09 Jun 99999999999999999999 22:00:32 GMT"], [1.0, 1.0, 1.0]),
    ],
)
def test_a_server_that_is_busy_for_ever_is_left_alone(
    headers: list[str], waited: list[float]
) -> None:
    with hostile(always(*said(429, b"", *headers))) as server:
        asking = Asking(server)
        assert asking.kept_from() == asking.kept_from() == "quota"
        assert asking.waited == waited
        assert len(server.lines) == asking.guard.sent == min(len(waited), 3) + 1


def test_a_server_that_is_busy_for_a_moment_is_asked_again_and_that_is_told() -> None:
    def answering(server: Hostile) -> Answering:
        return lambda _: said(429 if len(server.lines) == 1 else 200, b"", "Retry-After: 3")

    with hostile(answering) as server:
        asking = Asking(server)
        assert asking.ask().status_code == 200
        assert asking.waited == [3.0]
        assert asking.told == ["small: asked to wait 3 s"]


def test_an_unavailable_server_is_a_matter_of_the_network() -> None:
    with hostile(always(*said(503, b"", "Retry-After: 3600"))) as server:
        asking = Asking(server)
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
def test_what_is_left_of_the_quota_is_for_others(headers: list[str], sent: int) -> None:
    with hostile(always(*said(200, b"", *headers))) as server:
        asking = Asking(server)
        for _ in range(sent):
            asking.ask()
        if sent < 3:
            assert asking.kept_from() == "quota"
        assert len(server.lines) == asking.guard.sent == sent


def test_beyond_the_budget_nothing_leaves() -> None:
    with hostile(always(*said(200))) as server:
        asking = Asking(server, replace(SHORT, requests=2))
        asking.ask()
        asking.ask()
        assert asking.kept_from() == "budget"
        assert len(server.lines) == 2


def test_what_is_kept_of_the_budget_is_not_spent() -> None:
    with hostile(always(*said(200))) as server:
        asking = Asking(server, replace(SHORT, requests=2))
        asking.guard.reserve(1)
        asking.ask()
        assert asking.kept_from() == "budget"
        asking.guard.reserve(0)
        asking.ask()
        assert len(server.lines) == 2
