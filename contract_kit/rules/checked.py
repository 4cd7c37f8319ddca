"""Turns failed checks of the fuzzer into findings, for the rules whose facts the fuzzer gathers."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from contract_kit.model.exhibit import Exhibit
from contract_kit.model.finding import Finding, Severity
from contract_kit.model.sighting import Sighting
from contract_kit.rules.telling import Telling


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
    exhibit: Exhibit,
) -> Iterator[Finding]:
    """One finding for each failed check that the rule answers for."""
    if not isinstance(exhibit, Sighting):
        return
    for failed in exhibit.failed:
        promise = promises.get(failed.check)
        if promise is None:
            continue
        yield Telling(rule, kinds)(
            exhibit,
            promise.kind,
            promise.pointer.format(failed.detail),
            expected=failed.expected,
            actual=str(exhibit.exchange.answer.status),
            message=failed.message,
        )
