"""Clients are intercepted where a recording is in use, and are as they were after it."""

import http.client
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import aiohttp
import httpx
import urllib3

from contract_kit.formats.store import save
from contract_kit.model.cassette import Cassette, Recorded
from contract_kit.model.contract import Contract
from contract_kit.model.exchange import Answer, Exchange, Request
from contract_kit.recorder import recording
from tests.recorder.clients import CLIENTS, EVERY, Ask
from tests.recorder.headings import own
from tests.recorder.server import JSON

HTTPS = http.client.HTTPSConnection


@EVERY
def test_https_is_played(ask: Ask, contract: Contract, tmp_path: Path) -> None:
    path, url = tmp_path / "it.yaml", "https://api.example.com/v1"
    answer = Answer(200, (("Content-Type", "application/json"),), JSON)
    one = Recorded(1, Exchange(Request("GET", f"{url}/json"), answer))
    save(path, Cassette(own(contract, url), (one,)))
    with recording(path, contract, target_url=url, mode="none"):
        if ask is CLIENTS["http.client"]:
            connection = http.client.HTTPSConnection("api.example.com", timeout=5)
            connection.request("GET", "/v1/json")
            assert connection.getresponse().read() == JSON
        else:
            assert ask(f"{url}/json").body == JSON


def test_a_transport_within_the_process_is_left_alone(contract: Contract, tmp_path: Path) -> None:
    transport = httpx.MockTransport(lambda _: httpx.Response(200, content=b"mocked"))
    with (
        recording(tmp_path / "it.yaml", contract, mode="none"),
        httpx.Client(transport=transport) as client,
    ):
        assert client.get("https://elsewhere.example.com/").content == b"mocked"


def test_clients_are_as_they_were_when_the_last_recording_is_over(
    contract: Contract, tmp_path: Path
) -> None:
    def state() -> list[object]:
        return [
            http.client.HTTPConnection,
            vars(HTTPS)["__init__"],
            urllib3.HTTPConnectionPool.ConnectionCls,
            vars(urllib3.HTTPConnectionPool)["_get_conn"],
            vars(httpx.HTTPTransport)["handle_request"],
            vars(httpx.AsyncHTTPTransport)["handle_async_request"],
            vars(aiohttp.ClientSession)["_request"],
            vars(aiohttp.BaseConnector)["connect"],
            vars(threading.Thread)["start"],
            vars(ThreadPoolExecutor)["submit"],
        ]

    before = state()
    with recording(tmp_path / "one.yaml", contract, mode="none"):
        with recording(tmp_path / "other.yaml", contract, mode="none"):
            pass
        assert not any(one is other for one, other in zip(before, state(), strict=True))
    assert all(one is other for one, other in zip(before, state(), strict=True))


def test_a_connection_class_that_is_made_inside_is_its_own(
    contract: Contract, tmp_path: Path
) -> None:
    with recording(tmp_path / "it.yaml", contract, mode="none"):

        class Own(http.client.HTTPSConnection):
            """As a library has it that is imported late."""

        assert type(Own("api.example.com")) is Own
        assert not isinstance(http.client.HTTPSConnection("api.example.com"), Own)
    assert type(Own("api.example.com")) is Own
