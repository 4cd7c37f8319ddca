"""A recording served over HTTP to any client."""

from collections.abc import Iterator

import pytest
import requests

from contract_kit.emulator.recorded import replaying
from contract_kit.emulator.server import running
from contract_kit.model.cassette import Recorded
from contract_kit.model.exchange import Answer, Exchange, Request
from contract_kit.player import Player

BASE = "https://api.example.com/v1"
JSON = (("Content-Type", "application/json"),)


def job(state: str) -> Answer:
    """An answer that links to itself, in a header and in the body."""
    url = f"{BASE}/jobs/1"
    body = f'{{"url": "{url}", "state": "{state}"}}'.encode()
    return Answer(200, (*JSON, ("Link", f"<{url}>"), ("Content-Length", "1")), body)


@pytest.fixture
def url() -> Iterator[str]:
    show = Request("GET", f"{BASE}/jobs/1")
    create = Request("POST", f"{BASE}/jobs?x=1", JSON, b'{"a": 1}')
    drop = Request("DELETE", f"{BASE}/jobs/1")
    played = [(create, job("queued")), (show, job("queued")), (show, job("done"))]
    tape = (*played, (drop, Answer(204)))
    recorded = tuple(Recorded(n, Exchange(*pair)) for n, pair in enumerate(tape, 1))
    with running(replaying(Player(recorded), BASE)) as served:
        yield served


def test_polling_gets_the_recorded_states_and_the_last_one_for_ever(url: str) -> None:
    states = [requests.get(f"{url}/jobs/1", timeout=5).json()["state"] for _ in range(4)]
    assert states == ["queued", "done", "done", "done"]


def test_links_lead_back_to_this_server(url: str) -> None:
    answer = requests.post(f"{url}/jobs?x=1", json={"a": 1}, timeout=5)
    assert answer.json()["url"] == f"{url}/jobs/1"
    assert answer.headers["Link"] == f"<{url}/jobs/1>"
    assert requests.get(answer.json()["url"], timeout=5).status_code == 200


def test_an_answer_without_a_body_has_none(url: str) -> None:
    answer = requests.delete(f"{url}/jobs/1", timeout=5)
    assert (answer.status_code, answer.content) == (204, b"")


def test_what_nobody_recorded_is_told_with_what_differs(url: str) -> None:
    answer = requests.post(f"{url}/jobs?x=1", json={"a": 2}, timeout=5)
    assert answer.status_code == 501
    assert "body /a: 2, recorded 1" in answer.text
