"""What a rule is shown: an exchange, a journey, or what was learned before beside what is now."""

from collections.abc import Mapping
from dataclasses import dataclass

from contract_kit.model.contract import Operation
from contract_kit.model.facts import Facts
from contract_kit.model.sighting import Journey, Sighting


@dataclass(frozen=True)
class Comparison:
    """What an API's answers were, over all recordings of the baseline, and what they are now.

    `recordings` is how many recordings `before` was learned from.
    """

    api: str
    operations: Mapping[str, Operation]
    before: Facts
    now: Facts
    recordings: int = 1


Exhibit = Sighting | Journey | Comparison

__all__ = ["Comparison", "Exhibit", "Journey", "Sighting"]
