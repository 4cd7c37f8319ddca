"""Every client sees the same, to the byte: live, while it is recorded, and played."""

from pathlib import Path

import pytest

from contract_kit.model.contract import Contract
from contract_kit.model.errors import Mistake
from contract_kit.recorder import recording
from tests.recorder.clients import EVERY, STREAMING, Ask, Told
from tests.recorder.headings import own
from tests.recorder.server import BINARY, JSON, TEXT, Served

ROOT = Path(__file__).parents[2]


BODIES = {
    "/json": JSON,
    "/gzip": JSON,
    "/gzip-binary": BINARY,
    "/binary": BINARY,
    "/latin": TEXT,
    "/empty": b"",
    "/stream": JSON + BINARY,
}


def seen(told: Told) -> tuple[int, bytes, list[str], list[str]]:
    """What has to be the same live, while recorded, and played; cookies' values are hidden."""
    cookies = [value.partition("=")[0] for value in told.values("set-cookie")]
    return told.status, told.body, told.values("content-type"), cookies


@EVERY
def test_a_client_sees_the_same_live_recorded_and_played(
    ask: Ask, server: Served, contract: Contract, tmp_path: Path
) -> None:
    path = tmp_path / "deep" / "it.yaml"
    urls = [f"{server.url}{name}" for name in BODIES]
    live = [ask(url) for url in urls]
    with recording(path, contract, target_url=server.url):
        made = [ask(url) for url in urls]
    asked = server.asked.total()
    with recording(path, contract, target_url=server.url, mode="none") as tape:
        played = [ask(url) for url in urls]
    assert server.asked.total() == asked
    assert [told.body for told in live] == list(BODIES.values())
    assert [seen(told) for told in live] == [seen(told) for told in made]
    assert [seen(told) for told in live] == [seen(told) for told in played]
    assert tape.unplayed() == ()
    assert [one.exchange.answer.body for one in tape.exchanges] == list(BODIES.values())


@EVERY
def test_heads_posts_cookies_and_redirects_come_back(
    ask: Ask, server: Served, contract: Contract, tmp_path: Path
) -> None:
    path = tmp_path / "it.yaml"

    def journey() -> list[Told]:
        kind = {"Content-Type": "application/json"}
        return [
            ask(f"{server.url}/json", method="HEAD"),
            ask(f"{server.url}/echo", method="POST", body=JSON, headers=kind),
            ask(f"{server.url}/echo?a=1&b=2", method="POST", body=b"\xff\0\r\n"),
            ask(f"{server.url}/cookies"),
            ask(f"{server.url}/redirect"),
        ]

    live = journey()
    with recording(path, contract, target_url=server.url):
        made = journey()
    with recording(path, contract, target_url=server.url, mode="none"):
        played = journey()
    assert [seen(told) for told in live] == [seen(told) for told in made]
    assert [seen(told) for told in live] == [seen(told) for told in played]
    assert live[0].values("content-length") == played[0].values("content-length")
    assert seen(played[3])[3] == ["theme", "lang"]
    order = [name.lower() for name, _ in played[3].headers if len(name) == 1]
    assert order == ["b", "a", "c"]


@pytest.mark.parametrize("ask", STREAMING.values(), ids=list(STREAMING))
def test_a_streaming_client_gets_its_chunks(
    ask: Ask, server: Served, contract: Contract, tmp_path: Path
) -> None:
    path = tmp_path / "it.yaml"
    for _ in "recorded", "played":
        with recording(path, contract, target_url=server.url):
            assert ask(f"{server.url}/stream").body == JSON + BINARY
            assert ask(f"{server.url}/gzip-binary").body == BINARY


@EVERY
def test_a_gzip_file_that_was_sent_packed_once_more_is_unpacked_once(
    ask: Ask, server: Served, contract: Contract, tmp_path: Path
) -> None:
    live = ask(f"{server.url}/gzip-file").body
    for _ in "recorded", "played":
        with recording(tmp_path / "it.yaml", contract, target_url=server.url):
            assert ask(f"{server.url}/gzip-file").body == live


def test_an_emulator_is_on_loopback(contract: Contract, tmp_path: Path) -> None:
    heading = own(contract, contract.server, "emulator")
    with (
        pytest.raises(Mistake, match="loopback"),
        recording(tmp_path / "it.yaml", contract, heading=heading),
    ):
        raise AssertionError


def test_a_target_is_a_url(contract: Contract, tmp_path: Path) -> None:
    with (
        pytest.raises(Mistake, match="allowed is"),
        recording(tmp_path / "it.yaml", contract, target_url="emulator"),
    ):
        raise AssertionError
