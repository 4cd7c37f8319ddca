"""Throws generated requests at a target and tells what came back: the door to schemathesis.

    contract ─ settings ─▶ schemathesis ─ engine (resets, guard) ─▶ Shot: exchange, failed checks

Judging is not done here: each `Shot` holds a `Sighting` for the rules.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib.util import find_spec

from contract_kit.model.contract import Contract
from contract_kit.model.errors import Mistake
from contract_kit.model.exchange import Exchange
from contract_kit.model.report import NotLooked, Progress
from contract_kit.model.sighting import Sighting
from contract_kit.model.target import Target, Transport

__all__ = ["Budget", "Shot", "fuzz"]


@dataclass(frozen=True, slots=True)
class Budget:
    """How much is tried: `cases` generated an operation, on `operations` only (all if empty).

    `gentle` leaves out everything that is invalid or undeclared, for targets that are not ours, and
    unless it is `linked` what follows from one answer to the next request as well.
    """

    cases: int
    seed: int = 1
    operations: tuple[str, ...] = ()
    gentle: bool = False
    linked: bool = False


@dataclass(frozen=True, slots=True)
class Shot:
    """One request of the fuzzer: what was seen, and the exchanges that led to it, oldest first."""

    sighting: Sighting
    before: tuple[Exchange, ...] = field(default=())


def fuzz(
    contract: Contract,
    target: Target,
    transport: Transport,
    budget: Budget,
    progress: Progress,
) -> Iterator[Shot | NotLooked]:
    """Every request sent and its answer, in order; and what could not be tried, with the reason.

    Before each case (in the stateful phase: each scenario) the target is reset, where it can be.
    The same seed and target give the same cases. A case that the transport refuses as `NotPlanned`
    is left out, and an operation that it lets none of is told once. Raises `Mistake` without
    schemathesis.
    """
    if find_spec("schemathesis") is None:
        raise Mistake("the fuzzer needs schemathesis: pip install 'contract-kit[fuzz]'")
    from contract_kit.fuzzer.engine import shots  # only now: it costs a quarter of a second

    yield from shots(contract, target, transport, budget, progress)
