"""Playing a recording through HTTP clients against cassetter and plain vcrpy, and how flatly."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import requests
import vcr

from benchmarks.measure import Line
from benchmarks.peers import MISSING, cassetter
from benchmarks.tape import SPECIFICATION, cpu, tape
from contract_kit import openapi
from contract_kit.formats.store import load, save
from contract_kit.model.cassette import Cassette
from contract_kit.model.contract import Contract
from contract_kit.player import Player
from contract_kit.recorder import recording
from contract_kit.targets import Replay

_SIZE, _LARGE = 1000, 10_000
_ROUNDS = 12

Get = Callable[[str], bytes]
Playing = Callable[[Path], AbstractContextManager[Get]]


def run() -> Iterator[Line]:
    """CPU a request over 1,000 exchanges beside each peer; the bodies; the index; 10,000."""
    with TemporaryDirectory() as folder:
        file = Path(folder) / "tape.yaml"
        save(file, tape(_SIZE))
        yield from _beside_cassetter(file)
        yield _ratio("replay, requests / vcrpy", 0.1, [_us(_replay, file)], [_us(_vcrpy, file)])
        for name, playing in (("Replay", _replay), ("recorder, httpx", _through(httpx.Client))):
            same = _same(playing, file)
            yield Line(f"exact bodies, {name}", f"{same} of {_SIZE}", "all", same == _SIZE)
    small, large = _index(_SIZE), _index(_LARGE)
    figure = f"{small:.1f} and {large:.1f} µs"
    yield Line("index alone, of 1,000 and of 10,000", figure, "< 20 µs", max(small, large) < 20)
    yield _flat()


def _beside_cassetter(file: Path) -> Iterator[Line]:
    """Through our own transport, and through the recorder that sits in the clients as theirs."""
    for what, goal, ours, client in (
        ("replay, requests / cassetter", 1.3, _replay, requests.Session),
        ("the recorder, requests / cassetter", 1.3, _through(requests.Session), requests.Session),
        ("the recorder, httpx / cassetter", 1.1, _through(httpx.Client), httpx.Client),
    ):
        if cassetter() is None:
            yield Line(what, MISSING, f"<= {goal}", reached=False)
            continue
        peer = _cassetter(client)
        rounds = [(_us(ours, file), _us(peer, file)) for _ in range(_ROUNDS)]
        yield _ratio(what, goal, *zip(*rounds, strict=True))


def _ratio(what: str, goal: float, ours: Sequence[float], peers: Sequence[float]) -> Line:
    """The ratio of the best of each: a tenth of a second is easily disturbed, and only upwards."""
    best, peer = min(ours), min(peers)
    ratio = best / peer
    return Line(what, f"{ratio:.3f} ({best:.0f} of {peer:,.0f} µs)", f"<= {goal}", ratio <= goal)


def _us(playing: Playing, file: Path) -> float:
    """Microseconds of processor time a request, without those of loading."""
    cassette = load(file)
    with playing(file) as get:
        return cpu(_play, cassette, get) / len(cassette.exchanges) * 1e6


def _same(playing: Playing, file: Path) -> int:
    """How many bodies come back from the disk byte for byte."""
    with playing(file) as get:
        return sum(
            get(one.exchange.request.url) == one.exchange.answer.body
            for one in tape(_SIZE).exchanges
        )


def _play(cassette: Cassette, get: Get) -> None:
    for one in cassette.exchanges:
        if not get(one.exchange.request.url):
            raise ValueError(one.n)


@contextmanager
def _replay(file: Path) -> Iterator[Get]:
    with _playing(load(file)) as get:
        yield get


@contextmanager
def _playing(cassette: Cassette) -> Iterator[Get]:
    with Replay(Player(cassette.exchanges)).session() as session:
        yield lambda url: session.get(url).content


def _through(client: Callable[[], Any]) -> Playing:
    @contextmanager
    def playing(file: Path) -> Iterator[Get]:
        with recording(file, _contract(file), mode="none"), client() as session:
            yield lambda url: session.get(url).content

    return playing


def _contract(file: Path) -> Contract:
    """A specification of nothing but the server, beside the recording."""
    spec = file.with_name("bench-spec.yaml")
    spec.write_text(SPECIFICATION, encoding="utf-8")
    return openapi.load(spec)


def _cassetter(client: Callable[[], Any]) -> Playing:
    @contextmanager
    def playing(file: Path) -> Iterator[Get]:
        with cassetter().use_cassette(file, record_mode="none"), client() as session:
            yield lambda url: session.get(url).content

    return playing


@contextmanager
def _vcrpy(file: Path) -> Iterator[Get]:
    player = vcr.VCR(record_mode="none")
    with player.use_cassette(str(file)), requests.Session() as session:
        yield lambda url: session.get(url).content


def _index(size: int) -> float:
    """Microseconds that finding an answer takes, whatever the client."""
    cassette = tape(size)
    player = Player(cassette.exchanges)
    began = time.process_time()
    for one in cassette.exchanges:
        player.play(one.exchange.request)
    return (time.process_time() - began) / size * 1e6


def _flat() -> Line:
    """The last thousand of 10,000 requests beside the first thousand, the median of three times."""
    cassette = tape(_LARGE)
    ratios = []
    for _ in range(3):
        with _playing(cassette) as get:
            parts = [_part(cassette, start) for start in range(0, _LARGE, _SIZE)]
            took = [cpu(_play, part, get) for part in parts]
        ratios.append(took[-1] / took[0])
    ratio = median(ratios)
    return Line("last 1,000 of 10,000 / first 1,000", f"{ratio:.2f}", "<= 1.2", ratio <= 1.2)


def _part(cassette: Cassette, start: int) -> Cassette:
    return Cassette(cassette.heading, cassette.exchanges[start : start + _SIZE])
