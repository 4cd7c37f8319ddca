"""The catalogue of promises: each module is one rule, named as the promise that it watches over.

A rule's docstring is its manual page (`contract-kit explain RULE`), `KINDS` its closed list of ways
to break it, each with the severity it has by default. `judge` is pure and total: whatever it is
shown, it yields findings and raises nothing.
"""

from collections.abc import Iterator, Mapping
from typing import Protocol

from contract_kit.model.exhibit import Exhibit
from contract_kit.model.finding import Finding, Severity
from contract_kit.rules import (
    accepts_valid_requests,
    completes_its_stories,
    conforms_to_specification,
    follows_lifecycle,
    guards_its_data,
    honours_its_parameters,
    keeps_its_errors,
    keeps_its_headers,
    keeps_its_shape,
    keeps_its_statuses,
    pages_to_the_end,
    refuses_invalid_requests,
    survives_every_request,
)


class Rule(Protocol):
    """What each module of this package is."""

    __name__: str
    __doc__: str | None
    KINDS: Mapping[str, Severity]

    def judge(self, exhibit: Exhibit) -> Iterator[Finding]:
        """The ways in which what is shown breaks the promise; none where it is not its matter."""
        ...


CATALOGUE: tuple[Rule, ...] = (
    survives_every_request,
    conforms_to_specification,
    accepts_valid_requests,
    refuses_invalid_requests,
    keeps_its_errors,
    keeps_its_headers,
    keeps_its_shape,
    keeps_its_statuses,
    honours_its_parameters,
    pages_to_the_end,
    completes_its_stories,
    follows_lifecycle,
    guards_its_data,
)


def name_of(rule: Rule) -> str:
    """The rule's id: the last part of its module's name."""
    return rule.__name__.rpartition(".")[2]


def judge(exhibit: Exhibit) -> Iterator[Finding]:
    """What all rules find in what they are shown."""
    for rule in CATALOGUE:
        yield from rule.judge(exhibit)
