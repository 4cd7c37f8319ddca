"""Requests that mean the same are the same."""

import gzip
from io import BytesIO
from pathlib import Path

import httpx
import pytest
import requests

from contract_kit.model.contract import Contract
from contract_kit.player import Miss
from contract_kit.recorder import recording
from tests.recorder.clients import TLS
from tests.recorder.server import Served


def test_uploads_match_though_their_boundaries_are_made_up_anew(
    server: Served, contract: Contract, tmp_path: Path
) -> None:
    def upload() -> str:
        files = {"file": ("rows.csv", b"a,b\r\n1,2\r\n", "text/csv")}
        return requests.post(f"{server.url}/echo", files=files, timeout=5).text

    for _ in "recorded", "played":
        with recording(tmp_path / "it.yaml", contract, target_url=server.url):
            assert "a,b\r\n1,2" in upload()
    with recording(tmp_path / "it.yaml", contract, target_url=server.url), pytest.raises(Miss):
        requests.post(f"{server.url}/echo", files={"file": b"other"}, timeout=5)
    assert len(server.bodies) == 1


def test_a_body_that_is_packed_anew_each_time_is_the_same(
    server: Served, contract: Contract, tmp_path: Path
) -> None:
    packed = {"Content-Encoding": "gzip", "Content-Type": "text/csv"}
    for moment in (1, 2):
        body = gzip.compress(b"a,b\r\n1,2\r\n", mtime=moment)
        with recording(tmp_path / "it.yaml", contract, target_url=server.url):
            requests.post(f"{server.url}/echo", body, headers=packed, timeout=5)
    assert len(server.bodies) == 1
    other = gzip.compress(b"other", mtime=1)
    with recording(tmp_path / "it.yaml", contract, target_url=server.url), pytest.raises(Miss):
        requests.post(f"{server.url}/echo", other, headers=packed, timeout=5)


def test_a_body_in_chunks_is_the_same_as_in_one_piece(
    server: Served, contract: Contract, tmp_path: Path
) -> None:
    url = f"{server.url}/echo"
    path = tmp_path / "it.yaml"
    with recording(path, contract, target_url=server.url):
        assert requests.post(url, data=iter((b"one", b"two")), timeout=5).content == b"onetwo"
    with recording(path, contract, target_url=server.url):
        assert httpx.post(url, content=iter((b"on", b"etwo")), verify=TLS).content == b"onetwo"
        assert requests.post(url, data=BytesIO(b"onetwo"), timeout=5).content == b"onetwo"
    assert server.bodies == [b"onetwo"]
