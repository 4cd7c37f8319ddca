"""Tells at the end of a run what the tests under contract looked at, and what they found."""

import time
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from contract_kit import output
from contract_kit.commands.taking import Taken, take
from contract_kit.commands.tally import Tally
from contract_kit.configuration import Project
from contract_kit.formats import accepted
from contract_kit.model.contract import Contract
from contract_kit.model.errors import KitError
from contract_kit.model.report import Look, Report
from contract_kit.model.target import Credentials, Target
from contract_kit.openapi import load
from contract_kit.pytest_plugin.asked import Asked, project_of
from contract_kit.pytest_plugin.expiry import remarks
from contract_kit.pytest_plugin.judging import found_again

_NAMED = 10  # lines about recordings
Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Sum:
    """What all tests of one API told; `name` is what they call it."""

    name: str
    contract: Contract
    cases: Mapping[str, Counter[str]]
    taken: Taken


def tell(terminal: Any, config: pytest.Config, heard: Sequence[Told], *, passed: bool) -> None:
    """Writes the section, and the reports: where they are wanted, or something was found."""
    terminal.section("contract")
    try:
        project = project_of(config)
        sums = [_sum(project, api, heard) for api in sorted({told["api"] for told in heard})]
        report = _report(sums, heard)
        for line in (
            *_operations(sums),
            *_findings(report),
            *_cassettes(config, heard, sums, passed=passed),
        ):
            terminal.line(line)
        terminal.line(_left(heard))
        for folder in _folders(project, Asked.of(config).report, report):
            output.prepare(folder)
            output.save(report, folder)
            terminal.line(f"reports are in {folder}")
    except KitError as error:
        terminal.line(f"contract: {error}", red=True)


def _sum(project: Project, name: str, heard: Sequence[Told]) -> Sum:
    api = project.api(name)
    contract = load(api.spec, api.name)
    ours = [told for told in heard if told["api"] == name]
    cases: dict[str, Counter[str]] = {}
    for told in ours:
        for operation, counts in told["cases"].items():
            cases.setdefault(operation, Counter()).update(counts)
    found = {one.fingerprint: one for told in reversed(ours) for one in found_again(told)}
    tally = Tally(contract, Target("", "", Credentials()), found=list(found.values()))
    held = accepted.load(project.accepted(api))
    return Sum(name, contract, cases, take(held, tally, whole=False))


def _report(sums: Sequence[Sum], heard: Sequence[Told]) -> Report:
    return Report(
        verb="pytest",
        target=", ".join(dict.fromkeys(told["target"] for told in heard)),
        started=datetime.fromtimestamp(min(told["began"] for told in heard), UTC)
        .isoformat(timespec="seconds")
        .replace("+00:00", "Z"),
        findings=tuple(found for one in sums for found in one.taken.open),
        accepted=tuple(found for one in sums for found in one.taken.accepted),
        looks=tuple(
            Look(one.contract.api, operation, dict(sorted(one.cases[operation].items())))
            for one in sums
            for operation in one.contract.operations
            if operation in one.cases
        ),
        requests=sum(told["requests"] for told in heard),
        seconds=round(time.time() - min(told["began"] for told in heard), 3),
    )


def _operations(sums: Sequence[Sum]) -> Iterator[str]:
    for one in sums:
        missing = [name for name in one.contract.operations if name not in one.cases]
        count, of = len(one.cases), len(one.contract.operations)
        left = f"; not asked: {', '.join(missing)}" if missing else ""
        yield f"{one.contract.api}: {count} of {of} operations{left}"


def _findings(report: Report) -> Iterator[str]:
    rules = Counter((found.rule, found.severity) for found in report.findings)
    for (rule, severity), count in sorted(rules.items()):
        yield f"{severity}: {rule} × {count}"
    for finding in report.findings:
        if finding.severity != "error":  # those are told with the test that shows them
            yield (
                f"  {finding.operation} {finding.status} {finding.pointer}: {finding.message} "
                f"({finding.fingerprint})"
            )
    if report.accepted:
        yield f"accepted: {len(report.accepted)}"
    if not report.findings:
        yield "findings: none"


def _cassettes(
    config: pytest.Config, heard: Sequence[Told], sums: Sequence[Sum], *, passed: bool
) -> Iterator[str]:
    contracts = {one.name: one.contract for one in sums}
    lines = list(remarks(config, heard, contracts, passed=passed))
    yield from lines[:_NAMED]
    if len(lines) > _NAMED:
        yield f"… and {len(lines) - _NAMED} more recordings"


def _left(heard: Sequence[Told]) -> str:
    hosts = Counter(host for told in heard for host in told["left"])
    refused = sum(told["refused"] for told in heard)
    left = ", ".join(f"{host} × {count}" for host, count in sorted(hosts.items()))
    return f"left the machine: {left or 'nothing'}" + (f"; refused: {refused}" if refused else "")


def _folders(project: Project, wanted: Path | None, report: Report) -> Iterator[Path]:
    """`contract-kit accept` reads what is found in the project's own reports."""
    if wanted:
        yield wanted
    if report.findings:
        yield project.root / str(project.settings.get("reports", "reports")) / "pytest"
