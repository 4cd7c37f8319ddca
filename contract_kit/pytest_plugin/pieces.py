"""Looks at one story, one operation or one recording alone, as the verb `check` does at all."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from contract_kit.commands.fuzz import fuzz
from contract_kit.commands.opening import REPLAYED, contract_of
from contract_kit.commands.options import DEFAULT_CASES, Options
from contract_kit.commands.outage import until_outage
from contract_kit.commands.playing import (
    events_of,
    judge_events,
    may_play,
    seed_of,
)
from contract_kit.commands.replaying import replaying
from contract_kit.commands.running import Run, run
from contract_kit.configuration import Api, Project
from contract_kit.formats import store
from contract_kit.model.errors import CouldNotLook
from contract_kit.model.finding import Evidence
from contract_kit.model.report import Report
from contract_kit.model.sighting import Journey
from contract_kit.pytest_plugin.journeys import sightings_of
from contract_kit.stories import Story, read_stories


def stories_of(api: Api, path: Path) -> tuple[Story, ...]:
    """The stories in a file; raises `Mistake` where they are none."""
    return tuple(read_stories(path, contract_of(api)))


def operations_of(api: Api) -> tuple[str, ...]:
    """The operations of a specification; raises `Mistake` where it is none."""
    return tuple(contract_of(api).operations)


def report_of_story(project: Project, api: Api, story: Story, target: str | None) -> Report:
    """Plays a story on a target, or out of its recording, and judges what it shows."""
    return _looked(project, api, target, lambda opened: _play(opened, story))


def report_of_operation(project: Project, api: Api, name: str, target: str | None) -> Report:
    """Fuzzes an operation of a target."""
    cases = int(project.settings.get("cases", DEFAULT_CASES))
    options = replace(_options(project, target), operations=(name,), cases=cases)
    return fuzz(project, [_name(project, api)], options, _quietly)


def report_of_recording(project: Project, api: Api, path: Path) -> Report:
    """Judges a recording as it is."""
    return _looked(project, api, "cassettes", lambda opened: _judge(opened, path))


def _looked(project: Project, api: Api, target: str | None, part: Callable[[Run], None]) -> Report:
    return run(
        "check", (part,), project, [_name(project, api)], _options(project, target), _quietly
    )


def _options(project: Project, target: str | None) -> Options:
    wanted = target or project.settings.get("contract_target")
    return Options(target=wanted, seed=int(project.settings.get("seed", 1)))


def _name(project: Project, api: Api) -> str:
    """What the project finds the API by: its name, or its path where it is none of its own."""
    return api.name if project.apis.get(api.name) == api else str(api.spec)


def _quietly(label: str, done: int, total: int | None) -> None:
    """Nobody is told how far the work is: pytest tells that itself."""


def _play(opened: Run, story: Story) -> None:
    if not opened.target.recorded:
        if may_play(opened, story):
            events = events_of(opened, story, seed_of(opened))
            judge_events(opened, story, opened.target.url, until_outage(opened, story, events))
        return
    path = opened.project.cassettes(opened.api) / f"{story.name}.yaml"
    if not path.is_file():
        raise CouldNotLook("no-data", f"there is no {path}; contract-kit record makes it")
    _, events = replaying(opened.api, opened.contract, story, store.load(path))
    judge_events(opened, story, REPLAYED, events, Evidence(cassette=str(path)))


def _judge(opened: Run, path: Path) -> None:
    cassette, contract = store.load(path), opened.contract
    heading = cassette.heading
    recorded = [(one, one.exchange) for one in cassette.exchanges]
    name, told = (heading.name, heading.made_by == "story") if heading else ("", False)
    seen, numbers = sightings_of(contract, name, recorded, client=not told)
    for sighting, number in zip(seen, numbers, strict=True):
        opened.tally.add(sighting, recorded=Evidence(cassette=str(path), exchange=number))
    server = heading.base_url if heading else contract.server
    if seen:
        journey = Journey(contract.api, path.stem, server, tuple(seen))
        exchanges = [one.exchange for one in seen]
        opened.tally.judge(journey, exchanges, Evidence(cassette=str(path)))
