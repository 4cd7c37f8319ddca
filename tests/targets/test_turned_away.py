"""Answers that the guard hands to nobody are kept for whoever judges, each once."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from contract_kit.model.exchange import Headers
from contract_kit.targets import Guard
from tests.targets.asking import SHORT, Asking, always
from tests.targets.hostile import Answering, Hostile, hostile, said, told
from tests.targets.test_login import Client

AGAIN = "Retry-After: 0"


def kept(guard: Guard) -> list[tuple[str, int, bytes]]:
    """Operation, status and body of what was turned away since this was last asked."""
    return [
        (one.operation, one.exchange.answer.status, one.exchange.answer.body)
        for one in guard.turned_away()
    ]


def turn_by_turn(*answers: list[bytes]) -> Callable[[Hostile], Answering]:
    """One answer after the other, the last one for ever."""
    return lambda server: lambda _: answers[min(len(server.lines), len(answers)) - 1]


def test_what_was_asked_again_is_kept_and_what_was_handed_on_is_not() -> None:
    busy = said(429, b"1", AGAIN), said(503, b"2", AGAIN), said(200, b"3")
    with hostile(turn_by_turn(*busy)) as server:
        asking = Asking(server)
        assert asking.ask().content == b"3"
    assert kept(asking.guard) == [("listJobs", 429, b"1"), ("listJobs", 503, b"2")]
    assert kept(asking.guard) == []


@pytest.mark.parametrize("headers", [[], ["Retry-After: 3600"], [AGAIN]])
def test_the_answer_that_ends_the_run_is_kept_too(headers: list[str]) -> None:
    with hostile(always(*said(429, b"no", *headers))) as server:
        asking = Asking(server)
        assert asking.kept_from() == "quota"
    assert kept(asking.guard) == [("listJobs", 429, b"no")] * len(server.lines)


def test_an_answer_that_a_lenient_guard_hands_on_at_last_is_not_kept() -> None:
    with hostile(turn_by_turn(said(429, b"1", AGAIN), said(429, b"2", "Retry-After: 9"))) as server:
        asking = Asking(server, replace(SHORT, strict=False))
        assert asking.ask().content == b"2"
    assert kept(asking.guard) == [("listJobs", 429, b"1")]


def test_where_nobody_asks_little_is_kept() -> None:
    with hostile(always(*said(429, b"", AGAIN))) as server:
        asking = Asking(server, replace(SHORT, strict=False))
        for _ in range(40):
            asking.ask()
        assert len(server.lines) == 160
    assert len(kept(asking.guard)) == 100


def test_of_the_call_for_a_token_and_of_the_token_nothing_is_kept(tmp_path: Path) -> None:
    token = told('{"access_token": "t0ken"}')
    answers = said(429, b"", AGAIN), token, said(429, b"not for t0ken", AGAIN), said(200)
    with hostile(turn_by_turn(*answers)) as server:
        client = Client(tmp_path, server)
        assert client.ask().status_code == 200
        assert [line.partition(" ")[0] for line in server.lines] == ["POST", "POST", "GET", "GET"]
        assert b"Bearer t0ken" in server.whole[-1]
    (one,) = client.guard.turned_away()
    assert ("Authorization", f"Bearer {client.held.token}") in one.exchange.request.headers
    assert one.exchange.answer.body == f"not for {client.held.token}".encode()


def test_the_exchange_is_as_it_was_on_the_wire() -> None:
    headers = ("Retry-After: soon", "X-Limit: 1", "X-Limit: 2")
    with hostile(turn_by_turn(told("{}", *headers, status=429), said(200))) as server:
        asking = Asking(server)
        asking.ask("POST", Accept="a/b")
    (one,) = asking.guard.turned_away()
    assert one.operation == "search"
    assert (one.exchange.request.method, one.exchange.request.path) == ("POST", "/jobs")
    assert ("Accept", "a/b") in one.exchange.request.headers
    came: Headers = one.exchange.answer.headers
    assert {("Retry-After", "soon"), ("X-Limit", "1"), ("X-Limit", "2")} <= set(came)
