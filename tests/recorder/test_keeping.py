"""What is kept is safe, and tells operation and time."""

from pathlib import Path

import requests

from contract_kit import openapi
from contract_kit.emulator.emulator import Settings
from contract_kit.emulator.registry import started
from contract_kit.formats.store import load
from contract_kit.model.contract import Contract
from contract_kit.recorder import recording
from tests.recorder.clients import EVERY, Ask, by_requests
from tests.recorder.headings import own
from tests.recorder.server import SECRET, Served

ROOT = Path(__file__).parents[2]


@EVERY
def test_no_secret_touches_the_disk(
    ask: Ask, server: Served, contract: Contract, tmp_path: Path
) -> None:
    path = tmp_path / "it.yaml"
    headers = {"Authorization": f"Bearer {SECRET}", "Content-Type": "application/json"}
    body = f'{{"password": "{SECRET}", "to": "ada@lovelace.org"}}'.encode()
    with recording(path, contract, target_url=server.url):
        assert SECRET.encode() in ask(f"{server.url}/secret", headers=headers).body
        ask(f"{server.url}/echo?token={SECRET}", method="POST", body=body, headers=headers)
        for file in tmp_path.iterdir():  # the journal
            assert SECRET.encode() not in file.read_bytes()
    assert SECRET.encode() not in path.read_bytes()
    assert b"lovelace" not in path.read_bytes()
    with recording(path, contract, target_url=server.url, mode="none"):
        other = {"Authorization": "Bearer another", "Content-Type": "application/json"}
        assert ask(f"{server.url}/secret", headers=other).status == 200
        again = ask(f"{server.url}/echo?token=new", method="POST", body=body, headers=other)
        assert SECRET.encode() not in again.body


def test_an_emulator_is_recorded_with_its_operations_and_its_own_time(tmp_path: Path) -> None:
    contract = openapi.load(ROOT / "specs" / "zendesk-sunshine.yaml")
    path = tmp_path / "it.yaml"
    sources = []
    for _ in range(2):
        with started(contract, Settings()) as emulator, requests.Session() as session:
            session.trust_env, session.auth = False, ("admin@example.com/token", "secret")
            heading = own(contract, contract.server, "emulator")
            with recording(path, contract, mode="all", target_url=emulator.url, heading=heading):
                url = f"{emulator.url}/api/sunshine/jobs"
                data = {"type": "resources", "action": "delete", "attributes": ["unknown"]}
                session.post(url, json={"data": data}, timeout=5)
                session.get(url, timeout=5)
                session.get(f"{emulator.url}/api/unheard/of", timeout=5)
        sources.append(path.read_bytes())
    assert sources[0] == sources[1]
    held = load(path)
    assert [one.operation for one in held.exchanges] == ["createJob", "listJobs", ""]
    assert [one.at for one in held.exchanges] == [0, 1, 2]
    assert all(one.exchange.request.url.startswith(contract.server) for one in held.exchanges)
    assert emulator.url.encode() not in sources[0]
    with recording(path, contract, target_url="http://127.0.0.1:9", mode="none") as tape:
        told = by_requests("http://127.0.0.1:9/api/sunshine/jobs")
    assert told.status == 200
    assert [one.operation for one in tape.exchanges] == ["listJobs"]
