"""Judges what a test asked and was answered, by the same rules as everything else."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from contract_kit.commands.past import judged as findings_of
from contract_kit.commands.reproducing import evident
from contract_kit.commands.taking import take
from contract_kit.commands.tally import Tally
from contract_kit.formats.rebasing import rebased
from contract_kit.model.cassette import Recorded
from contract_kit.model.contract import Contract, Operation
from contract_kit.model.exchange import Exchange
from contract_kit.model.finding import Evidence, Finding
from contract_kit.model.sighting import Journey, Sighting
from contract_kit.model.target import Credentials, Target
from contract_kit.pytest_plugin.asked import project_of
from contract_kit.pytest_plugin.held import Trial
from contract_kit.recorder import Tape


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding, and the exchange that shows it."""

    finding: Finding
    exchange: Exchange


def judged(config: pytest.Config, trial: Trial) -> list[Shown]:
    """What a test shows so far that is an error, and not accepted: one finding for one cause."""
    shown = {one.finding.fingerprint: one for one in reversed(list(_shown(trial)))}
    if not shown:
        return []
    project = project_of(config)
    tally = Tally(trial.contract, target_of(trial))
    tally.found += [one.finding for one in shown.values()]
    taken = take(project, project.api(trial.contract.api), tally, whole=False)
    return [
        replace(shown[finding.fingerprint], finding=finding)
        for finding in taken.open
        if finding.severity == "error"
    ]


def told_of(trial: Trial, *, whole: bool) -> dict[str, Any]:
    """What a test adds to the summary, as plain data; what was unplayed means something if `whole`.

    {api, target, cases: {operation: {class: n}}, findings, cassettes: {file: unplayed}, refused,
    left, requests}
    """
    cases: dict[str, Counter[str]] = {}
    for tape in trial.tapes:
        for one in _sightings(trial, tape):
            status = one.exchange.answer.status
            cases.setdefault(one.operation.id, Counter())[f"{status // 100}xx"] += 1
    return {
        "api": trial.contract.api,
        "target": trial.server.target,
        "cases": {name: dict(counts) for name, counts in cases.items()},
        "findings": [asdict(one.finding) for one in _shown(trial)],
        "cassettes": {
            str(tape.path): [one.n for one in tape.unplayed()] if whole else []
            for tape in trial.tapes
            if _is_kept(trial)
        },
        "refused": sum(len(tape.refused) for tape in trial.tapes),
        "left": trial.left,
        "requests": sum(len(tape.exchanges) for tape in trial.tapes),
    }


def target_of(trial: Trial) -> Target:
    """What a trial talks to, for the commands that show a finding again."""
    server = trial.server
    return Target(server.target, server.url, Credentials(), server.setup)


def _shown(trial: Trial) -> Iterator[Shown]:
    for tape in trial.tapes:
        journey, numbers = _journey(trial, tape)
        for finding in findings_of(journey):
            place = finding.evidence.exchange or len(journey.sightings)
            exchanges = [one.exchange for one in journey.sightings[:place]]
            yield Shown(_with_evidence(trial, tape, finding, numbers[place - 1], exchanges), exchanges[-1])


def _with_evidence(
    trial: Trial, tape: Tape, finding: Finding, number: int, exchanges: list[Exchange]
) -> Finding:
    if _is_kept(trial):
        return replace(finding, evidence=Evidence(cassette=_short(tape.path), exchange=number))
    verdict = "emulator" if trial.server.target == "emulator" else "unknown"
    return evident(
        replace(finding, verdict=verdict), trial.contract.api, target_of(trial), exchanges
    )
