"""`contract-kit record`: plays the stories against a target and keeps what came as recordings."""

import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from contract_kit import __version__
from contract_kit.commands.options import Options
from contract_kit.commands.playing import (
    events_of,
    may_play,
    seed_of,
    skip_of,
    stories_of,
    tell_stop,
)
from contract_kit.commands.running import Run, run
from contract_kit.configuration import Project
from contract_kit.emulator.clock import START
from contract_kit.formats import vcr
from contract_kit.formats.rebasing import rebased
from contract_kit.formats.store import Recording
from contract_kit.model.cassette import Cassette, Heading, Recorded
from contract_kit.model.exchange import Exchange, Headers
from contract_kit.model.finding import Evidence, Finding
from contract_kit.model.report import Progress, Report
from contract_kit.scrubbing import Scrubber
from contract_kit.stories import Played, Skipped, Story, uses

_OF_THE_CLIENT = frozenset(("user-agent", "accept-encoding", "connection"))  # its version, not ours
_WITHHELD = b"withheld"


def record(project: Project, names: Sequence[str], options: Options, progress: Progress) -> Report:
    """Records the stories that the target may suffer; one that stops keeps its old recording.

    Every exchange is scrubbed before anything of it touches the disk. What could not be made safe
    is left out and told as a finding.
    """
    return run("record", (_record_stories,), project, names, options, progress)


def _record_stories(run: Run) -> None:
    stories = [story for story in stories_of(run) if "record" in uses(story)]
    for done, story in enumerate(stories, 1):
        run.progress(f"{run.contract.api}: recording", done, len(stories))
        if may_play(run, story):
            _record(run, story)


def _record(run: Run, story: Story) -> None:
    file = run.project.cassettes(run.api) / f"{story.name}.yaml"
    file.parent.mkdir(parents=True, exist_ok=True)
    seed = seed_of(run)
    keeper = _Keeper(run, _heading(run, story, seed), Scrubber(run.contract.document))
    recording = Recording(file, keeper.heading, anew=True)
    before: list[Played] = []
    try:
        for n, event in enumerate(events_of(run, story, seed), 1):
            if isinstance(event, Played):
                kept = keeper.keep(n, event)
                recording.append(kept)
                run.tally.count(event.operation, event.exchange.answer.status)
                run.tally.found.extend(_leaks(run, kept, file))
                before.append(event)
            elif isinstance(event, Skipped):
                run.tally.not_looked.append(skip_of(run, story, event))
            else:
                tell_stop(run, story, event, before)
                recording.discard()
                return
    except BaseException:
        recording.discard()
        raise
    recording.finish()


@dataclass(frozen=True, slots=True)
class _Keeper:
    """Makes what was played fit to be kept: rebased, without the client's own headers, scrubbed."""

    run: Run
    heading: Heading
    scrubber: Scrubber
    began: float = field(default_factory=time.monotonic)

    def keep(self, n: int, played: Played) -> Recorded:
        run = self.run
        exchange = rebased(played.exchange, run.target.url, self.heading.base_url)
        request = replace(exchange.request, headers=_kept(exchange.request.headers))
        operation = run.contract.operations[played.operation]
        scrubbed = self.scrubber.scrub(replace(exchange, request=request), operation)
        one = Recorded(
            n, scrubbed.exchange, played.step, played.operation, self._at(n), scrubbed.withheld
        )
        alone = Cassette(self.heading, (replace(one, n=1),))
        if any(self.scrubber.prove(vcr.render(alone))):
            return replace(one, exchange=_emptied(one.exchange), withheld=("request:body", "body"))
        return one

    def _at(self, n: int) -> float:
        """Seconds since the recording began; an emulator's time moves a second a request."""
        if self.heading.origin == "emulator":
            return float(n - 1)
        return round(time.monotonic() - self.began, 3)


def _heading(run: Run, story: Story, seed: int) -> Heading:
    emulated = run.target.reset is not None
    now = START if emulated else datetime.now(UTC)
    return Heading(
        api=run.contract.api,
        made_by="story",
        name=story.name,
        origin="emulator" if emulated else "live",
        recorded_at=now.isoformat(timespec="seconds").replace("+00:00", "Z"),
        spec=run.contract.digest,
        kit=__version__,
        base_url=run.contract.server,
        seed=seed,
    )


def _kept(headers: Headers) -> Headers:
    return tuple((name, value) for name, value in headers if name.lower() not in _OF_THE_CLIENT)


def _emptied(exchange: Exchange) -> Exchange:
    """The exchange without what nobody could make safe; its URL and status stay."""
    request = replace(
        exchange.request, headers=(), body=_WITHHELD if exchange.request.body else b""
    )
    return Exchange(request, replace(exchange.answer, headers=(), body=_WITHHELD))


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
            evidence=Evidence(cassette=str(file), exchange=kept.n),
        )
