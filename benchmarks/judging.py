"""Judging 1,000 exchanges against 1,000 recorded ones, beside deepdiff alone on the same bodies.

And the shapes of job bodies with all their statistics, beside genson, which keeps types only.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from typing import Any

from deepdiff import DeepDiff

from benchmarks.measure import Line
from benchmarks.peers import genson
from benchmarks.tape import cpu
from contract_kit import openapi, rules
from contract_kit.commands.past import journey_of
from contract_kit.formats import store
from contract_kit.model.exhibit import Comparison, Journey
from contract_kit.model.facts import facts_of
from contract_kit.model.inference import shape_of
from contract_kit.model.shape import NOTHING, merge

_ROOT = Path(__file__).parent.parent
_API, _STORY = "zendesk-support", "tickets-life"
_SIZE, _MANY = 1000, 100_000
_GOAL, _LINEAR, _FASTER = 0.1, 1.3, 1.0


def run() -> Iterator[Line]:
    """The best of three of everything, processor time."""
    contract = openapi.load(_ROOT / "specs" / f"{_API}.yaml", _API)
    recorded = store.load(_ROOT / "cassettes" / _API / f"{_STORY}.yaml")
    journey = journey_of(recorded, contract)
    bodies = [
        json.loads(s.exchange.answer.body) for s in journey.sightings if s.exchange.answer.body
    ]
    took = min(cpu(_judge, _repeated(journey, _SIZE), contract) for _ in range(3))
    alone = min(cpu(_deepdiff, bodies, _SIZE) for _ in range(2))
    figure = f"{took:.2f} s ({took / alone:.2f} of deepdiff's {alone:.2f} s)"
    yield Line("judge 1,000 against 1,000", figure, f"<= {_GOAL} s", took <= _GOAL)
    many = cpu(_judge, _repeated(journey, _MANY), contract)
    ratio = many / took / (_MANY / _SIZE)
    yield Line(
        "judge 100,000, an exchange / of 1,000", f"{ratio:.2f}", f"<= {_LINEAR}", ratio <= _LINEAR
    )
    yield _shapes(bodies)


def _repeated(journey: Journey, size: int) -> Journey:
    seen = journey.sightings * (size // len(journey.sightings) + 1)
    return Journey(journey.api, journey.name, journey.server, seen[:size])


def _judge(journey: Journey, contract: Any) -> None:
    for sighting in journey.sightings:
        list(rules.judge(sighting))
    list(rules.judge(journey))
    facts = facts_of(journey)
    list(rules.judge(Comparison(journey.api, contract.operations, facts, facts, 20)))


def _deepdiff(bodies: list[Any], size: int) -> None:
    for n in range(size):
        DeepDiff(bodies[n % len(bodies)], bodies[(n + 1) % len(bodies)])


def _shapes(bodies: list[Any]) -> Line:
    peer = genson()
    if peer is None:
        return Line(
            "shapes / genson", "missing: pip install genson", f">= {_FASTER}", reached=False
        )
    pairs = [(cpu(_shape, bodies), cpu(_genson, peer, bodies)) for _ in range(5)]
    ratio = median(other / one for one, other in pairs)
    ours = 10_000 / median(one for one, _ in pairs)
    return Line(
        "shapes of bodies / genson",
        f"{ratio:.2f} ({ours:,.0f}/s)",
        f">= {_FASTER}",
        ratio >= _FASTER,
    )


def _shape(bodies: list[Any]) -> None:
    found = NOTHING
    for n in range(10_000):
        found = merge(found, shape_of(bodies[n % len(bodies)]))


def _genson(peer: Any, bodies: list[Any]) -> None:
    builder = peer.SchemaBuilder()
    for n in range(10_000):
        builder.add_object(bodies[n % len(bodies)])
