"""`contract-kit check`: the main job, everything that tells whether the contract is kept."""

from collections.abc import Sequence

from contract_kit.commands.fuzz import fuzz_operations
from contract_kit.commands.options import Options
from contract_kit.commands.playing import play_stories, replay_stories
from contract_kit.commands.running import run
from contract_kit.configuration import Project
from contract_kit.model.report import Progress, Report

_PARTS = (play_stories, replay_stories, fuzz_operations)


def check(project: Project, names: Sequence[str], options: Options, progress: Progress) -> Report:
    """Plays the stories of the APIs and their recordings, fuzzes, judges all by all rules."""
    return run("check", _PARTS, project, names, options, progress)
