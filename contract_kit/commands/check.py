"""`contract-kit check`: the main job, everything that tells whether the contract is kept."""

from collections.abc import Sequence
from dataclasses import replace

from contract_kit.commands.fuzz import fuzz
from contract_kit.commands.options import Options
from contract_kit.configuration import Project
from contract_kit.model.report import Progress, Report


def check(project: Project, names: Sequence[str], options: Options, progress: Progress) -> Report:
    """Fuzzes the APIs and judges every exchange by all rules."""
    return replace(fuzz(project, names, options, progress), verb="check")
