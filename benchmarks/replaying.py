"""Playing a recording through requests against plain vcrpy, and how flat the index is."""

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import requests
import vcr

from benchmarks.measure import Line
from contract_kit.formats.vcr import render
from contract_kit.model.cassette import Cassette, Heading, Recorded
from contract_kit.model.exchange import Answer, Exchange, Request
from contract_kit.player import Player
from contract_kit.targets import Replay

_BASE = "https://api.example.com"
_HEADING = Heading(
    "bench", "test", "bench", "emulator", "2020-06-09T22:00:00Z", "0" * 16, "0", _BASE, 1
)
_BODY = b'{"data":{"id":"8b72559ae838","job_status":"completed","results":[],"number":%d}}'


def run() -> Iterator[Line]:
    """CPU a request over 1,000 exchanges, ours and vcrpy's; the index alone at 1,000 and 10,000."""
    tape = _tape(1000)
    ours, peer = _ours(tape), _vcrpy(tape)
    ratio = ours / peer
    figure = f"{ratio:.3f} ({ours * 1e6:.0f} of {peer * 1e6:,.0f} µs)"
    yield Line("replay through requests / vcrpy", figure, "<= 0.1", ratio <= 0.1)
    small, large = _index(1000), _index(10_000)
    figure = f"{small * 1e6:.1f} and {large * 1e6:.1f} µs"
    yield Line("index alone, of 1,000 and of 10,000", figure, "< 20 µs", max(small, large) < 2e-5)
    first, last = _at(10_000, 0), _at(10_000, 9_999)
    ratio = last / first
    yield Line("last of 10,000 / first", f"{ratio:.2f}", "<= 1.2", ratio <= 1.2)


def _tape(size: int) -> tuple[Recorded, ...]:
    return tuple(
        Recorded(
            n,
            Exchange(
                Request("GET", f"{_BASE}/jobs/{n}"),
                Answer(200, (("Content-Type", "application/json"),), _BODY % n),
            ),
        )
        for n in range(1, size + 1)
    )


def _ours(tape: tuple[Recorded, ...]) -> float:
    with Replay(Player(tape)).session() as session:
        return _a_request(tape, lambda url: session.get(url).content)


def _vcrpy(tape: tuple[Recorded, ...]) -> float:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "tape.yaml"
        path.write_bytes(render(Cassette(_HEADING, tape)))
        player = vcr.VCR(record_mode="none")
        with player.use_cassette(str(path)), requests.Session() as session:
            return _a_request(tape, lambda url: session.get(url).content)


def _a_request(tape: tuple[Recorded, ...], get: Callable[[str], bytes]) -> float:
    began = time.process_time()
    for one in tape:
        if b"job_status" not in get(one.exchange.request.url):
            raise ValueError(one.n)
    return (time.process_time() - began) / len(tape)


def _index(size: int) -> float:
    tape = _tape(size)
    player = Player(tape)
    began = time.process_time()
    for one in tape:
        player.play(one.exchange.request)
    return (time.process_time() - began) / size


def _at(size: int, index: int) -> float:
    tape = _tape(size)
    player, asked = Player(tape), replace(tape[index].exchange.request)
    began = time.process_time()
    for _ in range(20_000):
        player.play(asked)
    return (time.process_time() - began) / 20_000
