"""What a run comes to at a glance: one line an operation, its findings in order, what was left out.

The forms that people read differ in looks only; what they say, and in which order, stands here.
"""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from contract_kit.model.finding import SEVERITIES, Finding
from contract_kit.model.report import Report

Mark = Literal["finding", "warning", "info", "skipped", "ok"]

CLASSES = ("2xx", "3xx", "4xx", "5xx")
_MARKS: Mapping[str, Mark] = {"error": "finding", "warning": "warning", "info": "info"}
_UNSEEN = re.compile(  # controls, direction marks, halves of pairs, what XML 1.0 (2.2) forbids
    "[\x00-\x08\x0a-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufffe\uffff]"
)


@dataclass(frozen=True, slots=True)
class Line:
    """One operation: its cases by status class, and the worst that is to be said of it."""

    api: str
    operation: str
    cases: Mapping[str, int]
    mark: Mark

    @property
    def looked(self) -> bool:
        """Whether it was answered at all."""
        return any(self.cases.values())


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Operations of one API that were not looked at for the same reason."""

    reason: str
    detail: str
    api: str
    operations: tuple[str, ...]


def lines(report: Report) -> tuple[Line, ...]:
    """Every operation that the report speaks of, by API, as the specification orders them."""
    cases: dict[tuple[str, str], Counter[str]] = {}
    for look in report.looks:
        cases.setdefault((look.api, look.operation), Counter()).update(look.cases)
    for entry in report.not_looked:
        cases.setdefault((entry.api, entry.operation), Counter())
    severities: dict[tuple[str, str], set[str]] = {}
    for finding in report.findings:
        cases.setdefault((finding.api, finding.operation), Counter())
        severities.setdefault((finding.api, finding.operation), set()).add(finding.severity)
    return tuple(
        Line(*key, cases[key], _mark(severities.get(key, set()), any(cases[key].values())))
        for key in sorted(cases, key=lambda key: key[0])
    )


def ordered(report: Report) -> tuple[Finding, ...]:
    """The findings, worst first, then by where they are: the same order in every run."""
    return tuple(
        sorted(
            report.findings,
            key=lambda found: (
                SEVERITIES.index(found.severity),
                *(found.api, found.operation, found.rule),
                *(found.status, found.pointer, found.kind, found.message),
            ),
        )
    )


def left_out(report: Report) -> tuple[LeftOut, ...]:
    """What was not looked at, operations with the same reason together."""
    groups: dict[tuple[str, str, str], list[str]] = {}
    for entry in report.not_looked:
        group = groups.setdefault((entry.reason, entry.detail, entry.api), [])
        group.append(name_of(entry.operation))
    return tuple(LeftOut(*key, tuple(operations)) for key, operations in sorted(groups.items()))


def name_of(operation: str) -> str:
    """The name of an operation as people read it.

    >>> name_of(""), name_of("showJob")
    ('(whole API)', 'showJob')
    """
    return visible(operation) or "(whole API)"


def title(finding: Finding) -> str:
    """What is broken and where, in one line."""
    place = f"{finding.api} {name_of(finding.operation)} {finding.status}".rstrip()
    return f"{finding.severity} {finding.rule}: {visible(place)}"


def facts(finding: Finding) -> tuple[tuple[str, str], ...]:
    """What is known of a finding beside its title and commands: a label and one line each."""
    evidence = finding.evidence
    exchange = "" if evidence.exchange is None else f" exchange {evidence.exchange}"
    known = (
        ("pointer", finding.pointer),
        ("kind", finding.kind),
        ("expected", finding.expected),
        ("actual", finding.actual),
        ("message", finding.message),
        ("verdict", finding.verdict),
        ("cassette", f"{evidence.cassette}{exchange}"),
        ("fingerprint", finding.fingerprint),
    )
    return tuple((label, visible(text)) for label, text in known if text)


def commands(finding: Finding) -> tuple[str, ...]:
    """The commands that show a finding again, in the order in which they are run."""
    steps = (finding.evidence.setup, finding.evidence.curl)
    return tuple("\n".join(map(visible, step.split("\n"))) for step in steps if step)


def taken(report: Report) -> tuple[str, ...]:
    """One line for each accepted finding, and for each acceptance that nothing matches any more."""
    accepted = [
        f"accepted until {one.accepted.until} ({visible(one.accepted.why)}): "
        f"{one.rule} {one.kind}, {visible(f'{one.api} {name_of(one.operation)} {one.pointer}')} "
        f"{one.fingerprint}"
        for one in report.accepted
        if one.accepted
    ]
    stale = [
        f"accepted but not found any more: {one.rule} {one.kind}, "
        f"{visible(f'{api} {name_of(one.operation)} {one.pointer}')} {one.fingerprint}"
        for api, one in report.stale
    ]
    return (*accepted, *stale)


def tally(report: Report) -> str:
    """The number of findings.

    >>> tally(Report("check", "emulator", "2026-01-01T00:00:00Z"))
    '0 errors, 0 warnings, 0 info'
    """
    errors, warnings = report.count("error"), report.count("warning")
    accepted = f", {len(report.accepted)} accepted" if report.accepted else ""
    infos = f"{report.count('info')} info"
    return f"{_many(errors, 'error')}, {_many(warnings, 'warning')}, {infos}{accepted}"


def effort(report: Report) -> str:
    """What the run looked at, and what it took.

    >>> effort(Report("check", "emulator", "2026-01-01T00:00:00Z", requests=1200, seconds=8.25))
    '0 operations, 1,200 requests, 8.2 s on emulator'
    """
    looked = _many(sum(line.looked for line in lines(report)), "operation")
    requests = _many(report.requests, "request")
    return f"{looked}, {requests}, {report.seconds:.1f} s on {visible(report.target)}"


def visible(text: str) -> str:
    r"""One line of text with everything escaped that a terminal, a reader or XML would not show.

    >>> print(visible("\x1b[2J and \n"))
    \x1b[2J and \n
    """
    return _UNSEEN.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def _mark(severities: set[str], looked: bool) -> Mark:
    worst = next((severity for severity in SEVERITIES if severity in severities), None)
    if worst:
        return _MARKS[worst]
    return "ok" if looked else "skipped"


def _many(count: int, noun: str) -> str:
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
