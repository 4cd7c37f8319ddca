"""Leaves what a server answered where people can read it, and take it as the new recording."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from contract_kit.commands.keeping import kept
from contract_kit.commands.opening import chosen
from contract_kit.commands.past import origin_of
from contract_kit.commands.running import Run
from contract_kit.configuration import Project
from contract_kit.formats import store
from contract_kit.model.sighting import Journey


def leave(run: Run, journey: Journey, seed: int) -> None:
    """Writes the scrubbed exchanges of a story as a recording, in place of the last run's.

    An emulator's answers are evidence of nothing. `seed` is what the story was played with.
    """
    if origin_of(run) == "emulator" or not journey.sightings:
        return
    file = folder_of(run.project) / run.api.name / f"{journey.name}.yaml"
    store.save(file, kept(run, journey, seed), replace=True)


def forget_turned_away(run: Run) -> None:
    """Takes away what `leave_turned_away` has left of the last run."""
    for file in _turned_away(run).glob("*.yaml"):
        file.unlink()


def leave_turned_away(run: Run, journey: Journey, seed: int) -> None:
    """Writes the answers that turned a story's requests away.

    They are for people alone: they lie where no command adopts them, since no story can be played
    out of them.
    """
    if origin_of(run) != "emulator" and journey.sightings:
        file = _turned_away(run) / f"{journey.name}.yaml"
        store.save(file, kept(run, journey, seed), replace=True)


def adopting(project: Project, names: Sequence[str]) -> Iterator[str]:
    """The commands that take the evidence of APIs as their recordings."""
    for api in chosen(project, names):
        left, recordings = folder_of(project) / api.name, project.cassettes(api)
        if left.is_dir():
            yield f"cp {_short(project, left)}/*.yaml {_short(project, recordings)}/"


def folder_of(project: Project) -> Path:
    """Where the evidence of drift lies, with a folder for each API."""
    return project.root / str(project.settings.get("reports", "reports")) / "drift" / "evidence"


def _turned_away(run: Run) -> Path:
    return folder_of(run.project) / "turned-away" / run.api.name


def _short(project: Project, path: Path) -> Path:
    return path.relative_to(project.root) if path.is_relative_to(project.root) else path
