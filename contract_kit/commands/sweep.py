"""`contract-kit sweep`: deletes what earlier runs have created and left, and nothing else."""

from collections.abc import Sequence

from contract_kit.commands.cleaning import left_behind, settle
from contract_kit.commands.options import Options
from contract_kit.commands.running import Run, run
from contract_kit.configuration import Project
from contract_kit.model.errors import Mistake
from contract_kit.model.report import NotLooked, Progress, Report


def sweep(project: Project, names: Sequence[str], options: Options, progress: Progress) -> Report:
    """Deletes what stands in the ledger of the APIs for this target.

    What is still there after that is a finding. Raises `Mistake` without a target.
    """
    if options.target in (None, "emulator"):
        raise Mistake("sweep needs the server on which something was left: --target URL or live")
    return run("sweep", (_sweep,), project, names, options, progress)


def _sweep(run: Run) -> None:
    pages = run.ledger.abandoned(run.target.url)
    for done, page in enumerate(pages, 1):
        run.progress(f"{run.contract.api}: sweeping", done, len(pages))
        known = run.contract.operations
        effects = {known[one.operation].effect for one in page.left if one.operation in known}
        if not effects <= run.effects:
            detail = "it left something behind; --allow-writes lets it be deleted"
            run.tally.not_looked.append(NotLooked(run.contract.api, page.who, "writes", detail))
            continue
        if page.story and not page.owed:
            told = "it was cut off before anybody knew what it created"
            operation = next(iter(run.contract.operations))  # a finding is always of one
            run.tally.found.append(left_behind(run.tally, page, operation, told))
        settle(run.ledger, page, run.guard, run.tally, tell=True)
