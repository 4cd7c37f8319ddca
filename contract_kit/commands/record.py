"""`contract-kit record`: plays the stories against a target and keeps what came as recordings."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from contract_kit.commands.keeping import keeper_of
from contract_kit.commands.options import Options
from contract_kit.commands.outage import cut
from contract_kit.commands.past import baseline_of, learn
from contract_kit.commands.playing import (
    events_of,
    may_play,
    seed_of,
    sighting_of,
    skip_of,
    stories_of,
    tell_stop,
)
from contract_kit.commands.running import Run, run
from contract_kit.configuration import Project
from contract_kit.formats.store import Recording
from contract_kit.model.cassette import Cassette, Recorded
from contract_kit.model.errors import CouldNotLook
from contract_kit.model.finding import Evidence, Finding
from contract_kit.model.report import Progress, Report
from contract_kit.model.sighting import Sighting
from contract_kit.stories import Played, Skipped, Stopped, Story, uses


def record(project: Project, names: Sequence[str], options: Options, progress: Progress) -> Report:
    """Records the stories that the target may suffer; one that stops keeps its old recording.

    Every exchange is scrubbed before anything of it touches the disk. What could not be made safe
    is left out and told as a finding.
    """
    return run("record", (_record_stories,), project, names, options, progress)


def _record_stories(run: Run) -> None:
    stories = [story for story in stories_of(run) if "record" in uses(story)]
    baseline_of(run)  # which may be mistaken: told before anything is written
    recorded: list[Cassette] = []
    for done, story in enumerate(stories, 1):
        run.progress(f"{run.contract.api}: recording", done, len(stories))
        if may_play(run, story):
            try:
                recorded += _record(run, story)
            except CouldNotLook as reason:
                run.tally.not_looked.append(cut(run, story, reason))
    learn(run, recorded)


def _record(run: Run, story: Story) -> list[Cassette]:
    """Writes one story's recording, and gives it back; nothing of one that stopped."""
    file = run.project.cassettes(run.api) / f"{story.name}.yaml"
    seed = seed_of(run)
    keeper = keeper_of(run, story.name, seed)
    recording = Recording(file, keeper.heading, anew=True)
    seen: list[Sighting] = []
    all_kept: list[Recorded] = []
    try:
        for event in events_of(run, story, seed):
            if isinstance(event, Played):
                seen.append(sighting_of(run, event))
                kept = keeper.keep(event.exchange, seen[-1].operation, event.step)
                recording.append(kept)
                all_kept.append(kept)
                run.tally.count(event.operation, event.exchange.answer.status)
                run.tally.found.extend(_leaks(run, kept, file))
            elif isinstance(event, Skipped):
                run.tally.not_looked.append(skip_of(run, story, event))
            elif isinstance(event, Stopped):
                tell_stop(run, story, event, seen)
                recording.discard()
                return []
    except BaseException:
        recording.discard()
        raise
    recording.finish()
    return [Cassette(keeper.heading, tuple(all_kept))]


def _leaks(run: Run, kept: Recorded, file: Path) -> Iterator[Finding]:
    for part in kept.withheld:
        yield Finding(
            rule="guards_its_data",
            kind="withheld",
            api=run.contract.api,
            operation=kept.operation,
            status=str(kept.exchange.answer.status),
            pointer=part,
            expected="nothing that might be a secret",
            actual="withheld",
            message=f"exchange {kept.n}: {part} was left out of the recording, it may be a secret",
            evidence=Evidence(cassette=run.project.shown(file), exchange=kept.n),
        )
