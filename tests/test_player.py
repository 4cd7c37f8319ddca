"""Playing a recording: in order, by index, and with a miss that says what differs."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_kit.model.cassette import Recorded
from contract_kit.model.exchange import Answer, Exchange, Request
from contract_kit.player import Miss, Player

JSON = (("Content-Type", "application/json"),)
BASE = "https://api.example.com"


def request(path: str, body: object = None, method: str = "GET") -> Request:
    content = b"" if body is None else json.dumps(body).encode()
    return Request(method, BASE + path, JSON if content else (), content)


def recorded(*requests: Request) -> tuple[Recorded, ...]:
    """Each answered with its own number."""
    return tuple(
        Recorded(n, Exchange(asked, Answer(200, (), str(n).encode())))
        for n, asked in enumerate(requests, 1)
    )


def answers(player: Player, *requests: Request) -> list[int]:
    return [player.play(asked).n for asked in requests]


def test_the_same_request_gets_its_answers_in_order_and_the_last_one_for_ever() -> None:
    poll, other = request("/jobs/1"), request("/jobs")
    player = Player(recorded(poll, other, poll, poll))
    assert answers(player, poll, poll, other, poll, poll, poll) == [1, 3, 2, 4, 4, 4]


def test_a_client_that_polls_less_often_leaves_the_rest_unplayed() -> None:
    poll, other = request("/jobs/1"), request("/jobs")
    player = Player(recorded(poll, poll, other, poll))
    answers(player, poll)
    assert [entry.n for entry in player.unplayed()] == [2, 3, 4]


def test_players_of_one_recording_know_nothing_of_each_other() -> None:
    poll = request("/jobs/1")
    tape = recorded(poll, poll)
    assert answers(Player(tape), poll) == answers(Player(tape), poll) == [1]


@pytest.mark.parametrize(
    ("asked", "stored"),
    [
        (request("/a?x=1&y=2"), request("/a?y=2&x=1")),
        (request("/a%20b"), request("/a b")),
        (request("/a", {"x": 1, "y": [2]}, "POST"), request("/a", {"y": [2], "x": 1}, "POST")),
        (
            Request("POST", f"{BASE}/a", JSON, b'{"x":1}'),
            Request("POST", f"{BASE}/a", JSON, b'{ "x" : 1 }'),
        ),
        (request("/a"), Request("GET", "http://127.0.0.1:1/a")),
    ],
)
def test_what_means_the_same_is_the_same(asked: Request, stored: Request) -> None:
    assert answers(Player(recorded(request("/other"), stored)), asked) == [2]


@pytest.mark.parametrize(
    ("asked", "stored", "told"),
    [
        (request("/a?x=1"), request("/a?x=2"), 'query:x: "1", recorded "2"'),
        (request("/a"), request("/a?x=2"), 'query:x: absent, recorded "2"'),
        (request("/a?x=1"), request("/a"), 'query:x: "1", recorded without it'),
        (request("/a"), request("/b"), 'path: "/a", recorded "/b"'),
        (request("/a"), request("/a", method="PUT"), 'method: "GET", recorded "PUT"'),
        (
            request("/a", {"b": {"c": 1}}),
            request("/a", {"b": {"c": 2}}),
            "body /b/c: 1, recorded 2",
        ),
        (request("/a", {"b": [1, 2]}), request("/a", {"b": [1, 3]}), "body /b/1: 2, recorded 3"),
        (request("/a", {"b": 1}), request("/a", {"c": 1}), "/c: absent, recorded 1"),
        (request("/a", 1), request("/a", True), "body /: 1, recorded true"),
        (
            Request("PUT", f"{BASE}/a", (), b"xy"),
            Request("PUT", f"{BASE}/a", (), b"z"),
            'body: "2 bytes", recorded "1 bytes"',
        ),
    ],
)
def test_a_miss_names_the_nearest_request_and_exactly_what_differs(
    asked: Request, stored: Request, told: str
) -> None:
    with pytest.raises(Miss) as miss:
        Player(recorded(stored, request("/quite/another/thing"))).play(asked)
    assert told in str(miss.value)
    assert "recorded (exchange 1)" in str(miss.value)


def test_a_miss_is_one_screen_whatever_was_recorded() -> None:
    many = [request(f"/things/{number}?a=1&b=2&c=3&d=4&e=5") for number in range(500)]
    with pytest.raises(Miss) as miss:
        Player(recorded(*many)).play(request("/things?" + "z" * 50))
    assert len(str(miss.value).splitlines()) <= 24


@given(st.lists(st.sampled_from("abc"), max_size=12))
def test_whatever_the_order_each_request_gets_its_own_answers(names: list[str]) -> None:
    tape = recorded(*(request(f"/{name}") for name in names))
    player = Player(tape)
    played = {
        name: [player.play(request(f"/{name}")).n for _ in range(names.count(name))]
        for name in set(names)
    }
    assert played == {
        name: [n for n, own in enumerate(names, 1) if own == name] for name in set(names)
    }
    assert player.unplayed() == ()


def test_what_stands_in_for_a_secret_is_whatever_is_sent() -> None:
    stored = request("/token?key=gone-1", {"secret": "gone-2", "name": "me"}, "POST")
    player = Player(recorded(request("/other"), stored), lambda text: text.startswith("gone-"))
    assert answers(player, request("/token?key=k", {"secret": "s", "name": "me"}, "POST")) == [2]
    with pytest.raises(Miss, match='body /name: "you", recorded "me"'):
        player.play(request("/token?key=k", {"secret": "s", "name": "you"}, "POST"))
