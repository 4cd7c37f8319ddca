"""What is known of an API from before: its recordings, their facts, and what they already broke."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from functools import reduce
from hashlib import sha256
from itertools import groupby
from pathlib import Path

from contract_kit import rules
from contract_kit.commands.running import Run
from contract_kit.emulator.clock import START
from contract_kit.formats import baseline, store, vcr
from contract_kit.model.baseline import Baseline
from contract_kit.model.cassette import Cassette, Origin
from contract_kit.model.contract import Contract
from contract_kit.model.facts import NO_FACTS, Facts, facts_of, merge_facts
from contract_kit.model.finding import Finding
from contract_kit.model.sighting import Journey, Sighting

FILE = "baseline.json"


@dataclass(frozen=True, slots=True)
class Past:
    """What an API was seen to do, by recordings of one origin.

    `recordings` counts those that `facts` were learned from, 0 where there are none. `held` are the
    recordings at hand, by story; `broken` what they themselves break.
    """

    facts: Facts = NO_FACTS
    recordings: int = 0
    held: Mapping[str, tuple[Path, Journey]] = field(default_factory=dict)
    broken: tuple[Finding, ...] = ()


def origin_of(run: Run) -> Origin:
    """Whether what the target answers is an emulator's doing or somebody's real server's."""
    return "emulator" if run.target.reset is not None else "live"


def moment_of(run: Run) -> str:
    """The time of a recording, RFC 3339 in UTC; an emulator's time is its own."""
    now = START if origin_of(run) == "emulator" else datetime.now(UTC)
    return now.isoformat(timespec="seconds").replace("+00:00", "Z")


def past_of(run: Run) -> Past:
    """What is known of the target's kind."""
    folder, origin = run.project.cassettes(run.api), origin_of(run)
    learned = baseline_of(run).pasts.get(origin)
    held = dict(_held(run.contract, folder, origin))
    return Past(
        facts=learned.facts if learned else NO_FACTS,
        recordings=len(learned.recordings) if learned else 0,
        held=held,
        broken=tuple(f for _, journey in held.values() for f in judged(journey)),
    )


def baseline_of(run: Run) -> Baseline:
    """The baseline of an API; raises `Mistake` where its file is none."""
    return baseline.load(run.project.cassettes(run.api) / FILE, run.contract.api)


def learn(run: Run, cassettes: Iterable[Cassette]) -> None:
    """Adds one run's recordings to the baseline, as one; what it has learned already adds nothing.

    `cassettes` are scrubbed, as they would be written.
    """
    kept = list(cassettes)
    if not kept:
        return
    digest = sha256(b"".join(map(vcr.render, kept))).hexdigest()[:16]
    facts = reduce(merge_facts, (facts_of(journey_of(one, run.contract)) for one in kept), NO_FACTS)
    path = run.project.cassettes(run.api) / FILE
    baseline.merge_into(path, run.contract.api, origin_of(run), digest, moment_of(run), facts)


def journey_of(cassette: Cassette, contract: Contract) -> Journey:
    """A recording as what a rule is shown; exchanges of no known operation are left out."""
    heading = cassette.heading
    sightings = []
    for _, polled in groupby(cassette.exchanges, key=lambda one: (one.step, one.operation)):
        for number, one in enumerate(polled, 1):
            operation = contract.operations.get(one.operation)
            if operation is not None and not one.withheld:
                sightings.append(
                    Sighting(contract.api, operation, one.exchange, (), one.step, number)
                )
    name, server = (heading.name, heading.base_url) if heading else ("", contract.server)
    return Journey(contract.api, name, server, tuple(sightings))


def judged(journey: Journey) -> Iterator[Finding]:
    """What a story shows: each exchange alone, then all of them, each with its place."""
    for place, sighting in enumerate(journey.sightings, 1):
        for finding in rules.judge(sighting):
            yield replace(finding, evidence=replace(finding.evidence, exchange=place))
    yield from rules.judge(journey)


def _held(
    contract: Contract, folder: Path, origin: Origin
) -> Iterator[tuple[str, tuple[Path, Journey]]]:
    for path in sorted(folder.glob("*.yaml")):
        cassette = store.load(path)
        heading = cassette.heading
        if heading and heading.made_by == "story" and heading.origin == origin:
            yield heading.name, (path, journey_of(cassette, contract))
