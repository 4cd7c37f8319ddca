"""Judging 1,000 exchanges against 1,000 recorded ones, beside deepdiff alone on the same bodies."""

import json
from collections.abc import Iterator
from statistics import median
from typing import Any

from deepdiff import DeepDiff

from benchmarks.journeys import contract, journey, longer
from benchmarks.measure import Line
from benchmarks.tape import cpu
from contract_kit import rules
from contract_kit.model.contract import Contract
from contract_kit.model.exhibit import Comparison, Journey
from contract_kit.model.facts import Facts, facts_of

_SIZE, _TIMES, _ROUNDS = 1000, 100, 25
_GOAL, _LINEAR = 0.1, 1.3


def run() -> Iterator[Line]:
    """Processor time of all rules, on each exchange, on the journey, and against the past."""
    known, before = contract(), facts_of(journey(_SIZE, first=1000))
    one = journey(_SIZE, first=2000)
    rounds = [cpu(_judge, longer(one, 1), known, before) for _ in range(_ROUNDS)]
    recorded, played = (_bodies(journey(_SIZE, first)) for first in (1000, 2000))
    alone = min(cpu(_deepdiff, recorded, played) for _ in range(_ROUNDS))
    took = min(rounds)
    figure = f"{took:.2f} s ({took / alone:.2f} of deepdiff's {alone:.2f} s)"
    yield Line("judge 1,000 against 1,000", figure, f"<= {_GOAL} s", took <= _GOAL)
    many = cpu(_judge, longer(one, _TIMES), known, before)
    ratio = many / median(rounds) / _TIMES
    yield Line(
        "judge 100,000, an exchange / of 1,000", f"{ratio:.2f}", f"<= {_LINEAR}", ratio <= _LINEAR
    )


def _judge(journey: Journey, contract: Contract, before: Facts) -> None:
    for sighting in journey.sightings:
        assert not list(rules.judge(sighting))
    assert not list(rules.judge(journey))
    now = facts_of(journey)
    compared = Comparison(journey.api, contract.operations, before, now, recordings=60)
    assert not list(rules.judge(compared))


def _bodies(journey: Journey) -> list[Any]:
    return [json.loads(one.exchange.answer.body) for one in journey.sightings]


def _deepdiff(recorded: list[Any], now: list[Any]) -> None:
    for one, other in zip(recorded, now, strict=True):
        DeepDiff(one, other)
