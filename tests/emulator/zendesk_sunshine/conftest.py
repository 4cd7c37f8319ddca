"""An account of the emulated vendor, asked without a socket; each answer must keep the contract."""

import base64
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import orjson
import pytest

from contract_kit.emulator.clock import Pace
from contract_kit.emulator.emulator import Emulator, Settings
from contract_kit.emulator.faults import Fault
from contract_kit.emulator.state import State
from contract_kit.emulator.zendesk_sunshine import vendor
from contract_kit.emulator.zendesk_sunshine.records import by_id, delete, insert, patch
from contract_kit.model.conformance import misfits_of_answer
from contract_kit.model.contract import Contract
from contract_kit.model.exchange import Answer, header

JOBS = "/api/sunshine/jobs"
TYPES = "/api/sunshine/objects/types"
QUERY = "/api/sunshine/objects/query"


@dataclass(frozen=True)
class Stored:
    """A record to be stored; times are milliseconds since the epoch."""

    attributes: Mapping[str, Any]
    type: str = "thing"
    created: int = 0
    updated: int = 0


@dataclass(frozen=True)
class Account:
    """Asks an emulator as its admin, unless told otherwise."""

    emulator: Emulator

    @property
    def state(self) -> State:
        return self.emulator.state

    def ask(
        self, method: str, url: str, body: Any = None, *, user: str = "admin", raw: bytes = b""
    ) -> Answer:
        """One request; `url` is a path, maybe with a query string."""
        path, _, query = url.partition("?")
        headers = (("Authorization", _basic(user)), ("Content-Type", "application/json"))
        content = raw if body is None else json.dumps(body).encode()
        reply, _ = self.emulator.answer(method, path, query, headers, content)
        answer = Answer(
            reply.status,
            (*reply.headers.items(), ("Content-Type", "application/json")),
            b"" if reply.content is None else orjson.dumps(reply.content),
        )
        match = self.emulator.contract.find(method, path)
        assert match is not None
        assert list(misfits_of_answer(match.operation, method, answer)) == []
        return answer

    def data(self, method: str, url: str, body: Any = None) -> Any:
        """The `data` of an answer that is no refusal."""
        answer = self.ask(method, url, body)
        assert answer.status < 400, answer.body
        return orjson.loads(answer.body)["data"]

    def start(self, job_type: str, action: str, data: list[Any], fault: str = "") -> Any:
        """A new job."""
        if fault:
            self.emulator.faults.add(Fault("createJob", fault))
        return self.data("POST", JOBS, {"type": job_type, "action": action, "data": data})

    def show(self, job: Any) -> Any:
        """A job as it is now."""
        return self.data("GET", f"{JOBS}/{job['id']}")

    def run(self, job_type: str, action: str, *data: Any) -> list[Any]:
        """The results of a job that is completed at once."""
        job = self.show(self.start(job_type, action, list(data)))
        assert job["job_status"] == "completed"
        return list(job["results"])

    def post(self, *attributes: Any, type_key: str = "nested_schema") -> list[str]:
        """The ids of new records with these attributes."""
        items = [{"type": type_key, "attributes": each} for each in attributes]
        return [result["data"]["id"] for result in self.run("resources", "post", *items)]

    def found(self, query: Any, **more: Any) -> list[Any]:
        """The records on the first page of a search, which has up to 1,000."""
        found = self.data("POST", f"{QUERY}?per_page=1000", {"query": query, **more})
        return list(found)

    def page(self, link: str, query: Any, **more: Any) -> Any:
        """One page of a search, with its links."""
        answer = self.ask("POST", link, {"query": query, **more})
        assert answer.status == 200, answer.body
        return orjson.loads(answer.body)


def _basic(user: str) -> str:
    return f"Basic {base64.b64encode(f'{user}@example.com:password'.encode()).decode()}"


def error(answer: Answer) -> dict[str, str]:
    """The one error of a refusal."""
    (found,) = orjson.loads(answer.body)["errors"]
    assert found["status"] == str(answer.status)
    return dict(found)


def retry_after(answer: Answer) -> int:
    """Seconds that a refusal asks to wait."""
    return int(header(answer.headers, "Retry-After") or "")


@dataclass(frozen=True)
class Library:
    """Fills an empty account with records, and searches them."""

    account: Account

    def fill(self, records: Iterable[Stored]) -> list[str]:
        """Nothing but these records; their ids."""
        self.account.emulator.reset()
        return [self.add(record) for record in records]

    def add(self, record: Stored) -> str:
        """One record more; its id."""
        state = self.account.state
        record_id = str(state.uuid1(record.created))
        insert(state, record_id, record.type, None, record.attributes, record.created)
        stored = by_id(state, record_id)
        assert stored is not None
        patch(state, stored, record.attributes, record.updated)
        return record_id

    def remove(self, record_id: str) -> None:
        """One record less."""
        stored = by_id(self.account.state, record_id)
        assert stored is not None
        delete(self.account.state, stored)


OpenAccount = Callable[[Settings], Account]


@pytest.fixture(scope="session")
def open_account(sunshine_contract: Contract) -> OpenAccount:
    """Opens an account under other settings than those of the tests."""
    return lambda settings: Account(Emulator(vendor, sunshine_contract, settings))


@pytest.fixture(scope="session")
def _account(open_account: OpenAccount) -> Account:
    return open_account(Settings(pace=Pace("instant")))


@pytest.fixture(scope="session")
def library(open_account: OpenAccount) -> Library:
    """Records without jobs around them, for laws that are tried on many accounts."""
    return Library(open_account(Settings(state="empty")))


@pytest.fixture
def account(_account: Account) -> Account:
    """The prepared account, whose jobs are completed at once."""
    _account.emulator.reset(state="prepared")
    return _account
