"""Keeps the answers by which a busy target turned a request away, so that they are judged too."""

from collections import deque
from dataclasses import dataclass
from urllib.parse import urlsplit

import requests

from contract_kit.model.contract import Contract
from contract_kit.model.exchange import Answer, Exchange
from contract_kit.model.target import Target
from contract_kit.targets.replay import request_of

_MOST = 100  # that are kept where nobody asks for them


@dataclass(frozen=True, slots=True)
class TurnedAway:
    """A request that was sent again, or ended the run, since its answer said: come again later."""

    operation: str
    exchange: Exchange


class Turnstile:
    """What was turned away and nobody has asked for yet, oldest first."""

    def __init__(self, contract: Contract, target: Target) -> None:
        self._contract, self._below = contract, urlsplit(target.url).path
        self._kept: deque[TurnedAway] = deque(maxlen=_MOST)

    def keep(self, asked: requests.PreparedRequest, answer: requests.Response) -> None:
        """Keeps the answer to a request as it was asked, that is without its token.

        An answer to anything else was given to the call for that token, and is nobody's matter.
        """
        path = urlsplit(asked.url or "").path.removeprefix(self._below) or "/"
        match = self._contract.find(asked.method or "", path)
        if match is not None and answer.url == asked.url:
            told = Answer(answer.status_code, tuple(answer.raw.headers.items()), answer.content)
            exchange = Exchange(request_of(asked), told)
            self._kept.append(TurnedAway(match.operation.id, exchange))

    def take(self) -> tuple[TurnedAway, ...]:
        """All that was kept since this was last asked."""
        return tuple(self._kept.popleft() for _ in range(len(self._kept)))
