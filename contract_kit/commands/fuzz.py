"""`contract-kit fuzz`: generated requests against a target, judged by the rules."""

from collections.abc import Iterable, Iterator, Sequence

from contract_kit.commands.busy import judge_turned_away
from contract_kit.commands.creations import Creations
from contract_kit.commands.lookout import Lookout
from contract_kit.commands.options import Options
from contract_kit.commands.outage import is_down
from contract_kit.commands.running import Run, run
from contract_kit.configuration import Project
from contract_kit.fuzzer import Budget, Shot
from contract_kit.fuzzer import fuzz as shots_of
from contract_kit.model.report import NotLooked, Progress, Report
from contract_kit.targets import READS, Watched


def fuzz(project: Project, names: Sequence[str], options: Options, progress: Progress) -> Report:
    """Fuzzes the APIs one after the other; the report has one finding for one cause."""
    return run("fuzz", (fuzz_operations,), project, names, options, progress)


def fuzz_operations(run: Run) -> None:
    """Fuzzes the chosen operations of one API, as far as the target may suffer their effects.

    On a server that is not this machine's it changes only what it has created there itself; what
    is left of that is deleted at the end of the run.
    """
    if run.target.recorded:
        return
    allowed = tuple(_allowed(run))
    if not allowed:
        return
    if run.target.loopback:
        run.tally.fuzzed.update(allowed)
        budget = Budget(run.options.cases, run.options.seed, allowed)
        _tell(run, shots_of(run.contract, run.target, run.guard, budget, run.progress))
    else:
        _fuzz_away(run, allowed)


def _allowed(run: Run) -> Iterator[str]:
    for operation in run.contract.operations.values():
        if run.options.operations and operation.id not in run.options.operations:
            continue
        if operation.effect in run.effects:
            yield operation.id
        else:
            detail = f"has the effect {operation.effect}; --allow-writes lets it"
            entry = NotLooked(run.contract.api, operation.id, "writes", detail)
            run.tally.not_looked.append(entry)


def _fuzz_away(run: Run, allowed: tuple[str, ...]) -> None:
    lookout = Lookout(run)
    creations = Creations(run, lookout)
    writes, before = run.effects != READS, len(run.tally.not_looked)
    budget = Budget(run.options.cases, run.options.seed, allowed, gentle=True, linked=writes)
    watched = Watched(run.guard, creations)
    try:
        shots = shots_of(run.contract, run.target, watched, budget, run.progress)
        _tell(run, lookout.told(shots))
    finally:
        creations.end()
    for one in run.guard.turned_away():
        if not is_down(run.contract.operations[one.operation], one.exchange.answer):
            judge_turned_away(run, one)
    if all(one.reason == "writes" for one in run.tally.not_looked[before:]):  # else it was cut off
        run.tally.fuzzed.update(name for name in allowed if creations.may_begin_with(name))


def _tell(run: Run, shots: Iterable[Shot | NotLooked]) -> None:
    for shot in shots:
        if isinstance(shot, NotLooked):
            run.tally.not_looked.append(shot)
        else:
            run.tally.add(shot.sighting, shot.before)
