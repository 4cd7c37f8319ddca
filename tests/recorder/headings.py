"""Headings of recordings that do not depend on the time of day."""

from contract_kit.model.cassette import Heading, Origin
from contract_kit.model.contract import Contract


def own(contract: Contract, url: str, origin: Origin = "live") -> Heading:
    return Heading(
        api=contract.api,
        made_by="test",
        name="it",
        origin=origin,
        recorded_at="2020-06-09T22:00:00Z",
        spec=contract.digest,
        kit="0.1.0",
        base_url=url,
    )
