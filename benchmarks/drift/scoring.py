"""Holds what drift found against what was changed: found, placed, alarmed for nothing."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from benchmarks.drift.kind import Family, Kind
from benchmarks.drift.trial import Trial
from contract_kit.model.finding import Finding

BUDGET = 80  # requests a run, confirmation included


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of one kind of change; `findings` are those that the unchanged vendor does not get.

    What no answer within the budget shows is neither found nor placed. `reading` says whether the
    stories that only read find it, `inside` whether the promise was kept all the same, `broken`
    what ended a run early.
    """

    name: str
    family: Family
    api: str
    inside: bool
    visible: bool
    found: bool
    placed: bool
    reading: bool
    requests: int
    findings: tuple[Finding, ...]
    broken: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the table: how many kinds, and of those that are visible how many were found."""

    label: str
    kinds: int
    visible: int
    found: int
    placed: int
    reading: int


def outcome_of(kind: Kind, whole: Trial, reading: Trial, usual: frozenset[str]) -> Outcome:
    """Judges a run of all stories, and one of those that only read.

    `usual` are the fingerprints of what the unchanged vendor gets.
    """
    findings = tuple(one for one in whole.findings if one.fingerprint not in usual)
    read = (one for one in reading.findings if one.fingerprint not in usual)
    telling = _telling(kind, findings)
    visible = 0 < whole.counted.first <= BUDGET
    return Outcome(
        name=kind.name,
        family=kind.family,
        api=kind.api,
        inside=kind.inside,
        visible=visible,
        found=visible and bool(telling),
        placed=visible and any(kind.placed(one) for one in telling),
        reading=visible and bool(_telling(kind, read)),
        requests=max(whole.requests, reading.requests),
        findings=findings,
        broken=whole.broken or reading.broken,
    )


def row(label: str, outcomes: Sequence[Outcome]) -> Row:
    """The figures of some kinds together."""
    return Row(
        label,
        len(outcomes),
        sum(one.visible for one in outcomes),
        sum(one.found for one in outcomes),
        sum(one.placed for one in outcomes),
        sum(one.reading for one in outcomes),
    )


def _telling(kind: Kind, findings: Iterable[Finding]) -> list[Finding]:
    return [one for one in findings if kind.inside or one.severity in ("error", "warning")]
