"""What one run of the kit has to tell: findings, what was looked at, and what was not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from contract_kit.model.acceptance import Acceptance
from contract_kit.model.finding import SEVERITIES, Finding, Severity


@dataclass(frozen=True, slots=True)
class Look:
    """How often an operation was tried and how it answered: counts by status class (`2xx`)."""

    api: str
    operation: str
    cases: Mapping[str, int] = field(default_factory=dict)

    @property
    def looked(self) -> bool:
        """Whether it was answered at all."""
        return any(self.cases.values())


@dataclass(frozen=True, slots=True)
class NotLooked:
    """An operation that was left out; `reason` is one of `CouldNotLook.REASONS`."""

    api: str
    operation: str
    reason: str
    detail: str


@dataclass(frozen=True, slots=True)
class Report:
    """One run: the verb, the target as the user named it, when it started (RFC 3339, UTC).

    `accepted` are findings that the team has taken, they fail nothing; `stale` the acceptances of
    an API that matched nothing in this run.
    """

    verb: str
    target: str
    started: str
    findings: tuple[Finding, ...] = ()
    accepted: tuple[Finding, ...] = ()
    stale: tuple[tuple[str, Acceptance], ...] = ()
    looks: tuple[Look, ...] = ()
    not_looked: tuple[NotLooked, ...] = ()
    requests: int = 0
    seconds: float = 0.0

    def count(self, severity: Severity) -> int:
        """How many findings have that severity."""
        return sum(finding.severity == severity for finding in self.findings)

    def exit_status(self, fail_on: Severity) -> int:
        """1 with a finding at or above `fail_on`, else 3 where something was not looked at, else 0.

        What was left out because writes were not allowed is the user's own choice, not a failure.
        """
        failing = SEVERITIES[: SEVERITIES.index(fail_on) + 1]
        if any(finding.severity in failing for finding in self.findings):
            return 1
        return 3 if any(entry.reason != "writes" for entry in self.not_looked) else 0


class Progress(Protocol):
    """Told by long work how far it is."""

    def __call__(self, label: str, done: int, total: int | None) -> None:
        """What is worked on, steps done, and steps in all where that is known."""
