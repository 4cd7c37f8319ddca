"""Has a story that creates something on a server clean up after itself, also where it stops.

A story says how by its own steps that delete. For what it creates without such a step the
specification may say it, and what its steps have not deleted is deleted that way.
"""

from collections.abc import Callable, Iterator, Sequence
from urllib.parse import urlsplit

from contract_kit.commands.cleaning import is_gone, settle
from contract_kit.commands.ledger import Page
from contract_kit.commands.running import Run
from contract_kit.openapi.creations import thing_of
from contract_kit.openapi.things import is_deletion
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
    debts = _Debts(run, run.ledger.begin(run.target.url, story.name, name))
    try:
        for event in begun(debts.owe):
            if isinstance(event, Played):
                debts.note(event)
            yield event
    finally:
        settle(run.ledger, debts.page, run.guard, run.tally)


class _Debts:
    """What a story under way has to delete: by its own steps first, then the newest first."""

    def __init__(self, run: Run, page: Page) -> None:
        self.page = page
        self._run = run
        self._own: tuple[Owed, ...] = ()
        self._more: tuple[Owed, ...] = ()
        self._number = 0

    def owe(self, own: Sequence[Owed]) -> None:
        """Notes what the story's own steps could delete now."""
        self._own = tuple(own)
        self._write()

    def note(self, played: Played) -> None:
        """Notes what an exchange of the story has created, or deleted."""
        request, status = played.exchange.request, played.exchange.answer.status
        if is_gone(status):
            self._strike(played)
            self._more = tuple(one for one in self._more if not is_deletion(one.request, request))
        created = self._created(played)
        if created is not None:
            self._more = (created, *self._more)
        self._write()

    def _strike(self, played: Played) -> None:
        if any(one.step == played.step for one in self.page.left):
            self._run.ledger.strike(self.page, played.step)

    def _created(self, played: Played) -> Owed | None:
        run, exchange = self._run, played.exchange
        path = exchange.request.path.removeprefix(urlsplit(run.target.url).path)
        match = run.contract.find(exchange.request.method, path)
        thing = thing_of(run.contract, run.target.url, match, exchange) if match else None
        if thing is None or not thing.new:
            return None
        self._number += 1
        return Owed(f"{played.step}#{self._number}", thing.deleter, thing.deletion)

    def _write(self) -> None:
        """Whatever a step of the story will delete is not to be deleted twice."""
        awaited = [one.request for one in self._own if one.step not in self.page.done]
        more = [
            one
            for one in self._more
            if not any(is_deletion(one.request, request) for request in awaited)
        ]
        self._run.ledger.owe(self.page, [*self._own, *more])
        self._run.guard.reserve(len(self.page.left))
