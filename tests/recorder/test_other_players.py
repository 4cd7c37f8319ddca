"""Plain vcrpy plays what was recorded, and what it recorded is played."""

import json
from pathlib import Path

import pytest
import vcr

from contract_kit.formats.store import load
from contract_kit.model.contract import Contract
from contract_kit.model.errors import Mistake
from contract_kit.recorder import recording
from tests.recorder.clients import EVERY, Ask, by_httpx, by_requests
from tests.recorder.headings import own
from tests.recorder.server import BINARY, JSON, Served


@EVERY
def test_plain_vcrpy_plays_what_was_recorded(
    ask: Ask, server: Served, contract: Contract, tmp_path: Path
) -> None:
    path = tmp_path / "it.yaml"
    kind = {"Content-Type": "application/json"}
    with recording(path, contract, target_url=server.url, heading=own(contract, server.url)):
        ask(f"{server.url}/gzip-binary")
        ask(f"{server.url}/echo", method="POST", body=b'{"a": 1}', headers=kind)
    with vcr.use_cassette(str(path), record_mode="none"):
        assert ask(f"{server.url}/gzip-binary").body == BINARY
        told = ask(f"{server.url}/echo", method="POST", body=b'{"a": 1}', headers=kind)
        assert json.loads(told.body) == {"a": 1}


@EVERY
def test_what_plain_vcrpy_recorded_is_played(
    ask: Ask, server: Served, contract: Contract, tmp_path: Path
) -> None:
    path = tmp_path / "it.yaml"
    with vcr.use_cassette(str(path)):
        ask(f"{server.url}/json")
        ask(f"{server.url}/gzip")
    foreign = path.read_bytes()
    asked = server.asked.total()
    with recording(path, contract, target_url="https://api.example.com", mode="new") as tape:
        assert ask(f"{server.url}/json").body == JSON
        assert ask(f"{server.url}/gzip").body == JSON
        with pytest.raises(Mistake, match="another tool wrote it"):
            ask(f"{server.url}/binary")
    assert server.asked.total() == asked
    assert len(tape.exchanges) == 2
    assert path.read_bytes() == foreign


def test_a_recording_and_a_cassette_of_vcrpy_may_lie_within_each_other(
    server: Served, contract: Contract, tmp_path: Path
) -> None:
    def ask(name: str) -> None:
        assert by_requests(f"{server.url}/{name}").body == f"/{name}".encode()
        assert by_httpx(f"{server.url}/{name}").body == f"/{name}".encode()

    for _ in "recorded", "played":
        with recording(tmp_path / "outer.yaml", contract, target_url=server.url):
            with vcr.use_cassette(str(tmp_path / "vcr-inner.yaml")):
                ask("one")
            ask("two")
        with vcr.use_cassette(str(tmp_path / "vcr-outer.yaml")):
            with recording(tmp_path / "inner.yaml", contract, target_url=server.url):
                ask("three")
            ask("four")
    assert server.asked == {"/one": 2, "/two": 2, "/three": 2, "/four": 2}
    for name, paths in (("outer", ["/v1/two"]), ("inner", ["/v1/three"])):
        held = load(tmp_path / f"{name}.yaml").exchanges
        assert [one.exchange.request.path for one in held] == paths * 2
