"""An account of the emulated vendor, asked without a socket; each answer must keep the contract."""

import base64
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
import pytest

from contract_kit import openapi
from contract_kit.emulator.clock import Pace
from contract_kit.emulator.emulator import Emulator, Settings
from contract_kit.emulator.faults import Fault
from contract_kit.emulator.state import State
from contract_kit.emulator.zendesk_support import vendor
from contract_kit.model.contract import Contract
from contract_kit.model.exchange import Answer
from tests.emulator.conftest import SPECS, Client, answered, serving

JOBS = "/api/v2/job_statuses"
HOST = "example.zendesk.com"
ENDED = ("completed", "failed", "killed")


@dataclass(frozen=True)
class Account:
    """Asks an emulator as its admin, unless told otherwise."""

    emulator: Emulator

    @property
    def state(self) -> State:
        return self.emulator.state

    def ask(self, method: str, url: str, body: Any = None, *, user: str = "admin") -> Answer:
        """One request; `url` is a path, maybe with a query string."""
        credentials = base64.b64encode(f"{user}@example.com:password".encode()).decode()
        sent = (
            ("Authorization", f"Basic {credentials}"),
            ("Content-Type", "application/json"),
            ("Host", HOST),
        )
        content = b"" if body is None else json.dumps(body).encode()
        return answered(self.emulator, method, url, sent, content)

    def value(self, method: str, url: str, body: Any = None) -> Any:
        """The JSON of an answer that is no refusal."""
        answer = self.ask(method, url, body)
        assert answer.status == 200, answer.body
        return orjson.loads(answer.body)

    def start(self, method: str, path: str, body: Any = None, *, fault: str = "") -> Any:
        """A new job; `path` is that of the operation that starts it, under the API's root."""
        url = f"/api/v2/{path}"
        if fault:
            match = self.emulator.contract.find(method, url.partition("?")[0])
            assert match is not None
            self.emulator.faults.add(Fault(match.operation.id, fault))
        return self.value(method, url, body)["job_status"]

    def create(self, count: int, *, fault: str = "") -> Any:
        """A new job that creates tickets."""
        body = {"tickets": [{"description": str(number)} for number in range(count)]}
        return self.start("POST", "tickets/create_many", body, fault=fault)

    def show(self, job: Any) -> Any:
        """A job as it is now."""
        return self.value("GET", f"{JOBS}/{job['id']}")["job_status"]

    def play(self, job: Any) -> list[Any]:
        """A job as it was created, and as each poll shows it until it has ended."""
        seen = [job]
        while seen[-1]["status"] not in ENDED:
            seen.append(self.show(job))
        return seen

    def end(self, method: str, path: str, body: Any = None, *, fault: str = "") -> Any:
        """A job as it has ended."""
        return self.play(self.start(method, path, body, fault=fault))[-1]

    def run(self, method: str, path: str, body: Any = None) -> Any:
        """The results of a completed job."""
        job = self.end(method, path, body)
        assert job["status"] == "completed"
        return job["results"]

    def page(self, query: str = "") -> Any:
        """One page of the list."""
        return self.value("GET", f"{JOBS}?{query}")

    def listed(self) -> list[str]:
        """The ids of all jobs, at most 100."""
        return [job["id"] for job in self.page()["job_statuses"]]

    def stored(self, resource: str) -> dict[int, Any]:
        """All that is stored of a resource, by id."""
        rows = self.state.rows(f"SELECT * FROM {resource} ORDER BY id")
        return {row["id"]: json.loads(row["attributes"]) for row in rows}


OpenAccount = Callable[[Settings], Account]


def ids(numbers: Sequence[object]) -> str:
    """Ids as a query has them."""
    return ",".join(map(str, numbers))


def error(answer: Answer) -> Any:
    """The JSON of a refusal."""
    assert answer.status >= 400
    return orjson.loads(answer.body)


@pytest.fixture(scope="session")
def support_contract() -> Contract:
    return openapi.load(SPECS / "zendesk-support.yaml")


@pytest.fixture(scope="session")
def open_account(support_contract: Contract) -> OpenAccount:
    """Opens an account under other settings than those of the tests."""
    return lambda settings: Account(Emulator(vendor, support_contract, settings))


@pytest.fixture(scope="session")
def _account(open_account: OpenAccount) -> Account:
    return open_account(Settings(pace=Pace("polls", 1), limits="off"))


@pytest.fixture
def account(_account: Account) -> Account:
    """The prepared account, whose jobs take one poll a move or more; any number of them."""
    _account.emulator.reset(seed=1)
    return _account


@pytest.fixture
def limited(open_account: OpenAccount) -> Account:
    """An account in which the documented limits hold."""
    return open_account(Settings())


@pytest.fixture(scope="module")
def support_server(support_contract: Contract) -> Iterator[Client]:
    with serving(support_contract, Settings()) as client:
        yield client


@pytest.fixture
def support(support_server: Client) -> Client:
    """The prepared account over real HTTP."""
    support_server.emulator.reset()
    return support_server
