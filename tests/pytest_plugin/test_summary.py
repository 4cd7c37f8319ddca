"""What a run tells at its end, and the reports that it writes."""

import json
from pathlib import Path

import pytest

from contract_kit.cli import main
from tests.pytest_plugin.suite import SHOWS_A_BOOK, Suite

pytest_plugins = ["pytester"]


def test_it_says_which_operations_were_asked_and_that_nothing_left(suite: Suite) -> None:
    suite.write("test_shelf.py", SHOWS_A_BOOK)
    result = suite.run("--contract-target", suite.url)
    result.stdout.fnmatch_lines(
        [
            "*= contract =*",
            "bookshelf: 1 of 3 operations; not asked: listBooks, addBook",
            "findings: none",
            "left the machine: nothing",
        ]
    )
    assert not (suite.pytester.path / "reports").exists()


def test_reports_are_written_where_they_are_wanted(suite: Suite) -> None:
    suite.write("test_shelf.py", SHOWS_A_BOOK)
    suite.run("--contract-target", suite.url, "--contract-report", "out")
    written = {path.name for path in (suite.pytester.path / "out").iterdir()}
    assert {"findings.json", "junit.xml"} <= written
    report = json.loads((suite.pytester.path / "out" / "findings.json").read_text("utf-8"))
    assert (report["verb"], report["summary"]["requests"]) == ("pytest", 1)
    assert [one["operation"] for one in report["operations"]] == ["showBook"]


def test_what_is_found_can_be_accepted_as_it_is_told(
    suite: Suite, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    suite.write("test_shelf.py", SHOWS_A_BOOK)
    result = suite.run("--contract-target", broken)
    line = next(line for line in result.outlines if "accept it:" in line)
    words = line.partition("contract-kit ")[2].replace('"…"', "known").split()
    monkeypatch.chdir(suite.pytester.path)
    assert main(words) == 0
    again = suite.run("--contract-target", broken)
    again.assert_outcomes(passed=1)
    again.stdout.fnmatch_lines(["accepted: 1"])


def test_exchanges_that_nobody_asks_for_any_more_are_named(suite: Suite) -> None:
    more = '    requests.get(f"{contract_url}/books/2", timeout=5)\n'
    suite.write("test_shelf.py", SHOWS_A_BOOK + more)
    suite.record().assert_outcomes(passed=1)
    suite.write("test_shelf.py", SHOWS_A_BOOK)
    suite.run().stdout.fnmatch_lines(["*/test_shelf/test_a_book.yaml: 1 unplayed: 2"])


def test_a_recording_that_no_test_plays_is_named_after_a_whole_run(suite: Suite) -> None:
    suite.write("test_shelf.py", SHOWS_A_BOOK + SHOWS_A_BOOK.replace("a_book", "other"))
    suite.record()
    suite.write("test_shelf.py", SHOWS_A_BOOK)
    suite.run().stdout.fnmatch_lines(["*/test_shelf/test_other.yaml: no test plays it"])
    for part in (("-k", "book"), ("test_shelf.py",), ("--contract-target", suite.url)):
        suite.run(*part).stdout.no_fnmatch_line("*no test plays it")


def test_recordings_that_are_old_or_of_another_specification_are_named(suite: Suite) -> None:
    suite.write("pyproject.toml", '[tool.contract_kit]\ncontract_max_age = "30d"\n')
    suite.write("test_shelf.py", SHOWS_A_BOOK)
    suite.record()
    path = suite.recorded["test_shelf/test_a_book"]
    _change(path, "recorded_at", '"2020-06-09T22:00:00Z"')
    _change(path, "spec", '"0000000000000000"')
    result = suite.run()
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(
        ["*/test_a_book.yaml: made with another specification, expired, * days old"]
    )


def test_what_leaves_the_machine_is_told(suite: Suite) -> None:
    suite.write(
        "test_shelf.py",
        """
import pytest, socket

@pytest.mark.contract("bookshelf")
def test_it():
    with socket.socket() as connection:
        connection.settimeout(0.01)
        connection.connect_ex(("192.0.2.1", 80))
""",
    )
    result = suite.run("--contract-allowed-hosts", "192.0.2.1")
    result.assert_outcomes(passed=1)
    result.stdout.fnmatch_lines(["left the machine: 192.0.2.1:80 × 1"])


def _change(path: Path, name: str, value: str) -> None:
    lines = path.read_text("utf-8").splitlines()
    changed = [f"  {name}: {value}" if one.startswith(f"  {name}:") else one for one in lines]
    path.write_text("\n".join(changed) + "\n", encoding="utf-8")
