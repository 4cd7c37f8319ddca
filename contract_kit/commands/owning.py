"""Has a story that creates something on a server clean up after itself, also where it stops."""

from collections.abc import Callable, Iterator, Sequence

from contract_kit.commands.cleaning import GONE, settle
from contract_kit.commands.running import Run
from contract_kit.stories import Event, Owed, Owes, Played, Story, effect_of


def cleaned_up(
    run: Run, story: Story, name: str, begun: Callable[[Owes | None], Iterator[Event]]
) -> Iterator[Event]:
    """What comes of a story; what it has not deleted itself at its end, is deleted then.

    An emulator is brought back to its first state, and a story that only reads owes nothing.
    """
    if run.target.reset is not None or effect_of(story, run.contract) == "read":
        return begun(None)
    return _cleaned_up(run, story, name, begun)


def _cleaned_up(
    run: Run, story: Story, name: str, begun: Callable[[Owes | None], Iterator[Event]]
) -> Iterator[Event]:
    ledger = run.ledger
    page = ledger.begin(run.target.url, story.name, name)

    def owes(owed: Sequence[Owed]) -> None:
        ledger.owe(page, owed)
        run.guard.reserve(len(page.left))

    try:
        for event in begun(owes):
            if isinstance(event, Played) and _is_done(event, page.left):
                ledger.strike(page, event.step)
            yield event
    finally:
        settle(ledger, page, run.guard, run.tally)


def _is_done(played: Played, left: Sequence[Owed]) -> bool:
    status = played.exchange.answer.status
    is_owed = any(one.step == played.step for one in left)
    return is_owed and (200 <= status < 300 or status in GONE)
