"""aiohttp sends what its caller meant, and that is what is recorded and matched."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import aiohttp

from contract_kit.formats.store import load
from contract_kit.model.contract import Contract
from contract_kit.recorder import recording
from tests.recorder.server import Served


def test_aiohttp_sends_records_and_matches_what_its_caller_meant(
    server: Served, contract: Contract, tmp_path: Path
) -> None:
    async def journey() -> list[bytes]:
        bodies = []
        async with aiohttp.ClientSession(base_url=server.url) as session:
            for kwargs in (
                {"json": {"a": 1}},
                {"data": {"a": "1"}},
                {"data": "é", "params": {"q": "ü"}},
                {"data": _chunks()},
            ):
                async with session.post("/moved", **kwargs) as told:
                    bodies.append(await told.read())
            async with session.get("/latin") as told:
                bodies.append((await told.text()).encode())
            async with session.get("/json") as told:
                bodies.append(str((await told.json())["id"]).encode())
        return bodies

    path = tmp_path / "it.yaml"
    with recording(path, contract, target_url=server.url):
        made = asyncio.run(journey())
    asked = server.asked.total()
    with recording(path, contract, target_url=server.url, mode="none"):
        played = asyncio.run(journey())
    assert server.asked.total() == asked
    assert made == played
    assert made[:4] == [b'{"a": 1}', b"a=1", "é".encode(), b"onetwo"]
    first, second, *_ = load(path).exchanges
    assert first.exchange.request.method == second.exchange.request.method == "POST"
    assert first.exchange.request.body == second.exchange.request.body == b'{"a": 1}'
    kinds = dict(second.exchange.request.headers)
    assert kinds["Content-Type"] == "application/json"


async def _chunks() -> AsyncIterator[bytes]:
    yield b"one"
    yield b"two"
