"""Each test, each fixture that several share, each client has its recording, and no other's."""

import pytest

from contract_kit.formats.store import load
from tests.pytest_plugin.suite import SHOWS_A_BOOK, Suite
from tests.recorder.clients import CLIENTS

pytest_plugins = ["pytester"]
TWO = """
import pytest, requests

pytestmark = pytest.mark.contract("bookshelf")

@pytest.mark.parametrize("number", [1, 2])
def test_a_book(contract_url, number):
    assert requests.get(f"{contract_url}/books/{number}", timeout=5).json()["id"] == number

class TestShelf:
    def test_a_book(self, contract_url):
        assert requests.get(f"{contract_url}/books", timeout=5).ok
"""


def paths(suite: Suite, name: str) -> list[str]:
    """The paths that a recording holds, in their order."""
    exchanges = load(suite.recorded[name]).exchanges
    return [one.exchange.request.path.removeprefix("/v1") for one in exchanges]


@pytest.mark.parametrize("client", CLIENTS)
def test_every_client_is_recorded_played_and_judged(suite: Suite, broken: str, client: str) -> None:
    suite.write(
        "test_shelf.py",
        f"""
import json, pytest
from tests.recorder.clients import CLIENTS

@pytest.fixture
def contract_config():
    return {{"url": "http://bookshelf.example.com/v1"}}  # not every client here knows TLS

@pytest.mark.contract("bookshelf")
def test_a_book(contract_url):
    told = CLIENTS[{client!r}](f"{{contract_url}}/books/1")
    assert json.loads(told.body)["title"] == "Emma"
""",
    )
    suite.record().assert_outcomes(passed=1)
    suite.asked.clear()
    suite.run().assert_outcomes(passed=1)
    assert suite.asked == []
    suite.run("--contract-target", broken).assert_outcomes(failed=1)


def test_parameters_and_classes_have_recordings_of_their_own(suite: Suite) -> None:
    suite.write("test_shelf.py", TWO)
    suite.record().assert_outcomes(passed=3)
    assert paths(suite, "test_shelf/test_a_book[1]") == ["/books/1"]
    assert paths(suite, "test_shelf/test_a_book[2]") == ["/books/2"]
    assert paths(suite, "test_shelf/TestShelf.test_a_book") == ["/books"]
    suite.run().assert_outcomes(passed=3)


def test_odd_and_long_parameters_make_files_that_do_not_clash(suite: Suite) -> None:
    source = TWO.replace("[1, 2]", "[1, 2], ids=['a/b' + 'x' * 300, 'a:b' + 'x' * 300]")
    suite.write("test_shelf.py", source)
    suite.record().assert_outcomes(passed=3)
    assert len(suite.recorded) == 3
    suite.run().assert_outcomes(passed=3)


def test_once_records_only_where_there_is_nothing_and_new_adds_what_is_missing(
    suite: Suite,
) -> None:
    suite.write("test_shelf.py", SHOWS_A_BOOK)
    suite.record()
    more = SHOWS_A_BOOK + '    requests.get(f"{contract_url}/books/2", timeout=5)\n'
    suite.write("test_shelf.py", more)
    result = suite.record()
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(["record it: pytest test_shelf.py::test_a_book *-record new"])
    suite.record(mode="new").assert_outcomes(passed=1)
    assert paths(suite, "test_shelf/test_a_book") == ["/books/1", "/books/2"]


def test_all_records_anew(suite: Suite) -> None:
    suite.write("test_shelf.py", SHOWS_A_BOOK)
    suite.record()
    suite.write("test_shelf.py", SHOWS_A_BOOK.replace("books/1", "books/2").replace("Emma", "Odes"))
    suite.record(mode="all").assert_outcomes(passed=1)
    assert paths(suite, "test_shelf/test_a_book") == ["/books/2"]


def test_what_is_not_to_be_recorded_leaves_no_file(suite: Suite) -> None:
    suite.write("test_shelf.py", SHOWS_A_BOOK)
    suite.run("--contract-target", suite.url).assert_outcomes(passed=1)
    assert suite.asked == ["GET /v1/books/1"]
    assert not (suite.pytester.path / "cassettes").exists()


def test_fixtures_that_ask_belong_to_the_test_from_setup_to_teardown(suite: Suite) -> None:
    suite.write(
        "test_shelf.py",
        """
import pytest, requests

@pytest.fixture
def book(contract_url):
    yield requests.get(f"{contract_url}/books/1", timeout=5).json()
    requests.get(f"{contract_url}/books/2", timeout=5)

@pytest.mark.contract("bookshelf")
def test_a_book(contract_url, book):
    assert requests.get(f"{contract_url}/books", timeout=5).json()["books"][0] == book
""",
    )
    suite.record().assert_outcomes(passed=1)
    assert paths(suite, "test_shelf/test_a_book") == ["/books/1", "/books", "/books/2"]
    suite.run().assert_outcomes(passed=1)


def test_a_fixture_that_tests_share_has_its_own_recording_whoever_comes_first(
    suite: Suite,
) -> None:
    suite.write(
        "conftest.py",
        """
import pytest, requests

@pytest.fixture(scope="session")
def url(request):
    return request.config.getoption("--contract-target") or "https://bookshelf.example.com/v1"

@pytest.fixture(scope="module")
def shelf(url):
    yield requests.get(f"{url}/books", timeout=5).json()["books"]
    requests.get(f"{url}/books/2", timeout=5)
""",
    )
    suite.write(
        "test_shelf.py",
        """
import pytest, requests

pytestmark = pytest.mark.contract("bookshelf")

def test_one(shelf, contract_url):
    assert requests.get(f"{contract_url}/books/1", timeout=5).json() == shelf[0]

def test_other(shelf):
    assert len(shelf) == 2
""",
    )
    suite.record().assert_outcomes(passed=2)
    assert list(suite.recorded) == ["fixture shelf", "test_shelf/test_one"]
    assert paths(suite, "fixture shelf") == ["/books", "/books/2"]
    assert paths(suite, "test_shelf/test_one") == ["/books/1"]
    suite.asked.clear()
    for first, second in (("test_one", "test_other"), ("test_other", "test_one")):
        names = [f"test_shelf.py::{name}" for name in (first, second)]
        result = suite.run(*names)
        result.assert_outcomes(passed=2)
        result.stdout.no_fnmatch_line("*unplayed*")
    assert suite.asked == []


def test_threads_and_tasks_belong_to_the_test_that_began_them(suite: Suite) -> None:
    suite.write(
        "test_shelf.py",
        """
import asyncio, httpx, pytest, requests
from concurrent.futures import ThreadPoolExecutor

pytestmark = pytest.mark.contract("bookshelf")

def test_threads(contract_url):
    with ThreadPoolExecutor(2) as pool:
        found = pool.map(lambda n: requests.get(f"{contract_url}/books/{n}", timeout=5), [1, 2])
        assert [one.json()["id"] for one in found] == [1, 2]

def test_tasks(contract_url):
    async def ask(client, number):
        return (await client.get(f"{contract_url}/books/{number}")).json()["id"]
    async def both():
        async with httpx.AsyncClient(trust_env=False) as client:
            return await asyncio.gather(ask(client, 1), ask(client, 2))
    assert asyncio.run(both()) == [1, 2]
""",
    )
    suite.record().assert_outcomes(passed=2)
    for name in ("threads", "tasks"):
        assert sorted(paths(suite, f"test_shelf/test_{name}")) == ["/books/1", "/books/2"]
    suite.run().assert_outcomes(passed=2)


def test_async_tests_that_share_a_loop_do_not_share_a_recording(suite: Suite) -> None:
    suite.write(
        "test_shelf.py",
        """
import httpx, pytest

pytestmark = [pytest.mark.anyio, pytest.mark.contract("bookshelf")]

@pytest.fixture(scope="module")
def anyio_backend():
    return "asyncio"

@pytest.fixture(scope="module", autouse=True)
async def loop_of_the_module(anyio_backend):
    yield

@pytest.fixture
async def shelf(contract_url):
    async with httpx.AsyncClient(trust_env=False) as client:
        yield await client.get(f"{contract_url}/books")

@pytest.fixture(scope="module")
async def shared(anyio_backend, pytestconfig):
    url = pytestconfig.getoption("--contract-target") or "https://bookshelf.example.com/v1"
    async with httpx.AsyncClient(trust_env=False) as client:
        yield
        await client.get(f"{url}/books")

@pytest.mark.parametrize("number", [1, 2])
async def test_a_book(contract_url, number, shelf, shared):
    async with httpx.AsyncClient(trust_env=False) as client:
        assert (await client.get(f"{contract_url}/books/{number}")).json()["id"] == number
""",
    )
    suite.record().assert_outcomes(passed=2)
    assert paths(suite, "test_shelf/test_a_book[1]") == ["/books", "/books/1"]
    assert paths(suite, "test_shelf/test_a_book[2]") == ["/books", "/books/2"]
    assert paths(suite, "test_shelf/fixture shared") == ["/books"]
    suite.run().assert_outcomes(passed=2)


def test_the_places_of_recordings_and_the_url_can_be_overridden(suite: Suite) -> None:
    suite.write("test_shelf.py", SHOWS_A_BOOK)
    suite.write(
        "conftest.py",
        f"""
import pytest
from pathlib import Path

@pytest.fixture(scope="session")
def contract_config():
    return {{"url": "{suite.url}"}}

@pytest.fixture
def cassette_path():
    return Path(__file__).parent / "mine" / "book.yaml"
""",
    )
    suite.run("--contract-record", "once").assert_outcomes(passed=1)
    assert (suite.pytester.path / "mine" / "book.yaml").is_file()
    suite.asked.clear()
    suite.run().assert_outcomes(passed=1)
    assert suite.asked == []


def test_the_target_can_be_overridden(suite: Suite) -> None:
    suite.write("test_shelf.py", SHOWS_A_BOOK)
    suite.write(
        "conftest.py",
        f"import pytest\n@pytest.fixture\ndef contract_target():\n    return {suite.url!r}\n",
    )
    suite.run().assert_outcomes(passed=1)
    assert suite.asked == ["GET /v1/books/1"]
