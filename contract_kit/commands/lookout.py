"""Notices while it fuzzes that a target is down: then nothing more leaves, and no answer is judged.

What an outage is, `outage` says. Here the answers come one operation after the other, so that it
takes several of a second operation to tell it from one that is broken.
"""

from collections.abc import Callable, Iterable, Iterator

from contract_kit.commands.outage import is_down
from contract_kit.commands.running import Run
from contract_kit.fuzzer import Shot
from contract_kit.model.contract import Match
from contract_kit.model.errors import CouldNotLook
from contract_kit.model.exchange import Answer, Request
from contract_kit.model.report import NotLooked

_SEVERAL = 5  # answers of other operations than that which was the first to say so


class Lookout:
    """Sees every answer of a strict target, as a watch, and then what is told of them."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._last: list[str] = []  # the operations of the last answers, all of them of an outage
        self._told = f"{run.target.url} is down or under maintenance"

    def __call__(self, match: Match, request: Request, leave: Callable[[], Answer]) -> Answer:
        """The answer to a request; raises `CouldNotLook` once the target is down."""
        if self._has_seen_enough():
            raise CouldNotLook("network", self._told)
        answer = leave()
        self._last = [*self._last, match.operation.id] if is_down(match.operation, answer) else []
        return answer

    def told(self, shots: Iterable[Shot | NotLooked]) -> Iterator[Shot | NotLooked]:
        """What is to be told: of an outage that lasts to the end, that the target is down."""
        held: list[Shot] = []
        for one in shots:
            if isinstance(one, NotLooked):
                if not (self._has_seen_enough() and one.reason == "network"):
                    yield one
            elif is_down(one.sighting.operation, one.sighting.exchange.answer):
                held.append(one)
            else:
                yield from held
                yield one
                held.clear()
        if len({one.sighting.operation.id for one in held}) > 1:
            yield NotLooked(self._run.contract.api, "", "network", self._told)
        else:
            yield from held

    def _has_seen_enough(self) -> bool:
        return sum(one != self._last[0] for one in self._last) >= _SEVERAL
