"""Plain vcrpy and pytest-recording play the kit's recordings, and the kit reads vcrpy's."""

import json
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import requests
from hypothesis import given

from contract_kit.formats.rebasing import rebased
from contract_kit.formats.store import load, save
from contract_kit.formats.vcr import render
from contract_kit.model.cassette import Cassette
from contract_kit.model.exchange import Answer, Exchange, Request
from tests.formats.samples import JSON, URL, cassette, exchange
from tests.formats.strategies import cassettes
from tests.model.laws import law

pytest_plugins = ["pytester"]

# vcrpy has no types
player: Any = import_module("vcr")
serialize: Any = import_module("vcr.serialize")
yamlserializer: Any = import_module("vcr.serializers.yamlserializer")


@law
@given(cassettes)
def test_vcrpy_reads_every_recording(recorded: Cassette) -> None:
    asked, told = serialize.deserialize(render(recorded).decode(), yamlserializer)
    assert len(asked) == len(told) == len(recorded.exchanges)
    for request, response, one in zip(asked, told, recorded.exchanges, strict=True):
        assert response["status"]["code"] == one.exchange.answer.status
        if _is_stored_raw(render(recorded), one.n):
            assert (request.body or b"", response["body"]["string"]) == (
                one.exchange.request.body,
                one.exchange.answer.body,
            )


def _is_stored_raw(source: bytes, n: int) -> bool:
    note = source.split(b"\n- contract_kit: {n: ")[n].split(b"\n")[0]
    return b"{request: raw, response: raw}" in note


def test_vcrpy_plays_a_recording_with_lengths_that_are_true(tmp_path: Path) -> None:
    path = tmp_path / "it.yaml"
    told = exchange()
    plain = Exchange(
        Request("GET", f"{URL}?page=2"),
        Answer(404, (("Content-Type", "image/png"), ("Content-Length", "3")), b"\x89\xff\0"),
    )
    save(path, cassette(told, plain))
    with player.use_cassette(str(path), record_mode="none", match_on=("method", "uri", "body")):
        answer = requests.post(URL, json=json.loads(told.request.body), timeout=1)
        assert answer.status_code == 201
        assert answer.json() == json.loads(told.answer.body)
        assert len(answer.content) == int(answer.headers["Content-Length"])
        answer = requests.get(URL, {"page": "2"}, timeout=1)
        assert (answer.status_code, answer.content) == (404, b"\x89\xff\0")


def test_pytest_recording_plays_a_recording(pytester: pytest.Pytester) -> None:
    save(pytester.path / "cassettes" / "test_it" / "test_post.yaml", cassette(exchange()))
    pytester.makepyfile(
        test_it=f"""
        import pytest, requests
        @pytest.mark.vcr
        def test_post():
            answer = requests.post({URL!r}, json={{}}, timeout=1)
            assert answer.json()["data"]["job_status"] == "queued"
        """
    )
    result = pytester.runpytest_subprocess(
        "-p", "no:schemathesis", "-p", "no:randomly", "-p", "no:xdist", "--block-network"
    )
    result.assert_outcomes(passed=1)


@pytest.fixture
def server() -> Iterator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.send_response(200)
            self.send_header("Set-Cookie", "a=1")
            self.send_header("Set-Cookie", "b=2")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as http:
        thread = threading.Thread(target=http.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()
        thread.join()


@pytest.mark.parametrize(
    "body", [b'{"a": "\xc3\xa9"}', b"a\r\nb\0", b"\xff\xfe", "😀\x85".encode()]
)
def test_what_vcrpy_records_is_read_exactly(tmp_path: Path, server: str, body: bytes) -> None:
    path = tmp_path / "it.yaml"
    with player.use_cassette(str(path)):
        requests.post(f"{server}/a", body, headers=dict([JSON]), timeout=5)
    recorded = load(path)
    assert recorded.heading is None
    (one,) = recorded.exchanges
    assert one.exchange.request.body == one.exchange.answer.body == body
    assert [value for name, value in one.exchange.answer.headers if name == "Set-Cookie"] == [
        "a=1",
        "b=2",
    ]
    assert rebased(recorded, server, URL).exchanges[0].exchange.request.url == f"{URL}/a"
