"""Joins what was seen of each job, poll by poll, into its trace."""

from collections.abc import Mapping

from contract_kit.model.lifecycle import Mined
from contract_kit.model.sighting import Journey


def mined(journey: Journey) -> Mapping[str, Mined]:
    """What the jobs of a journey did, by operation that shows them and pointer of their state."""
    return {}
