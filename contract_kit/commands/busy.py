"""Judges how a busy target turns requests away: the answers that the guard hands to nobody."""

from collections.abc import Iterable, Iterator, Sequence

from contract_kit import rules
from contract_kit.commands.running import Run
from contract_kit.model.errors import CouldNotLook
from contract_kit.model.exchange import Exchange
from contract_kit.model.finding import Finding
from contract_kit.model.sighting import Sighting
from contract_kit.stories import Event
from contract_kit.targets import Guard, TurnedAway

Happening = Event | TurnedAway


def with_turned_away(guard: Guard, events: Iterable[Event]) -> Iterator[Happening]:
    """What comes of a story, and before each event what was turned away on the way to it.

    Also where the target is busy for ever: what it said last comes before the error.
    """
    try:
        for event in events:
            yield from guard.turned_away()
            yield event
    except CouldNotLook:
        yield from guard.turned_away()
        raise
    yield from guard.turned_away()


def turned_away(run: Run, one: TurnedAway) -> Sighting:
    """What a rule is shown of such an answer, which is that of no step of any story."""
    return Sighting(run.contract.api, run.contract.operations[one.operation], one.exchange)


def breaches(sighting: Sighting) -> Iterator[Finding]:
    """What such an answer breaks: not that a target is busy, only how it says so may be wrong."""
    return (finding for finding in rules.judge(sighting) if finding.pointer != "status")


def judge_turned_away(run: Run, one: TurnedAway, before: Sequence[Exchange] = ()) -> None:
    """Judges such an answer, after the exchanges that led to it; it counts as no look."""
    run.tally.keep(breaches(turned_away(run, one)), (*before, one.exchange))
