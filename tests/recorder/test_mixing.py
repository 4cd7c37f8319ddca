"""Tasks and threads that record and play at once: each has its own; who has none is free."""

import asyncio
import http.client
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp
import httpx
import requests

from contract_kit.formats.store import load
from contract_kit.model.contract import Contract
from contract_kit.recorder import Blocked, Mode, recording
from tests.recorder.clients import EVERY, TLS, Ask, by_requests
from tests.recorder.server import Served

MANY = 30


def paths_in(path: Path) -> list[str]:
    return sorted(one.exchange.request.path.removeprefix("/v1") for one in load(path).exchanges)


@contextmanager
def waiting_thread(job: Callable[[], None]) -> Iterator[Callable[[], None]]:
    """A thread that was begun before, and does its job when it is told to."""
    go = threading.Event()

    def run() -> None:
        go.wait(10)
        job()

    thread = threading.Thread(target=run)
    thread.start()

    def told() -> None:
        go.set()
        thread.join(10)

    try:
        yield told
    finally:
        told()


def test_tasks_record_and_play_each_their_own(
    server: Served, contract: Contract, tmp_path: Path
) -> None:
    async def journey(
        n: int, mode: Mode, one: httpx.AsyncClient, other: aiohttp.ClientSession
    ) -> None:
        url = f"{server.url}/task-{n:02}"
        with recording(tmp_path / f"{n:02}.yaml", contract, mode=mode, target_url=server.url):
            assert (await one.get(f"{url}/a")).text == f"/task-{n:02}/a"
            async with other.get(f"{url}/b") as told:
                assert await told.text() == f"/task-{n:02}/b"
            told_c = await asyncio.to_thread(by_requests, f"{url}/c")
            assert told_c.body == f"/task-{n:02}/c".encode()
            inner = asyncio.create_task(one.get(f"{url}/d"))
            assert (await inner).text == f"/task-{n:02}/d"

    async def all_at_once(mode: Mode) -> None:
        async with (
            httpx.AsyncClient(verify=TLS, trust_env=False) as one,
            aiohttp.ClientSession() as other,
        ):
            await asyncio.gather(*(journey(n, mode, one, other) for n in range(MANY)))

    asyncio.run(all_at_once("once"))
    asked = server.asked.total()
    assert asked == MANY * 4
    for n in range(MANY):
        assert paths_in(tmp_path / f"{n:02}.yaml") == [f"/task-{n:02}/{x}" for x in "abcd"]
    asyncio.run(all_at_once("none"))
    assert server.asked.total() == asked


def test_threads_record_and_play_each_their_own(
    server: Served, contract: Contract, tmp_path: Path
) -> None:
    failures: list[BaseException] = []
    port = urlsplit(server.url).port

    def journey(
        n: int, mode: Mode, one: requests.Session, other: httpx.Client, start: threading.Barrier
    ) -> None:
        url = f"{server.url}/thread-{n:02}"
        start.wait(10)
        try:
            with recording(tmp_path / f"{n:02}.yaml", contract, mode=mode, target_url=server.url):
                for _ in range(2):
                    assert one.get(f"{url}/a", timeout=5).text == f"/thread-{n:02}/a"
                assert other.get(f"{url}/b").text == f"/thread-{n:02}/b"
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
                connection.request("GET", f"/thread-{n:02}/c")
                assert connection.getresponse().read() == f"/thread-{n:02}/c".encode()
                connection.close()
        except BaseException as failure:  # noqa: BLE001 - told by the test
            failures.append(failure)

    def all_at_once(mode: Mode) -> None:
        start = threading.Barrier(MANY)
        with requests.Session() as one, httpx.Client(verify=TLS, trust_env=False) as other:
            one.trust_env = False
            threads = [
                threading.Thread(target=journey, args=(n, mode, one, other, start))
                for n in range(MANY)
            ]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join(30)

    all_at_once("once")
    asked = server.asked.total()
    assert failures == []
    assert asked == MANY * 4
    for n in range(MANY):
        assert paths_in(tmp_path / f"{n:02}.yaml") == [f"/thread-{n:02}/{x}" for x in "aabc"]
    all_at_once("none")
    assert failures == []
    assert server.asked.total() == asked


@EVERY
def test_threads_and_pools_begun_inside_belong_to_the_recording(
    ask: Ask, server: Served, contract: Contract, tmp_path: Path
) -> None:
    path = tmp_path / "it.yaml"
    with ThreadPoolExecutor(1) as older:
        older.submit(int).result()  # its thread is there now
        for _ in "recorded", "played":
            with (
                recording(path, contract, target_url=server.url),
                ThreadPoolExecutor(2) as younger,
            ):
                thread = threading.Thread(target=ask, args=(f"{server.url}/thread",))
                thread.start()
                thread.join()
                timer = threading.Timer(0, ask, (f"{server.url}/timer",))
                timer.start()
                timer.join()
                assert older.submit(ask, f"{server.url}/older").result().body == b"/older"
                told = list(younger.map(ask, [f"{server.url}/younger", f"{server.url}/other"]))
                assert [one.body for one in told] == [b"/younger", b"/other"]
    assert server.asked.total() == 5
    assert paths_in(path) == ["/older", "/other", "/thread", "/timer", "/younger"]


@EVERY
def test_whoever_has_no_recording_goes_through_untouched(
    ask: Ask, server: Served, contract: Contract, tmp_path: Path
) -> None:
    bodies: list[bytes] = []

    def job() -> None:
        bodies.append(ask(f"{server.url}/free").body)

    with waiting_thread(job) as told, ThreadPoolExecutor(1) as pool:
        with recording(tmp_path / "it.yaml", contract, target_url=server.url, mode="none") as tape:
            pool.submit(int).result()  # a thread of the recording, with jobs of others later
            told()
        with (
            waiting_thread(lambda: pool.submit(job).result()) as later,
            recording(tmp_path / "it.yaml", contract, target_url=server.url, mode="none"),
        ):
            later()
    assert bodies == [b"/free", b"/free"]
    assert server.asked == {"/free": 2}
    assert tape.refused == ()
    assert tape.exchanges == ()
    assert list(tmp_path.iterdir()) == []


def test_a_session_may_be_used_with_one_recording_another_and_none(
    server: Served, contract: Contract, tmp_path: Path
) -> None:
    with requests.Session() as session, httpx.Client(verify=TLS, trust_env=False) as client:
        session.trust_env = False

        def both(name: str) -> None:
            assert session.get(f"{server.url}/{name}", timeout=5).text == f"/{name}"
            assert client.get(f"{server.url}/{name}").text == f"/{name}"

        both("before")
        for name in ("one", "other"):
            with recording(tmp_path / f"{name}.yaml", contract, target_url=server.url):
                both(name)
            both("between")
        with recording(tmp_path / "one.yaml", contract, target_url=server.url, mode="none"):
            both("one")
            with recording(tmp_path / "other.yaml", contract, target_url=server.url, mode="none"):
                both("other")
            both("one")
    assert paths_in(tmp_path / "one.yaml") == ["/one", "/one"]
    assert paths_in(tmp_path / "other.yaml") == ["/other", "/other"]
    assert server.asked == {"/before": 2, "/one": 2, "/other": 2, "/between": 4}


@EVERY
def test_a_thread_that_outlives_its_recording_is_refused_while_there_are_others(
    ask: Ask, server: Served, contract: Contract, tmp_path: Path
) -> None:
    refused: list[str] = []

    def late() -> None:
        go.wait(10)
        try:
            ask(f"{server.url}/late")
        except Blocked as blocked:
            refused.append(str(blocked))

    go = threading.Event()
    thread = threading.Thread(target=late)
    with recording(tmp_path / "one.yaml", contract, target_url=server.url):
        thread.start()
    with recording(tmp_path / "other.yaml", contract, target_url=server.url):
        go.set()
        thread.join(10)
    assert len(refused) == 1
    assert "one.yaml: the recording is over" in refused[0]
    assert server.asked.total() == 0
