"""The shipped recordings of the documents' own examples, the control of every rule."""

import os

import pytest

from contract_kit import openapi, rules
from contract_kit.formats import store, vcr
from contract_kit.model.sighting import Sighting
from tests.specs.documented import APIS, ROOT, cassette_file, documented


@pytest.mark.parametrize("api", APIS)
def test_the_recording_of_an_apis_documents_is_what_they_show(api: str) -> None:
    made, file = documented(api), cassette_file(api)
    if os.environ.get("REFRESH_GOLDEN"):
        store.save(file, made, replace=True)
    assert file.read_bytes() == vcr.render(made)


@pytest.mark.parametrize("api", APIS)
def test_no_rule_has_anything_against_what_the_documents_show(api: str) -> None:
    contract = openapi.load(ROOT / "specs" / f"{api}.yaml")
    for one in store.load(cassette_file(api)).exchanges:
        sighting = Sighting(api, contract.operations[one.operation], one.exchange)
        assert list(rules.judge(sighting)) == []


def test_every_operation_that_a_document_shows_an_answer_of_is_recorded() -> None:
    recorded = {
        (api, one.operation) for api in APIS for one in store.load(cassette_file(api)).exchanges
    }
    assert len(recorded) == 14
