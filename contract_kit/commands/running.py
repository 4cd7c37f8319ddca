"""Runs the parts of a verb over the chosen APIs and makes one report of what they saw."""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from contract_kit.commands.cleaning import settle, tell_abandoned
from contract_kit.commands.ledger import Ledger
from contract_kit.commands.opening import (
    budget_of,
    chosen,
    contract_of,
    default_target,
    effects_allowed,
    target_of,
)
from contract_kit.commands.options import Options
from contract_kit.commands.taking import take
from contract_kit.commands.tally import Tally
from contract_kit.configuration import Api, Project
from contract_kit.formats import accepted
from contract_kit.model.contract import Contract, Effect
from contract_kit.model.errors import CouldNotLook, Mistake
from contract_kit.model.report import NotLooked, Progress, Report
from contract_kit.model.target import Credentials, Target
from contract_kit.targets import Guard, bounds_of


@dataclass(frozen=True, slots=True)
class Run:
    """One API with its target, open: what every part of a verb is given.

    `effects` are those that the target may suffer; all traffic passes `guard`; what is seen goes
    into `tally`, and what stories create into `ledger`.
    """

    project: Project
    api: Api
    contract: Contract
    target: Target
    effects: frozenset[Effect]
    guard: Guard
    options: Options
    tally: Tally
    progress: Progress
    ledger: Ledger


Part = Callable[[Run], None]


def run(
    verb: str,
    parts: Sequence[Part],
    project: Project,
    names: Sequence[str],
    options: Options,
    progress: Progress,
) -> Report:
    """Runs the parts over one API after the other; the report has one finding for one cause.

    Raises `Mistake` where only recordings are there and the verb can do nothing with them, and
    `CouldNotLook` where the only API cannot be looked at; of several, the others are.
    """
    started, began = datetime.now(UTC), time.monotonic()
    apis = chosen(project, names)
    acceptances = [accepted.load(project.accepted(api)) for api in apis]  # may be mistaken
    looked = _run_one if len(apis) == 1 else _run_or_tell
    tallies = [looked(verb, parts, project, api, options, progress) for api in apis]
    whole = verb in ("check", "drift") and not options.operations
    taken = [
        take(held, tally, whole=whole) for held, tally in zip(acceptances, tallies, strict=True)
    ]
    return Report(
        verb=verb,
        target=", ".join(dict.fromkeys(tally.target.name for tally in tallies)),
        started=started.isoformat(timespec="seconds").replace("+00:00", "Z"),
        findings=tuple(finding for one in taken for finding in one.open),
        accepted=tuple(finding for one in taken for finding in one.accepted),
        stale=tuple(entry for one in taken for entry in one.stale),
        looks=tuple(look for tally in tallies for look in tally.looks()),
        not_looked=tuple(entry for tally in tallies for entry in tally.not_looked),
        requests=sum(tally.requests for tally in tallies),
        seconds=round(time.monotonic() - began, 3),
    )


def _run_or_tell(
    verb: str,
    parts: Sequence[Part],
    project: Project,
    api: Api,
    options: Options,
    progress: Progress,
) -> Tally:
    try:
        return _run_one(verb, parts, project, api, options, progress)
    except CouldNotLook as reason:
        nowhere = Target(options.target or "", "", Credentials())
        tally = Tally(contract_of(api, options.operations), nowhere)
        tally.not_looked.append(NotLooked(api.name, "", reason.reason, str(reason)))
        return tally


def _run_one(
    verb: str,
    parts: Sequence[Part],
    project: Project,
    api: Api,
    options: Options,
    progress: Progress,
) -> Tally:
    contract = contract_of(api, options.operations)
    default = "" if options.target else default_target(project, api)
    with target_of(contract, options, default) as target:
        _refuse_recordings(verb, target, options)
        effects = effects_allowed(api, target, options)
        budget = budget_of(verb, api, target, options)
        bounds = bounds_of(verb, budget, loopback=target.loopback)
        guard = Guard(contract, target, effects, bounds, tell=lambda text: progress(text, 0, None))
        tally = Tally(contract, target)
        ledger = Ledger(project.root, api.name)
        opened = Run(
            project, api, contract, target, effects, guard, options, tally, progress, ledger
        )
        try:
            for part in parts:
                part(opened)
        finally:  # also after Ctrl-C
            for page in ledger.pages:
                if not page.ended:
                    settle(ledger, page, guard, tally)
            if target.reset is None:  # what is set back for each story has nothing left
                tell_abandoned(ledger, tally)
            ledger.close()
        tally.requests = guard.sent
    return tally


def _refuse_recordings(verb: str, target: Target, options: Options) -> None:
    """Recordings are only played, and whole: else a run would be green that looked at nothing."""
    if not target.recorded:
        return
    if verb != "check":
        raise Mistake(f"{verb} needs a server, not recordings: say where it is by --target URL")
    if options.operations:
        raise Mistake("recordings are played whole: --operation needs a server, --target URL")
