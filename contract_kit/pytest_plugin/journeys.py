"""Reads what a test asked as one journey, in the form in which rules are shown it."""

from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import groupby

from contract_kit.formats.rebasing import rebased
from contract_kit.model.cassette import Recorded
from contract_kit.model.contract import Contract, Operation
from contract_kit.model.exchange import Exchange, Request
from contract_kit.model.sighting import Journey, Sighting
from contract_kit.pytest_plugin.held import Trial
from contract_kit.recorder import Tape


def journey_of(trial: Trial, tape: Tape) -> tuple[Journey, tuple[int, ...]]:
    """The journey of a recording in use, and the number of each of its exchanges there.

    Left out is what an injected fault has struck. All are below the contract's own server.
    """
    contract, name = trial.contract, tape.path.stem
    sightings, numbers = sightings_of(contract, name, _unstruck(trial, tape))
    journey = Journey(contract.api, name, contract.server.rstrip("/"), sightings)
    return journey, numbers


def sightings_of(
    contract: Contract,
    name: str,
    recorded: Iterable[tuple[Recorded, Exchange]],
    *,
    client: bool = True,
) -> tuple[tuple[Sighting, ...], tuple[int, ...]]:
    """What rules are shown of exchanges that were made under a name, and their numbers.

    `client` says that somebody's own code made them, and no story, which may ask what is wrong.
    Left out are those of no known operation, and those withheld since they might hold a secret.
    """
    known = [
        (one, operation, exchange)
        for one, exchange in recorded
        if not one.withheld and (operation := _operation(contract, exchange.request))
    ]
    sightings = tuple(
        Sighting(contract.api, operation, exchange, (), name, number, client)
        for _, polled in groupby(known, key=lambda one: one[1].id)
        for number, (_, operation, exchange) in enumerate(polled, 1)
    )
    return sightings, tuple(one.n for one, _, _ in known)


def _unstruck(trial: Trial, tape: Tape) -> Iterator[tuple[Recorded, Exchange]]:
    base, taken = trial.contract.server.rstrip("/"), Counter[int]()
    injected = list(enumerate(trial.injected)) if tape is trial.tapes[0] else []
    for place, one in enumerate(tape.exchanges):
        exchange = rebased(one.exchange, trial.server.url, base)
        operation = _operation(trial.contract, exchange.request) if injected else None
        for index, fault in injected:
            waits = place >= fault.after and taken[index] < fault.times
            if operation and operation.id == fault.operation and waits:
                taken[index] += 1
                break
        else:
            yield one, exchange


def _operation(contract: Contract, request: Request) -> Operation | None:
    """The operation of a request, whose path begins with that of the contract's server."""
    base = Request("GET", contract.server).path.rstrip("/")
    if not request.path.startswith(f"{base}/"):
        return None
    match = contract.find(request.method, request.path.removeprefix(base))
    return match.operation if match else None
