"""While it fuzzes, a target that goes down is told once, and no answer of the outage is judged."""

from collections.abc import Callable
from pathlib import Path

import pytest

from contract_kit.commands import cleaning
from contract_kit.commands.fuzz import fuzz
from contract_kit.commands.options import Options
from contract_kit.model.report import Report
from tests.commands.depot import Depot, elsewhere, project_of
from tests.targets.hostile import hostile, said

PAGE = b"<html>We are back soon</html>"
BAD_GATEWAY = said(502, PAGE, "Content-Type: text/html")
DOWN = [
    BAD_GATEWAY,
    said(503, b'{"error": "no"}', "Content-Type: application/json"),
    said(200, PAGE, "Content-Type: text/html"),
]


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for jobs between two rounds of deletions."""
    monkeypatch.setattr(cleaning, "_PAUSE", 0.0)


def quiet(label: str, done: int, total: int | None) -> None:
    """No progress wanted."""


def fuzzed(
    folder: Path, is_down: Callable[[int, str], bool], answer: list[bytes] = BAD_GATEWAY
) -> tuple[Report, list[str], Depot]:
    """The report, what arrived, and the server, which is down for some requests."""
    depot, project = Depot(), project_of(folder)

    with hostile(
        lambda server: (
            lambda line: answer if is_down(len(server.lines), line) else depot.answer(line)
        )
    ) as server:
        options = Options(target=elsewhere(server), allow_writes=True, cases=10, seed=2)
        return fuzz(project, (), options, quiet), server.lines, depot


@pytest.mark.parametrize("answer", DOWN)
@pytest.mark.parametrize("since", [1, 12])
def test_a_target_that_goes_down_is_asked_no_more_and_told_once(
    tmp_path: Path, answer: list[bytes], since: int
) -> None:
    report, lines, depot = fuzzed(tmp_path, lambda number, _: number >= since, answer)
    told = [one for one in report.not_looked if one.reason != "writes"]
    assert [(one.operation, one.reason) for one in told] == [("", "network")]
    assert "is down or under maintenance" in told[0].detail
    assert {one.kind for one in report.findings} <= {"left-behind"}
    assert report.exit_status("error") == 3
    deletions = 3 * len(depot.kept)  # as often as it is tried at the end
    assert len(lines) <= since + 30 + deletions


def test_one_operation_that_is_broken_is_told(tmp_path: Path) -> None:
    report, _, _ = fuzzed(tmp_path, lambda _, line: line == "GET /things")
    assert ("survives_every_request", "listThings") in {
        (one.rule, one.operation) for one in report.findings
    }
    assert {one.reason for one in report.not_looked} <= {"writes"}


@pytest.mark.parametrize("fails", [lambda number: number in (4, 5, 6), lambda number: number % 2])
def test_what_fails_for_a_moment_is_told(tmp_path: Path, fails: Callable[[int], bool]) -> None:
    report, lines, _ = fuzzed(tmp_path, lambda number, _: fails(number))
    assert "survives_every_request" in {one.rule for one in report.findings}
    assert {one.reason for one in report.not_looked} <= {"writes"}
    assert len(lines) > 20


def test_a_target_that_mostly_fails_is_told_and_asked_to_the_end(tmp_path: Path) -> None:
    report, lines, _ = fuzzed(tmp_path, lambda number, _: bool(number % 3))
    assert "survives_every_request" in {one.rule for one in report.findings}
    assert len(lines) > 20
    reasons = {one.reason for one in report.not_looked}
    assert reasons <= {"writes", "network"}  # its last two answers may be how an outage begins
