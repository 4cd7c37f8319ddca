"""`contract-kit fuzz`: generated requests against a target, judged by the rules."""

from collections.abc import Iterator, Sequence

from contract_kit.commands.options import Options
from contract_kit.commands.running import Run, run
from contract_kit.configuration import Project
from contract_kit.fuzzer import Budget
from contract_kit.fuzzer import fuzz as shots_of
from contract_kit.model.report import NotLooked, Progress, Report
from contract_kit.targets import ALL

# What it draws may name anything that is there, and it is to touch only what it has created.
_NOT_AWAY = "the fuzzer changes nothing on a server that is not this machine's"


def fuzz(project: Project, names: Sequence[str], options: Options, progress: Progress) -> Report:
    """Fuzzes the APIs one after the other; the report has one finding for one cause."""
    return run("fuzz", (fuzz_operations,), project, names, options, progress)


def fuzz_operations(run: Run) -> None:
    """Fuzzes the chosen operations of one API, as far as the target may suffer their effects."""
    if run.target.recorded:
        return
    allowed = tuple(_allowed(run))
    if not allowed:
        return
    run.tally.fuzzed.update(allowed)
    options, gentle = run.options, not run.target.loopback
    budget = Budget(options.cases, options.seed, allowed, gentle=gentle)
    for shot in shots_of(run.contract, run.target, run.guard, budget, run.progress):
        if isinstance(shot, NotLooked):
            run.tally.not_looked.append(shot)
        else:
            run.tally.add(shot.sighting, shot.before)


def _allowed(run: Run) -> Iterator[str]:
    for operation in run.contract.operations.values():
        if run.options.operations and operation.id not in run.options.operations:
            continue
        told = f"has the effect {operation.effect}"
        if operation.effect == "read" or (operation.effect in run.effects and run.target.loopback):
            yield operation.id
        else:
            away = run.effects == ALL and not run.target.loopback
            detail = f"{told}; {_NOT_AWAY if away else '--allow-writes lets it'}"
            entry = NotLooked(run.contract.api, operation.id, "writes", detail)
            run.tally.not_looked.append(entry)
