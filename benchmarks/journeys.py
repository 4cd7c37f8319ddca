"""Journeys of any length: one story played again and again, every time with other things in it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import count, islice
from pathlib import Path
from time import sleep

from contract_kit import openapi
from contract_kit.emulator.emulator import Settings
from contract_kit.emulator.registry import started
from contract_kit.model.contract import Contract
from contract_kit.model.exchange import Answer, Exchange, Request
from contract_kit.model.sighting import Journey, Sighting
from contract_kit.model.target import Target
from contract_kit.stories import Played, play, read_stories
from contract_kit.targets import ALL, Guard, credentials_for

_ROOT = Path(__file__).parent.parent
API, STORY = "zendesk-support", "tickets-life"
_JOB = re.compile(rb"(?<![0-9a-f])[0-9a-f]{26}(?=[0-9a-f]{6}(?![0-9a-f]))")


@cache
def contract() -> Contract:
    """The specification of the API whose story it is; one for all, as in any run."""
    return openapi.load(_ROOT / "specs" / f"{API}.yaml", API)


def journey(size: int, first: int = 0) -> Journey:
    """`size` exchanges of the story with the emulator; the seeds count from `first`."""
    known = contract()
    with started(known, Settings(limits="off", seed=first)) as running:
        target = Target("emulator", running.url, credentials_for(API, running.url, {}))
        seen = tuple(islice(_played(known, target, first), size))
    return Journey(API, STORY, target.url, seen)


def longer(journey: Journey, times: int) -> Journey:
    """A journey so many times over, with other jobs each time; nobody has read its answers yet."""
    seen = (_other(one, n) for n in range(times) for one in journey.sightings)
    return replace(journey, sightings=tuple(seen))


def _played(contract: Contract, target: Target, first: int) -> Iterator[Sighting]:
    (story,) = (
        s for s in read_stories(_ROOT / "specs" / f"{API}.arazzo.yaml", contract) if s.name == STORY
    )
    guard = Guard(contract, target, ALL)
    for seed in count(first):
        for event in play(story, contract, target, guard, {"run": str(seed)}, wait=sleep):
            assert isinstance(event, Played), event
            operation = contract.operations[event.operation]
            yield Sighting(API, operation, event.exchange, (), event.step, event.number)


def _other(sighting: Sighting, n: int) -> Sighting:
    asked, answer = sighting.exchange.request, sighting.exchange.answer
    url = _renamed(asked.url.encode(), n).decode()
    exchange = Exchange(
        Request(asked.method, url, asked.headers, _renamed(asked.body, n)),
        Answer(answer.status, answer.headers, _renamed(answer.body, n)),
    )
    return replace(sighting, exchange=exchange)


def _renamed(text: bytes, n: int) -> bytes:
    return _JOB.sub(f"{n:026x}".encode(), text)
