"""A suite in a folder of its own, run in this process as somebody would run it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest

from tests.own_api.server import Bookshelf

ROOT = Path(__file__).parents[2]
BLOCKED = ("schemathesis", "cassetter", "hypothesispytest")  # slow to load, of no use here
PLUGIN = tuple(word for name in BLOCKED for word in ("-p", f"no:{name}"))
ORDER = ("-p", "no:randomly")
SHOWS_A_BOOK = """
import pytest, requests

@pytest.mark.contract("bookshelf")
def test_a_book(contract_url):
    assert requests.get(f"{contract_url}/books/1", timeout=5).json()["title"] == "Emma"
"""


@dataclass(frozen=True)
class Suite:
    """A project with the bookshelf under contract; `url` is where somebody runs it."""

    pytester: pytest.Pytester
    url: str
    asked: list[str]

    def write(self, name: str, source: str) -> Path:
        """A file of the project."""
        path: Path = self.pytester.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(source, encoding="utf-8")
        return path

    def run(self, *arguments: str) -> pytest.RunResult:
        """Runs the suite with the network off, but for what it was told."""
        return self.pytester.runpytest_inprocess(*PLUGIN, *ORDER, *arguments)

    def record(self, *arguments: str, mode: str = "once") -> pytest.RunResult:
        """Runs it against the server, and records what it asks."""
        return self.run("--contract-target", self.url, "--contract-record", mode, *arguments)

    @property
    def recorded(self) -> dict[str, Path]:
        """The recordings of tests, by their path in the folder of the tests' recordings."""
        folder = self.pytester.path / "cassettes" / "bookshelf" / "tests"
        return {
            path.relative_to(folder).with_suffix("").as_posix(): path
            for path in sorted(folder.rglob("*.yaml"))
        }


@contextmanager
def bookshelf(*, broken: bool = False) -> Iterator[tuple[str, list[str]]]:
    """Somebody's server: its base URL, and what it was asked."""
    asked: list[str] = []

    class Served(Bookshelf):
        def parse_request(self) -> bool:
            parsed = super().parse_request()
            if "__contract__" not in self.path:  # whether it is an emulator
                asked.append(f"{self.command} {self.path}")
            return parsed

    Served.broken = broken
    server = ThreadingHTTPServer(("127.0.0.1", 0), Served)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/v1", asked
    finally:
        server.shutdown()
        server.server_close()
        thread.join(5)
