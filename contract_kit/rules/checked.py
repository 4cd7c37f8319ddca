"""Turns failed checks of the fuzzer into findings, for the rules whose facts the fuzzer gathers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from contract_kit.model.finding import Finding, Severity
from contract_kit.model.sighting import Sighting


@dataclass(frozen=True, slots=True)
class Promise:
    """What a failed check means: the kind of breach and the pointer where it shows.

    A `{}` in the pointer stands for the check's detail, such as the name of a header.
    """

    kind: str
    pointer: str = "status"


def findings(
    rule: str,
    kinds: Mapping[str, Severity],
    promises: Mapping[str, Promise],
    sighting: Sighting,
) -> Iterator[Finding]:
    """One finding for each failed check that the rule answers for."""
    for failed in sighting.failed:
        promise = promises.get(failed.check)
        if promise is None:
            continue
        status = str(sighting.exchange.answer.status)
        yield Finding(
            rule=rule,
            kind=promise.kind,
            api=sighting.api,
            operation=sighting.operation.id,
            status=status,
            pointer=promise.pointer.format(failed.detail),
            expected=failed.expected,
            actual=status,
            message=failed.message,
            severity=kinds[promise.kind],
        )
