"""An emulator of zendesk-sunshine over real HTTP, set back before each test."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests

from contract_kit import openapi
from contract_kit.emulator.clock import Pace
from contract_kit.emulator.emulator import Emulator, Settings
from contract_kit.emulator.registry import started
from contract_kit.model.contract import Contract

SPECS = Path(__file__).parents[2] / "specs"
ADMIN = ("admin@example.com/token", "secret")


@dataclass(frozen=True)
class Client:
    """Asks a running emulator as its admin, unless told otherwise."""

    url: str
    emulator: Emulator
    session: requests.Session

    def ask(self, method: str, path: str, **kwargs: Any) -> requests.Response:
        """One request; `path` is under the server's root."""
        kwargs.setdefault("auth", ADMIN)
        return self.session.request(method, f"{self.url}{path}", timeout=10, **kwargs)

    def control(self, method: str, name: str, body: Any = None) -> requests.Response:
        """One request to the control endpoint."""
        return self.ask(method, f"/__contract__/{name}", json=body, auth=None)


@pytest.fixture(scope="session")
def sunshine_contract() -> Contract:
    return openapi.load(SPECS / "zendesk-sunshine.yaml")


@pytest.fixture(scope="module")
def sunshine_server(sunshine_contract: Contract) -> Iterator[Client]:
    with started(sunshine_contract, Settings()) as running, requests.Session() as session:
        session.trust_env = False
        yield Client(running.url, running.emulator, session)


@pytest.fixture
def sunshine(sunshine_server: Client) -> Client:
    sunshine_server.emulator.reset()
    return sunshine_server


@pytest.fixture
def timed_sunshine(sunshine_contract: Contract) -> Iterator[Client]:
    """In real time, so that a minute can hold more requests than are allowed."""
    settings = Settings(pace=Pace("seconds", 1))
    with started(sunshine_contract, settings) as running, requests.Session() as session:
        session.trust_env = False
        yield Client(running.url, running.emulator, session)
