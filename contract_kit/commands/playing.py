"""Plays an API's stories, on the target or out of their recordings, and judges every exchange."""

import secrets
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from contract_kit.commands.busy import Happening, judge_turned_away, with_turned_away
from contract_kit.commands.opening import REPLAYED
from contract_kit.commands.outage import until_outage
from contract_kit.commands.owning import cleaned_up
from contract_kit.commands.replaying import replaying
from contract_kit.commands.running import Run
from contract_kit.formats import store
from contract_kit.model.finding import Evidence, Finding
from contract_kit.model.report import NotLooked
from contract_kit.model.sighting import FailedCheck, Journey, Sighting
from contract_kit.player import Miss
from contract_kit.stories import (
    Event,
    Owes,
    Played,
    Skipped,
    Stopped,
    Story,
    effect_of,
    play,
    read_stories,
    uses,
)
from contract_kit.targets import TurnedAway


def play_stories(run: Run) -> None:
    """Plays every story whose effect the target may suffer; each begins in the first state."""
    if run.target.recorded:
        return
    stories = stories_of(run)
    for done, story in enumerate(stories, 1):
        run.progress(f"{run.contract.api}: stories", done, len(stories))
        if may_play(run, story):
            events = events_of(run, story, seed_of(run))
            judge_events(run, story, run.target.url, until_outage(run, story, events))


def replay_stories(run: Run) -> None:
    """Plays the stories out of their recordings, without a network, as far as there are any."""
    folder = run.project.cassettes(run.api)
    stories = [story for story in stories_of(run) if "record" in uses(story)]
    for done, story in enumerate(stories, 1):
        file = folder / f"{story.name}.yaml"
        if file.is_file():
            run.progress(f"{run.contract.api}: recordings", done, len(stories))
            _replay(run, story, file)
        elif run.target.recorded:
            detail = f"there is no {file.name}; contract-kit record {run.api.name} makes it"
            run.tally.not_looked.append(_left_out(run, story, "no-data", detail))
    if stories:
        _judge_documented(run, folder / "documented.yaml")


def stories_of(run: Run) -> Sequence[Story]:
    """The stories of an API; none where only some operations are wanted."""
    path = run.project.stories(run.api)
    if path is None or run.options.operations:
        return ()
    return read_stories(path, run.contract)


def may_play(run: Run, story: Story) -> bool:
    """Whether the target may suffer what a story does; where not, that is told."""
    effect = effect_of(story, run.contract)
    if effect in run.effects:
        return True
    detail = f"has the effect {effect}; --allow-writes lets it"
    run.tally.not_looked.append(_left_out(run, story, "writes", detail))
    return False


def seed_of(run: Run) -> int:
    """What the names that a story creates carry: the seed, on other hosts a number drawn now."""
    return run.options.seed if run.target.loopback else secrets.randbelow(10**8)


def events_of(
    run: Run, story: Story, seed: int, *, go_on: bool = False, most_polls: int | None = None
) -> Iterator[Happening]:
    """What comes of a story played on the target, from its first state."""
    if run.target.reset is not None:
        run.target.reset()
    inputs = {**run.api.settings.get("inputs", {}), "run": str(seed)}

    def begun(owes: Owes | None) -> Iterator[Event]:
        return play(
            story,
            run.contract,
            run.target,
            run.guard,
            inputs,
            wait=time.sleep,
            go_on=go_on,
            most_polls=most_polls,
            owes=owes,
        )

    return with_turned_away(run.guard, cleaned_up(run, story, str(seed), begun))


def _replay(run: Run, story: Story, file: Path) -> None:
    cassette = store.load(file)
    _, events = replaying(run.api, run.contract, story, cassette)
    try:
        judge_events(run, story, REPLAYED, events, Evidence(cassette=run.project.shown(file)))
    except Miss as miss:
        detail = f"{file.name} no longer fits its story: {miss}"
        run.tally.not_looked.append(_left_out(run, story, "no-data", detail))


def judge_events(
    run: Run,
    story: Story,
    server: str,
    events: Iterable[Happening],
    recorded: Evidence | None = None,
) -> None:
    """Judges what comes of a story, exchange by exchange and then as a whole.

    `server` is the URL that its requests begin with; `recorded` says where it was played from.
    """
    seen: list[Sighting] = []
    for event in events:
        if isinstance(event, Played):
            sighting = sighting_of(run, event)
            run.tally.add(sighting, [one.exchange for one in seen], recorded)
            seen.append(sighting)
        elif isinstance(event, TurnedAway):
            judge_turned_away(run, event, [one.exchange for one in seen])
        elif isinstance(event, Skipped):
            run.tally.not_looked.append(skip_of(run, story, event))
        else:
            tell_stop(run, story, event, seen, recorded)
    if seen:
        journey = Journey(run.contract.api, story.name, server, tuple(seen))
        run.tally.judge(journey, [one.exchange for one in seen], recorded)


def _judge_documented(run: Run, file: Path) -> None:
    """Judges what the vendor's own documents show, where somebody has written it down."""
    if not file.is_file():
        return
    for one in store.load(file).exchanges:
        operation = run.contract.operations.get(one.operation)
        if operation is not None:
            sighting = Sighting(run.contract.api, operation, one.exchange)
            evidence = Evidence(cassette=run.project.shown(file), exchange=one.n)
            run.tally.add(sighting, recorded=evidence)


def sighting_of(run: Run, played: Played) -> Sighting:
    """What a rule is shown of an exchange of a story."""
    return Sighting(
        run.contract.api,
        run.contract.operations[played.operation],
        played.exchange,
        step=played.step,
        number=played.number,
    )


def stop_of(story: Story, stopped: Stopped) -> FailedCheck:
    """What a step that did not go as it should tells the rules."""
    told = f"story {story.name}, step {stopped.step}: expected {stopped.expected}"
    check = "poll" if stopped.endless else "story"
    return FailedCheck(check, f"{told}, came {stopped.came}", stopped.place, stopped.expected)


def tell_stop(
    run: Run,
    story: Story,
    stopped: Stopped,
    seen: Sequence[Sighting],
    recorded: Evidence | None = None,
) -> None:
    """Tells of a story's end before its last step, by the last exchange where there was one."""
    failed = stop_of(story, stopped)
    if seen:
        last = replace(seen[-1], failed=(failed,))
        run.tally.judge(last, [one.exchange for one in seen], recorded)
        return
    run.tally.found.append(
        Finding(
            rule="completes_its_stories",
            kind="stopped",
            api=run.contract.api,
            operation=stopped.operation,
            status="",
            pointer=stopped.place,
            expected=stopped.expected,
            actual=stopped.came,
            message=failed.message,
        )
    )


def skip_of(run: Run, story: Story, skipped: Skipped) -> NotLooked:
    """A step that was not played, and why."""
    return _left_out(run, story, skipped.reason, f"step {skipped.step}: {skipped.detail}")


def _left_out(run: Run, story: Story, reason: str, detail: str) -> NotLooked:
    return NotLooked(run.contract.api, f"story {story.name}", reason, detail)
