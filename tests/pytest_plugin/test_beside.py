"""The plugin beside others: pytest-recording, xdist, randomly, the cache of what failed last."""

import pytest

from contract_kit.formats.store import load
from tests.pytest_plugin.suite import PLUGIN, SHOWS_A_BOOK, Suite

pytest_plugins = ["pytester"]
MANY = """
import pytest, requests

pytestmark = pytest.mark.contract("bookshelf")

@pytest.fixture(scope="session", autouse=True)
def shelf(request):
    url = request.config.getoption("--contract-target") or "https://bookshelf.example.com/v1"
    return requests.get(f"{url}/books", timeout=5).json()["books"]

@pytest.mark.parametrize("turn", range(12))
def test_a_book(contract_url, turn):
    number = turn % 2 + 1
    assert requests.get(f"{contract_url}/books/{number}", timeout=5).json()["id"] == number
"""
THEIRS = """
import pytest, requests

@pytest.mark.vcr
def test_a_book():
    assert requests.get("%s/books/1", timeout=5).json()["title"] == "Emma"
"""


def test_processes_record_and_play_side_by_side_and_nothing_is_lost(
    suite: Suite, broken: str
) -> None:
    suite.write("test_shelf.py", MANY)
    four = (*PLUGIN, "-n", "4")
    recorded = suite.pytester.runpytest_subprocess(
        *four, "--contract-target", suite.url, "--contract-record", "once", timeout=60
    )
    recorded.assert_outcomes(passed=12)
    assert len(suite.recorded) == 13
    assert all(load(path).exchanges for path in suite.recorded.values())
    suite.asked.clear()
    suite.run().assert_outcomes(passed=12)
    assert suite.asked == []
    failed = suite.pytester.runpytest_subprocess(*four, "--contract-target", broken, timeout=60)
    failed.assert_outcomes(failed=12)
    failed.stdout.fnmatch_lines(
        ["bookshelf: 2 of 3 operations; *", "error: conforms_to_specification × 2"]
    )


def test_what_failed_last_is_run_again(suite: Suite, broken: str) -> None:
    suite.write("test_shelf.py", SHOWS_A_BOOK + "\ndef test_other():\n    pass\n")
    suite.run("--contract-target", broken).assert_outcomes(failed=1, passed=1)
    suite.run("--contract-target", suite.url, "--lf").assert_outcomes(passed=1)
    suite.run("--contract-target", suite.url, "--lf").assert_outcomes(passed=2)


def test_a_test_of_pytest_recording_stays_theirs(suite: Suite, broken: str) -> None:
    suite.write("test_theirs.py", THEIRS % broken)
    suite.write("test_shelf.py", SHOWS_A_BOOK)
    suite.write("pyproject.toml", '[tool.contract_kit.contract_tests]\n"." = "bookshelf"\n')
    suite.record("--record-mode", "once").assert_outcomes(passed=2)
    theirs = suite.pytester.path / "cassettes" / "test_theirs" / "test_a_book.yaml"
    assert load(theirs).heading is None
    assert list(suite.recorded) == ["test_shelf/test_a_book"]
    result = suite.run()
    result.assert_outcomes(passed=2)
    result.stdout.fnmatch_lines(["bookshelf: 1 of 3 operations; *"])


def test_moving_over_is_a_change_of_marker_and_its_recordings_are_kept(
    suite: Suite, broken: str
) -> None:
    suite.write("test_shelf.py", THEIRS % suite.url)
    suite.run("--record-mode", "once").assert_outcomes(passed=1)
    theirs = suite.pytester.path / "cassettes" / "test_shelf" / "test_a_book.yaml"
    before = theirs.read_bytes()
    moved = (THEIRS % suite.url).replace("mark.vcr", 'mark.contract("bookshelf")')
    suite.write("test_shelf.py", moved)
    suite.asked.clear()
    result = suite.run()
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["bookshelf: 1 of 3 operations; *"])
    assert suite.asked == []
    assert theirs.read_bytes() == before


def test_what_another_tool_recorded_is_judged(suite: Suite, broken: str) -> None:
    suite.write("test_shelf.py", THEIRS % broken)
    suite.run("--record-mode", "once").assert_outcomes(passed=1)
    moved = (THEIRS % broken).replace("mark.vcr", 'mark.contract("bookshelf")')
    suite.write("test_shelf.py", moved)
    suite.run().assert_outcomes(failed=1)


def test_recording_anew_what_another_tool_recorded_makes_a_file_of_its_own(suite: Suite) -> None:
    suite.write("test_shelf.py", THEIRS % suite.url)
    suite.run("--record-mode", "once")
    moved = (THEIRS % suite.url).replace("mark.vcr", 'mark.contract("bookshelf")')
    suite.write("test_shelf.py", moved)
    suite.record(mode="all").assert_outcomes(passed=1)
    assert list(suite.recorded) == ["test_shelf/test_a_book"]


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_order_of_tests_does_not_matter(suite: Suite, seed: str) -> None:
    suite.write("test_shelf.py", MANY)
    suite.record().assert_outcomes(passed=12)
    shuffled = suite.pytester.runpytest_inprocess(*PLUGIN, f"--randomly-seed={seed}")
    shuffled.assert_outcomes(passed=12)
