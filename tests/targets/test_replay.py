"""A session that a recording answers, and no network."""

import pytest
import requests

from contract_kit.model.cassette import Recorded
from contract_kit.model.exchange import Answer, Exchange, Request
from contract_kit.player import Miss, Player
from contract_kit.targets import Replay

ASKED = Request(
    "POST", "https://api.example.com/a?x=1", (("Content-Type", "application/json"),), b'{"b":1}'
)
ANSWER = Answer(
    201, (("Content-Type", "application/json"), ("Link", "<1>"), ("Link", "<2>")), b'{"c": 2}'
)


def replay() -> Replay:
    return Replay(Player((Recorded(1, Exchange(ASKED, ANSWER)),)))


def test_a_request_is_answered_as_recorded_whatever_the_host() -> None:
    transport = replay()
    with transport.session() as session:
        answer = session.post("http://127.0.0.1:9/a?x=1", json={"b": 1})
    assert (answer.status_code, answer.content, answer.json()) == (201, b'{"c": 2}', {"c": 2})
    assert answer.headers["link"] == "<1>, <2>"
    assert transport.sent == 1


def test_a_session_of_somebody_else_is_answered_too() -> None:
    with requests.Session() as session:
        replay().mount(session)
        assert session.post("https://api.example.com/a?x=1", json={"b": 1}).status_code == 201


def test_a_miss_reaches_whoever_asked() -> None:
    with replay().session() as session, pytest.raises(Miss, match="body /b: 2, recorded 1"):
        session.post("https://api.example.com/a?x=1", json={"b": 2})
