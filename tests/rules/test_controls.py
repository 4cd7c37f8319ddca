"""The shipped recordings keep every promise, alone, as journeys, and compared with themselves."""

from collections.abc import Iterator
from functools import reduce
from pathlib import Path

import pytest

from contract_kit import openapi, rules
from contract_kit.formats import store
from contract_kit.model.contract import Contract
from contract_kit.model.exhibit import Comparison, Exhibit
from contract_kit.model.facts import NO_FACTS, facts_of, merge_facts
from contract_kit.model.sighting import Journey, Sighting

_ROOT = Path(__file__).parents[2]
_APIS = ("zendesk-sunshine", "zendesk-support", "zuora-custom-objects")


def exhibits(contract: Contract) -> Iterator[Exhibit]:
    facts = []
    for path in sorted((_ROOT / "cassettes" / contract.api).glob("*.yaml")):
        journey = journey_in(path, contract)
        yield from journey.sightings
        if path.stem != "documented":  # examples of a document happened in no order
            yield journey
            facts.append(facts_of(journey))
    whole = reduce(merge_facts, facts, NO_FACTS)
    many = reduce(lambda found, _: merge_facts(found, found), range(5), whole)
    for now in (whole, *facts):
        yield Comparison(contract.api, contract.operations, whole, now, 1)
        yield Comparison(contract.api, contract.operations, many, now, 32)


def journey_in(path: Path, contract: Contract) -> Journey:
    cassette = store.load(path)
    seen = (
        Sighting(contract.api, contract.operations[one.operation], one.exchange, step=one.step)
        for one in cassette.exchanges
        if one.operation in contract.operations
    )
    return Journey(contract.api, path.stem, contract.server, tuple(seen))


@pytest.mark.parametrize("api", _APIS)
def test_of_what_was_recorded_nothing_is_told(api: str) -> None:
    contract = openapi.load(_ROOT / "specs" / f"{api}.yaml", api)
    shown = list(exhibits(contract))
    assert len(shown) > 50
    assert [finding.message for one in shown for finding in rules.judge(one)] == []
