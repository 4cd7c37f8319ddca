"""The findings for other programs: one JSON object whose form is versioned and pinned.

Sorted and in plain ASCII, so that two runs can be compared as text and no terminal can spoil it.
"""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from contract_kit import __version__
from contract_kit.model.acceptance import Acceptance
from contract_kit.model.finding import SEVERITIES, Evidence, Finding
from contract_kit.model.report import NotLooked, Report
from contract_kit.reports.glance import Line, lines, ordered

FILE = "findings.json"
_VERSION = 1


def render(report: Report) -> str:
    """The report as JSON, indented, with a newline at the end."""
    return json.dumps(as_json(report), indent=2) + "\n"


def as_json(report: Report) -> Mapping[str, Any]:
    """The report as JSON values."""
    return {
        "version": _VERSION,
        "kit": __version__,
        "verb": report.verb,
        "target": report.target,
        "started": report.started,
        "findings": [_finding(finding) for finding in (*ordered(report), *report.accepted)],
        "operations": _sorted(_operation(line) for line in lines(report) if line.operation),
        "not_looked": _sorted(map(_not_looked, report.not_looked)),
        "summary": {
            **{severity: report.count(severity) for severity in SEVERITIES},
            "accepted": len(report.accepted),
            "requests": report.requests,
            "seconds": round(report.seconds, 3),
        },
    }


def _sorted(entries: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(entries, key=lambda entry: (entry["api"], entry["operation"], str(entry)))


def _finding(finding: Finding) -> dict[str, Any]:
    return {
        "rule": finding.rule,
        "severity": finding.severity,
        "verdict": finding.verdict,
        "api": finding.api,
        "operation": finding.operation,
        "status": finding.status,
        "pointer": finding.pointer,
        "kind": finding.kind,
        "expected": finding.expected,
        "actual": finding.actual,
        "message": finding.message,
        "evidence": _evidence(finding.evidence),
        "fingerprint": finding.fingerprint,
        "accepted": _accepted(finding.accepted),
    }


def _accepted(acceptance: Acceptance | None) -> dict[str, str] | None:
    if acceptance is None:
        return None
    return {"until": acceptance.until.isoformat(), "why": acceptance.why}


def _evidence(evidence: Evidence) -> dict[str, Any]:
    recorded = {"cassette": evidence.cassette, "exchange": evidence.exchange}
    commands = {"setup": evidence.setup, "curl": evidence.curl}
    return {
        **(recorded if evidence.cassette else {}),
        **(commands if evidence.setup or evidence.curl else {}),
    }


def _operation(line: Line) -> dict[str, Any]:
    return {
        "api": line.api,
        "operation": line.operation,
        "looked": line.looked,
        "cases": {status: line.cases[status] for status in sorted(line.cases)},
    }


def _not_looked(entry: NotLooked) -> dict[str, str]:
    return {
        "api": entry.api,
        "operation": entry.operation,
        "reason": entry.reason,
        "detail": entry.detail,
    }
