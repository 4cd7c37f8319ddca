"""A request is answered, made and kept, or refused; never is it silently live."""

import json
from pathlib import Path

import pytest
import requests

from contract_kit.formats.store import load
from contract_kit.model.contract import Contract
from contract_kit.player import Miss
from contract_kit.recorder import Blocked, recording
from tests.recorder.clients import CLIENTS, EVERY, Ask, by_requests
from tests.recorder.server import JSON, Served, serving


@EVERY
def test_a_client_that_polls_more_often_than_was_recorded_reaches_the_end(
    ask: Ask, server: Served, contract: Contract, tmp_path: Path
) -> None:
    path = tmp_path / "it.yaml"
    with recording(path, contract, target_url=server.url):
        made = [json.loads(ask(f"{server.url}/job").body)["state"] for _ in range(3)]
    with recording(path, contract, target_url=server.url):
        played = [json.loads(ask(f"{server.url}/job").body)["state"] for _ in range(5)]
    assert made == ["processing 1", "processing 2", "completed"]
    assert played == [*made, "completed", "completed"]


@EVERY
def test_what_was_not_recorded_is_refused_with_the_nearest_request_and_the_way_to_record(
    ask: Ask, server: Served, contract: Contract, tmp_path: Path
) -> None:
    path = tmp_path / "it.yaml"
    with recording(path, contract, target_url=server.url):
        ask(f"{server.url}/json?page=1")
    asked = server.asked.total()
    with recording(path, contract, target_url=server.url, hint="--record adds it") as tape:
        with pytest.raises(Miss, match=r"(?s)query:page: \"2\", recorded \"1\".*--record adds it"):
            ask(f"{server.url}/json?page=2")
        assert [type(one) for one in tape.refused] == [Miss]
    assert server.asked.total() == asked
    with (
        recording(tmp_path / "no.yaml", contract, target_url=server.url, mode="none"),
        pytest.raises(Miss, match=r"no\.yaml: there is no such recording\nrecording\("),
    ):
        ask(f"{server.url}/json")
    assert server.asked.total() == asked
    assert sorted(tmp_path.iterdir()) == [path]


@EVERY
def test_other_hosts_are_refused_unless_they_are_allowed_and_never_recorded(
    ask: Ask, server: Served, contract: Contract, tmp_path: Path
) -> None:
    path = tmp_path / "it.yaml"
    with serving() as other:
        with recording(path, contract, target_url=server.url):
            with pytest.raises(Blocked, match=r"allow=\['127\.0\.0\.1'\]"):
                ask(f"{other.url}/json")
            ask(f"{server.url}/json")
        for mode in ("none", "all"):
            allow = [other.url.removeprefix("http://")]
            with recording(
                path,
                contract,
                target_url=server.url,
                mode=mode,
                allow=allow,
            ):
                assert ask(f"{other.url}/gzip").body == JSON
                assert ask(f"{server.url}/json").body == JSON
        assert other.asked == {"/gzip": 2}
    assert len(load(path).exchanges) == 1


@EVERY
def test_a_redirect_to_another_host_is_refused_where_it_would_leave(
    ask: Ask, server: Served, contract: Contract, tmp_path: Path
) -> None:
    if ask is CLIENTS["http.client"]:
        return  # follows none
    with recording(tmp_path / "it.yaml", contract, target_url=server.url) as tape:
        with pytest.raises(Blocked, match="http://localhost:9 is not"):
            ask(f"{server.url}/elsewhere")
        assert [type(one) for one in tape.refused] == [Blocked]


def test_once_keeps_new_adds_and_all_begins_anew(
    server: Served, contract: Contract, tmp_path: Path
) -> None:
    path = tmp_path / "it.yaml"

    def paths() -> list[str]:
        return [one.exchange.request.path[-4:] for one in load(path).exchanges]

    with recording(path, contract, target_url=server.url, mode="once"):
        by_requests(f"{server.url}/one")
    with recording(path, contract, target_url=server.url, mode="once"), pytest.raises(Miss):
        by_requests(f"{server.url}/two")
    assert paths() == ["/one"]
    with recording(path, contract, target_url=server.url, mode="new"):
        by_requests(f"{server.url}/one")
        by_requests(f"{server.url}/two")
    assert paths() == ["/one", "/two"]
    assert server.asked == {"/one": 1, "/two": 1}
    with recording(path, contract, target_url=server.url, mode="all"):
        by_requests(f"{server.url}/two")
    assert paths() == ["/two"]
    assert server.asked == {"/one": 1, "/two": 2}


def test_what_was_recorded_before_an_error_is_kept_and_can_be_discarded(
    server: Served, contract: Contract, tmp_path: Path
) -> None:
    kept, gone = tmp_path / "kept.yaml", tmp_path / "gone.yaml"
    with pytest.raises(ZeroDivisionError), recording(kept, contract, target_url=server.url):
        1 / int(by_requests(f"{server.url}/empty").body or b"0")
    with recording(gone, contract, target_url=server.url) as tape:
        by_requests(f"{server.url}/json")
        tape.discard()
        with pytest.raises(Blocked, match="over"):
            by_requests(f"{server.url}/json")
    assert len(load(kept).exchanges) == 1
    assert list(tmp_path.iterdir()) == [kept]


def test_a_server_that_may_only_be_read_is_asked_nothing_else(
    server: Served, contract: Contract, tmp_path: Path
) -> None:
    path = tmp_path / "it.yaml"
    read = next(one for one in contract.operations.values() if one.effect == "read")
    url = f"{server.url}{read.path.replace('{', '').replace('}', '')}"
    with recording(path, contract, target_url=server.url, reads_only=True) as tape:
        requests.get(url, timeout=5)
        asked = server.asked.total()
        for method, place in (("DELETE", url), ("POST", url), ("GET", f"{server.url}/unknown")):
            with pytest.raises(Blocked, match="only reads are sent"):
                requests.request(method, place, timeout=5)
    assert server.asked.total() == asked == 1
    assert len(tape.exchanges) == 1
