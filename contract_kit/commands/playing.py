"""Plays an API's stories against the target and judges every exchange: a part of `check`."""

import secrets
import time
from collections.abc import Iterator

from contract_kit.commands.running import Run
from contract_kit.model.exchange import Exchange
from contract_kit.model.report import NotLooked
from contract_kit.model.sighting import FailedCheck, Sighting
from contract_kit.stories import (
    Event,
    Played,
    Skipped,
    Stopped,
    Story,
    effect_of,
    play,
    read_stories,
)


def play_stories(run: Run) -> None:
    """Plays every story whose effect the target may suffer; each begins in the first state."""
    path = run.project.stories(run.api)
    if path is None or run.options.operations:
        return
    stories = read_stories(path, run.contract)
    for done, story in enumerate(stories, 1):
        run.progress(f"{run.contract.api}: stories", done, len(stories))
        effect = effect_of(story, run.contract)
        if effect not in run.effects:
            detail = f"has the effect {effect}; --allow-writes lets it"
            run.tally.not_looked.append(_left_out(run, story, "writes", detail))
            continue
        if run.target.reset is not None:
            run.target.reset()
        _judge(run, story, events_of(run, story))


def events_of(run: Run, story: Story) -> Iterator[Event]:
    """What comes of a story played now; its names carry the seed, elsewhere a random word."""
    word = str(run.options.seed) if run.target.loopback else secrets.token_hex(4)
    inputs = {**run.api.settings.get("inputs", {}), "run": word}
    return play(story, run.contract, run.target, run.guard, inputs, wait=time.sleep)


def _judge(run: Run, story: Story, events: Iterator[Event]) -> None:
    before: list[Exchange] = []
    last: Played | None = None
    for event in events:
        if isinstance(event, Played):
            run.tally.add(_sighting(run, event), before)
            before, last = [*before, event.exchange], event
        elif isinstance(event, Skipped):
            detail = f"step {event.step}: {event.detail}"
            run.tally.not_looked.append(_left_out(run, story, event.reason, detail))
        elif last is not None:
            run.tally.add(_sighting(run, last, _stop(story, event)), before[:-1])


def _sighting(run: Run, played: Played, *failed: FailedCheck) -> Sighting:
    operation = run.contract.operations[played.operation]
    return Sighting(run.contract.api, operation, played.exchange, failed)


def _stop(story: Story, stopped: Stopped) -> FailedCheck:
    told = f"story {story.name}, step {stopped.step}: expected {stopped.expected}"
    return FailedCheck("story", f"{told}, came {stopped.came}", expected=stopped.expected)


def _left_out(run: Run, story: Story, reason: str, detail: str) -> NotLooked:
    return NotLooked(run.contract.api, f"story {story.name}", reason, detail)
