"""Parts the findings of a run into those that the team has accepted and those that it has not."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from contract_kit.commands.tally import Tally
from contract_kit.model.acceptance import Acceptance
from contract_kit.model.finding import Finding


@dataclass(frozen=True, slots=True)
class Taken:
    """One API's findings, and its acceptances that matched none of them."""

    open: tuple[Finding, ...]
    accepted: tuple[Finding, ...]
    stale: tuple[tuple[str, Acceptance], ...]


def take(acceptances: Iterable[Acceptance], tally: Tally, *, whole: bool) -> Taken:
    """Holds the findings against an API's acceptances as of today.

    An acceptance is stale only where the run was `whole`, everything was looked at, and its rule
    was asked: what differs from recordings only drift can tell.
    """
    held = {one.fingerprint: one for one in acceptances}
    if not held:
        return Taken(tuple(tally.findings()), (), ())
    today = datetime.now(UTC).date()
    found = [_marked(finding, held.get(finding.fingerprint)) for finding in tally.findings()]
    taken = [one for one in found if one.accepted and one.accepted.holds(today)]
    left = [_expired(one) for one in found if one not in taken]
    told = {finding.fingerprint for finding in found}
    stale = [
        (tally.contract.api, one)
        for one in held.values()
        if whole and not tally.not_looked and one.fingerprint not in told and _asked(one, tally)
    ]
    return Taken(tuple(left), tuple(taken), tuple(stale))


def _marked(finding: Finding, acceptance: Acceptance | None) -> Finding:
    return replace(finding, accepted=acceptance)


def _expired(finding: Finding) -> Finding:
    if finding.accepted is None:
        return finding
    until, why = finding.accepted.until, finding.accepted.why
    message = f"{finding.message} (was accepted until {until}: {why})"
    return replace(finding, message=message, accepted=None)


def _asked(acceptance: Acceptance, tally: Tally) -> bool:
    return tally.compared == acceptance.rule.startswith("keeps_its_")
