"""Judges what a test asked and was answered, by the same rules as everything else."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import pytest

from contract_kit.commands.past import judged as findings_of
from contract_kit.commands.reproducing import evident
from contract_kit.commands.taking import take
from contract_kit.commands.tally import Tally
from contract_kit.formats import accepted
from contract_kit.model.exchange import Exchange
from contract_kit.model.finding import Evidence, Finding, Verdict
from contract_kit.model.sighting import Journey
from contract_kit.model.target import Credentials, Target
from contract_kit.pytest_plugin.asked import project_of
from contract_kit.pytest_plugin.held import Trial
from contract_kit.pytest_plugin.journeys import journey_of
from contract_kit.recorder import Tape


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding, and the exchange that shows it."""

    finding: Finding
    exchange: Exchange


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a test has shown so far: a journey for each of its recordings, and what they break."""

    journeys: tuple[Journey, ...] = ()
    shown: tuple[Shown, ...] = ()


def judgement_of(trial: Trial) -> Judgement:
    """The judgement of all that was asked up to now, which is made only where more was asked."""
    count = sum(len(tape.exchanges) for tape in trial.tapes)
    if trial.judgement is None or trial.judged != count:
        trial.judgement, trial.judged = _judged(trial), count
    return trial.judgement


def untaken(config: pytest.Config, trial: Trial, shown: Sequence[Shown]) -> list[Shown]:
    """Those that are errors and that the team has not accepted, the gravest first."""
    errors = {one.finding.fingerprint: one for one in shown if one.finding.severity == "error"}
    if not errors:
        return []
    project = project_of(config)
    tally = Tally(trial.contract, _target(trial), found=[one.finding for one in errors.values()])
    held = accepted.load(project.accepted(project.api(trial.api)))
    taken = take(held, tally, whole=False)
    return [replace(errors[found.fingerprint], finding=found) for found in taken.open]


def told_of(trial: Trial) -> dict[str, Any]:
    """What a test adds to the summary, as plain data that a process can hand to another.

    {began, api, target, cases: {operation: {class: n}}, findings, cassettes: {file: [unplayed]},
    refused, left, requests}. What was unplayed means something only where the test ran to its end.
    """
    cases: dict[str, Counter[str]] = {}
    judgement = judgement_of(trial)
    for journey in judgement.journeys:
        for one in journey.sightings:
            status = f"{one.exchange.answer.status // 100}xx"
            cases.setdefault(one.operation.id, Counter())[status] += 1
    kept = [tape.path for tape in trial.tapes if _is_kept(trial) and tape.path.exists()]
    own = trial.tapes[:1] if trial.passed else []  # a shared fixture still has to clear away
    unplayed = {tape.path: [one.n for one in tape.unplayed()] for tape in own}
    return {
        "began": trial.began,
        "api": trial.api,
        "target": trial.server.target,
        "cases": {name: dict(counts) for name, counts in cases.items()},
        "findings": [asdict(one.finding) for one in judgement.shown],
        "cassettes": {str(path): unplayed.get(path, []) for path in kept},
        "refused": sum(len(tape.refused) for tape in trial.tapes) + len(trial.traffic.refused),
        "left": list(trial.traffic.left),
        "requests": sum(len(tape.exchanges) for tape in trial.tapes),
    }


def found_again(told: Mapping[str, Any]) -> Iterator[Finding]:
    """The findings of what `told_of` gave."""
    for one in told["findings"]:
        yield Finding(**{**one, "evidence": Evidence(**one["evidence"])})


def _judged(trial: Trial) -> Judgement:
    """Judges each of the recordings as a journey; the same cause only once."""
    journeys, shown = [], dict[str, Shown]()
    for tape in trial.tapes:
        journey, numbers = journey_of(trial, tape)
        journeys.append(journey)
        for finding in findings_of(journey):
            place = finding.evidence.exchange or len(numbers)
            exchanges = [one.exchange for one in journey.sightings[:place]]
            evidence = _evident(trial, tape, finding, numbers[place - 1], exchanges)
            shown.setdefault(finding.fingerprint, Shown(evidence, exchanges[-1]))
    return Judgement(tuple(journeys), tuple(shown.values()))


def _evident(
    trial: Trial, tape: Tape, finding: Finding, number: int, exchanges: Sequence[Exchange]
) -> Finding:
    """The finding with the recorded exchange, or the commands, that show it again."""
    if _is_kept(trial):
        return replace(finding, evidence=Evidence(cassette=str(tape.path), exchange=number))
    verdict: Verdict = "emulator" if trial.server.target == "emulator" else "unknown"
    judged = replace(finding, verdict=verdict)
    return evident(judged, trial.contract.api, _target(trial), exchanges)


def _is_kept(trial: Trial) -> bool:
    """Whether what is asked comes out of recordings, or goes into them."""
    return trial.server.recorded or trial.mode != "none"


def _target(trial: Trial) -> Target:
    server = trial.server
    return Target(server.target, server.url, Credentials(), server.setup)
