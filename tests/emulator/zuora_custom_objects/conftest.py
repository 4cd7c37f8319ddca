"""A tenant of the emulated vendor, asked without a socket; each answer must keep the contract."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests

from contract_kit import openapi
from contract_kit.emulator.clock import Pace
from contract_kit.emulator.emulator import Emulator, Settings
from contract_kit.emulator.faults import Fault
from contract_kit.emulator.state import State
from contract_kit.emulator.zuora_custom_objects import vendor
from contract_kit.model.contract import Contract
from contract_kit.model.exchange import Answer, Headers, header
from tests.emulator.conftest import SPECS, Client, answered, serving

JOBS = "/objects/jobs"
UNKNOWN = "00000000-0000-4000-8000-000000000000"


@dataclass(frozen=True)
class Tenant:
    """Asks an emulator with the token of both permissions, unless told otherwise."""

    emulator: Emulator

    @property
    def state(self) -> State:
        return self.emulator.state

    def ask(
        self,
        method: str,
        url: str,
        body: Any = None,
        *,
        token: str = "all",
        raw: bytes = b"",
        media: str = "application/json",
        headers: Headers = (),
    ) -> Answer:
        """One request; a body is sent as JSON, `raw` as it is."""
        content = raw if body is None else json.dumps(body).encode()
        sent = (("Authorization", f"Bearer {token}"), ("Content-Type", media), *headers)
        return answered(self.emulator, method, url, sent, content)

    def value(self, method: str, url: str, body: Any = None, **options: Any) -> Any:
        """The JSON of an answer that is no refusal."""
        answer = self.ask(method, url, body, **options)
        assert answer.status == 200, answer.body
        return json.loads(answer.body)

    def submit(self, operation: str, *conditions: Any, fault: str = "", **options: Any) -> Any:
        """A new job on passengers; a condition is a field, an operator and a value."""
        if fault:
            self.emulator.faults.add(Fault("submitBulkJob", fault))
        return self.value("POST", JOBS, request(operation, *conditions), **options)

    def upload(self, job: Any, text: str | bytes, *, token: str = "all") -> Answer:
        """Gives a job its file."""
        raw = text.encode() if isinstance(text, str) else text
        url = f"{JOBS}/{job['Id']}/files"
        return self.ask("POST", url, raw=raw, media="text/csv", token=token)

    def cancel(self, job: Any, *, token: str = "all") -> Answer:
        """Takes a job back."""
        return self.ask("PATCH", f"{JOBS}/{job['Id']}/cancel", token=token)

    def show(self, job: Any) -> Any:
        """A job as it is now."""
        return self.value("GET", f"{JOBS}/{job['Id']}")

    def errors(self, job: Any) -> Any:
        """What the rows of a job got wrong."""
        return self.value("GET", f"{JOBS}/{job['Id']}/errors")["errors"]

    def write(self, operation: str, text: str | bytes, *, fault: str = "") -> Any:
        """A job with a file, gone through at once."""
        job = self.submit(operation, fault=fault)
        assert self.upload(job, text).status == 200
        return self.show(job)

    def passengers(self) -> dict[str, dict[str, Any]]:
        """The passengers by their ids, the oldest first."""
        rows = self.state.rows("SELECT * FROM record WHERE object = 'passenger' ORDER BY seq")
        return {row["id"]: json.loads(row["fields"]) for row in rows}

    def ages(self) -> list[int]:
        """The ages of the passengers, the oldest record first."""
        return [fields["age"] for fields in self.passengers().values()]


def request(operation: str, *conditions: Any) -> dict[str, Any]:
    """The body that asks for a job on passengers."""
    body: dict[str, Any] = {
        "namespace": "default",
        "object": "passenger",
        "operation": operation,
    }
    if conditions:
        names = ("field", "operator", "value")
        named = [dict(zip(names, condition, strict=True)) for condition in conditions]
        body["filter"] = {"conditions": named}
    return body


def code(answer: Answer) -> tuple[int, int]:
    """Status and code of a refusal."""
    error = json.loads(answer.body)
    assert set(error) == {"code", "message"}
    assert error["message"]
    return answer.status, error["code"]


def retry_after(answer: Answer) -> int:
    """Seconds that a refusal asks to wait."""
    return int(header(answer.headers, "Retry-After") or "")


@dataclass(frozen=True)
class Bearer(requests.auth.AuthBase):
    """Sends a token."""

    token: str

    def __call__(self, sent: requests.PreparedRequest) -> requests.PreparedRequest:
        sent.headers["Authorization"] = f"Bearer {self.token}"
        return sent


OpenTenant = Callable[[Settings], Tenant]


@pytest.fixture(scope="session")
def zuora_contract() -> Contract:
    return openapi.load(SPECS / "zuora-custom-objects.yaml")


@pytest.fixture(scope="session")
def open_tenant(zuora_contract: Contract) -> OpenTenant:
    """Opens a tenant under other settings than those of the tests."""
    return lambda settings: Tenant(Emulator(vendor, zuora_contract, settings))


@pytest.fixture(scope="session")
def any_tenant(open_tenant: OpenTenant) -> Tenant:
    """A tenant for laws that are tried many times, which set it back themselves."""
    return open_tenant(Settings(pace=Pace("instant"), limits="off"))


@pytest.fixture
def tenant(any_tenant: Tenant) -> Tenant:
    """The prepared tenant, whose jobs are gone through at once; any number of them."""
    any_tenant.emulator.reset()
    return any_tenant


@pytest.fixture
def polled(open_tenant: OpenTenant) -> Tenant:
    """A tenant whose jobs move at every poll, five at a time."""
    return open_tenant(Settings(pace=Pace("polls", 1)))


@pytest.fixture(scope="module")
def zuora_server(zuora_contract: Contract) -> Iterator[Client]:
    with serving(zuora_contract, Settings(), Bearer("all")) as client:
        yield client


@pytest.fixture
def zuora(zuora_server: Client) -> Client:
    """The prepared tenant over real HTTP."""
    zuora_server.emulator.reset()
    return zuora_server
