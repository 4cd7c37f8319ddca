"""`contract-kit accept`: takes findings of the last runs, with a reason and a last day."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from contract_kit.configuration import Project
from contract_kit.formats import accepted
from contract_kit.model.acceptance import Acceptance
from contract_kit.model.errors import Mistake

_REPORT = "findings.json"


def accept(
    project: Project, fingerprints: Sequence[str], until: date, why: str
) -> tuple[tuple[Path, Acceptance], ...]:
    """Writes the acceptances beside the specifications; gives each with its file.

    What a fingerprint stands for is read in the newest report that has it. Raises `Mistake` where
    none has it, where the day is over, or where there is no reason; then nothing is written.
    """
    if until < datetime.now(UTC).date():
        raise Mistake(f"--until {until} is over: an acceptance holds up to a day to come")
    if not why.strip():
        raise Mistake("--why is empty: say why the finding is taken, for whoever reads it then")
    known = dict(_findings(project.root / project.settings.get("reports", "reports")))
    found = [_known(known, fingerprint) for fingerprint in fingerprints]
    taken = [
        (project.accepted(project.api(str(one["api"]))), _acceptance(one, until, why.strip()))
        for one in found
    ]
    for path in dict.fromkeys(path for path, _ in taken):
        accepted.add(path, [one for other, one in taken if other == path])
    return tuple(taken)


def _findings(folder: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The findings of all reports by fingerprint, the newest report last."""
    reports = [*folder.glob(_REPORT), *folder.glob(f"*/{_REPORT}")]
    for report in sorted(reports, key=lambda path: path.stat().st_mtime):
        try:
            found = json.loads(report.read_text(encoding="utf-8"))["findings"]
            yield from ((finding["fingerprint"], finding) for finding in found)
        except (OSError, ValueError, KeyError, TypeError):
            raise Mistake(f"{report}: this is no report of contract-kit") from None


def _known(known: Mapping[str, Mapping[str, Any]], fingerprint: str) -> Mapping[str, Any]:
    if fingerprint in known:
        return known[fingerprint]
    near = get_close_matches(fingerprint, known, n=1)
    hint = f"did you mean {near[0]}?" if near else "contract-kit check or drift writes reports"
    raise Mistake(f"no report has a finding {fingerprint}; {hint}")


def _acceptance(finding: Mapping[str, Any], until: date, why: str) -> Acceptance:
    names = ("fingerprint", "rule", "operation", "pointer", "kind")
    return Acceptance(until=until, why=why, **{name: str(finding[name]) for name in names})
