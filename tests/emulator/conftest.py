"""Emulators over real HTTP; that of zendesk-sunshine is set back before each test."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from contract_kit import openapi
from contract_kit.emulator.app import _encode
from contract_kit.emulator.clock import Pace
from contract_kit.emulator.emulator import Emulator, Settings
from contract_kit.emulator.registry import started
from contract_kit.model.conformance import misfits_of_answer
from contract_kit.model.contract import Contract
from contract_kit.model.exchange import Answer, Headers

SPECS = Path(__file__).parents[2] / "specs"
ADMIN = ("admin@example.com/token", "secret")


@dataclass(frozen=True)
class Client:
    """Asks a running emulator as the user `auth`, unless told otherwise."""

    url: str
    emulator: Emulator
    session: requests.Session
    auth: Any = ADMIN

    def ask(self, method: str, path: str, **kwargs: Any) -> requests.Response:
        """One request; `path` is under the server's root."""
        kwargs.setdefault("auth", self.auth)
        return self.session.request(method, f"{self.url}{path}", timeout=10, **kwargs)

    def control(self, method: str, name: str, body: Any = None) -> requests.Response:
        """One request to the control endpoint."""
        return self.ask(method, f"/__contract__/{name}", json=body, auth=None)


def answered(
    emulator: Emulator, method: str, url: str, headers: Headers, content: bytes = b""
) -> Answer:
    """What a request without a socket gets; `url` is a path, maybe with a query string.

    The answer must keep the contract.
    """
    path, _, query = url.partition("?")
    reply, _ = emulator.answer(method, path, query, headers, content)
    body, kind = _encode(reply.content)
    answer = Answer(reply.status, (*reply.headers.items(), ("Content-Type", kind)), body)
    match = emulator.contract.find(method, path)
    assert match is None or list(misfits_of_answer(match.operation, method, answer)) == []
    return answer


@contextmanager
def serving(contract: Contract, settings: Settings, auth: Any = ADMIN) -> Iterator[Client]:
    """A client of an emulator that is served while the context lasts."""
    with started(contract, settings) as running, requests.Session() as session:
        session.trust_env = False
        yield Client(running.url, running.emulator, session, auth)


@pytest.fixture(scope="session")
def sunshine_contract() -> Contract:
    return openapi.load(SPECS / "zendesk-sunshine.yaml")


@pytest.fixture(scope="module")
def sunshine_server(sunshine_contract: Contract) -> Iterator[Client]:
    with serving(sunshine_contract, Settings()) as client:
        yield client


@pytest.fixture
def sunshine(sunshine_server: Client) -> Client:
    sunshine_server.emulator.reset()
    return sunshine_server


@pytest.fixture
def timed_sunshine(sunshine_contract: Contract) -> Iterator[Client]:
    """In real time, so that a minute can hold more requests than are allowed."""
    with serving(sunshine_contract, Settings(pace=Pace("seconds", 1))) as client:
        yield client
