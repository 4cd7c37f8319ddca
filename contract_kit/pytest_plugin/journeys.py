"""Reads what a test asked as one journey, in the form in which rules are shown it."""

from collections import Counter
from collections.abc import Iterator
from itertools import groupby

from contract_kit.formats.rebasing import rebased
from contract_kit.model.cassette import Recorded
from contract_kit.model.contract import Contract, Operation
from contract_kit.model.exchange import Exchange, Request
from contract_kit.model.sighting import Journey, Sighting
from contract_kit.pytest_plugin.held import Trial
from contract_kit.recorder import Tape


def journey_of(trial: Trial, tape: Tape) -> tuple[Journey, tuple[int, ...]]:
    """The journey, and the number of each of its exchanges in the recording.

    Left out are exchanges of no known operation, those that were withheld since they might hold a
    secret, and what an injected fault has struck. All are below the contract's own server.
    """
    contract, name = trial.contract, tape.path.stem
    seen = list(_seen(trial, tape))
    sightings = []
    for _, polled in groupby(seen, key=lambda one: one[1].id):
        for number, (_, operation, exchange) in enumerate(polled, 1):
            sightings.append(Sighting(contract.api, operation, exchange, (), name, number))
    journey = Journey(contract.api, name, contract.server.rstrip("/"), tuple(sightings))
    return journey, tuple(one.n for one, _, _ in seen)


def _seen(trial: Trial, tape: Tape) -> Iterator[tuple[Recorded, Operation, Exchange]]:
    struck = _Struck(trial, tape)
    base = trial.contract.server.rstrip("/")
    for place, one in enumerate(tape.exchanges):
        exchange = rebased(one.exchange, trial.server.url, base)
        operation = _operation(trial.contract, exchange.request)
        if operation is None or struck.takes(place, operation.id) or one.withheld:
            continue
        yield one, operation, exchange


class _Struck:
    """Tells which exchanges the faults struck that a test has injected, each so many times."""

    def __init__(self, trial: Trial, tape: Tape) -> None:
        self._injected = trial.injected if tape is trial.tapes[0] else []
        self._taken: Counter[int] = Counter()

    def takes(self, place: int, operation: str) -> bool:
        for index, fault in enumerate(self._injected):
            if (
                fault.operation == operation
                and place >= fault.after
                and self._taken[index] < fault.times
            ):
                self._taken[index] += 1
                return True
        return False


def _operation(contract: Contract, request: Request) -> Operation | None:
    """The operation of a request, whose path begins with that of the contract's server."""
    base = Request("GET", contract.server).path.rstrip("/")
    if not request.path.startswith(f"{base}/"):
        return None
    match = contract.find(request.method, request.path.removeprefix(base))
    return match.operation if match else None
