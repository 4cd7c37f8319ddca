"""The exit status says what a run has found, in one number."""

import pytest

from contract_kit.model.errors import CouldNotLook
from contract_kit.model.finding import SEVERITIES, Finding, Severity
from contract_kit.model.report import Look, NotLooked, Report


def finding(severity: Severity) -> Finding:
    return Finding("rule", "kind", "api", "op", "200", "", "", "", "", severity=severity)


def report(severities: list[Severity], reasons: list[str]) -> Report:
    return Report(
        verb="check",
        target="emulator",
        started="2026-01-01T00:00:00Z",
        findings=tuple(finding(severity) for severity in severities),
        not_looked=tuple(NotLooked("api", "op", reason, "") for reason in reasons),
    )


@pytest.mark.parametrize(
    ("severities", "reasons", "fail_on", "status"),
    [
        ([], [], "error", 0),
        (["error"], [], "error", 1),
        (["warning", "info"], [], "error", 0),
        (["warning"], [], "warning", 1),
        (["info"], [], "warning", 0),
        (["info"], [], "info", 1),
        (["error"], [], "info", 1),
        ([], ["network"], "error", 3),
        (["warning"], ["network"], "error", 3),
        (["error"], ["network"], "error", 1),
        ([], ["writes"], "error", 0),
        ([], ["writes", "quota"], "error", 3),
    ],
)
def test_findings_count_before_what_could_not_be_looked_at(
    severities: list[Severity], reasons: list[str], fail_on: Severity, status: int
) -> None:
    assert report(severities, reasons).exit_status(fail_on) == status


@pytest.mark.parametrize("reason", [r for r in CouldNotLook.REASONS if r != "writes"])
def test_every_reason_but_the_users_own_choice_is_status_3(reason: str) -> None:
    assert report([], [reason]).exit_status("error") == 3


def test_findings_are_counted_by_severity() -> None:
    told = report(["error", "info", "error"], [])
    assert [told.count(severity) for severity in SEVERITIES] == [2, 0, 1]


def test_an_operation_that_never_answered_was_not_looked_at() -> None:
    assert Look("api", "op", {"4xx": 1}).looked
    assert not Look("api", "op", {"2xx": 0}).looked
    assert not Look("api", "op").looked


def test_a_reason_outside_the_closed_list_is_a_bug() -> None:
    with pytest.raises(ValueError, match="unknown reason 'rain'"):
        CouldNotLook("rain", "wet")
