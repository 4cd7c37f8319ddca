"""Lets somebody look at each request before it leaves, refuse it, and see its answer."""

from collections.abc import Callable
from typing import Protocol

from contract_kit.model.contract import Match
from contract_kit.model.errors import Mistake
from contract_kit.model.exchange import Answer, Request


class NotPlanned(Mistake):
    """A request that may not leave, such as that of a path that leads elsewhere."""


class Watch(Protocol):
    """Sees every planned request of a transport, one at a time."""

    def __call__(self, match: Match, request: Request, leave: Callable[[], Answer]) -> Answer:
        """The answer of `leave`, which sends the request; raises `NotPlanned` where it may not."""
        ...
