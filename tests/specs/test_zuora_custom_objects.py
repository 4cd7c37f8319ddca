"""Holds the specification of zuora-custom-objects against what is known of the vendor."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contract_kit.model.pointer import select
from contract_kit.openapi import load

from .examples import Example, read_examples, read_trials, refusals, unnoticed

HERE = Path(__file__).parent
CONTRACT = load(HERE.parents[1] / "specs" / "zuora-custom-objects.yaml")
SCHEMAS = CONTRACT.document["components"]["schemas"]
LIFECYCLE = SCHEMAS["Job"]["x-lifecycle"]
DOCUMENTED = read_examples(HERE / "zuora_custom_objects_documents.yaml")
TRIALS = read_trials(HERE / "zuora_custom_objects_broken.yaml", DOCUMENTED)
SHOWN = "operation showBulkJob header"


def name_of(example: Example) -> str:
    return example.name


@pytest.mark.parametrize("example", [*DOCUMENTED, *TRIALS.valid], ids=name_of)
def test_what_the_vendor_takes_and_answers_is_valid(example: Example) -> None:
    assert refusals(CONTRACT, example) == []


@pytest.mark.parametrize("example", TRIALS.broken, ids=name_of)
def test_a_single_fault_is_refused(example: Example) -> None:
    assert refusals(CONTRACT, example) != []


def test_no_example_can_be_spoilt_anywhere_but_where_it_may_be() -> None:
    tolerated = {where: set(names) for where, names in TRIALS.tolerated.items()}
    assert unnoticed(CONTRACT, (*DOCUMENTED, *TRIALS.valid)) == tolerated


def test_no_example_of_the_page_is_left_out_and_both_were_completed() -> None:
    assert [bool(example.elided) for example in DOCUMENTED] == [True, True]


def test_every_body_and_every_fault_is_tried_once() -> None:
    assert (len(TRIALS.valid), len(TRIALS.broken)) == (44, 180)
    for examples in (TRIALS.valid, TRIALS.broken):
        assert len({example.name for example in examples}) == len(examples)


def test_the_examples_of_the_page_stand_in_the_specification() -> None:
    shown = list(select(CONTRACT.document, "/components/examples/*/value"))
    assert [example.name for example in DOCUMENTED if example.body not in shown] == []


def test_the_tables_of_the_page_are_in_the_specification() -> None:
    assert SCHEMAS["Namespace"]["enum"] == ["default", "com_zuora"]
    assert SCHEMAS["JobOperation"]["enum"] == ["delete", "create", "update"]
    requests = [SCHEMAS[each["$ref"].rpartition("/")[2]] for each in SCHEMAS["JobRequest"]["oneOf"]]
    assert len(requests) == 4
    for request in requests:
        assert set(request["required"]) == {"namespace", "object", "operation"}
    submit = CONTRACT.operations["submitBulkJob"]
    assert {(it.name, it.location, it.required) for it in submit.parameters} == {
        ("Zuora-Track-Id", "header", False),
        ("Zuora-Entity-Ids", "header", False),
        ("Zuora-Org-Ids", "header", False),
        ("Zuora-Version", "header", False),
        ("Idempotency-Key", "header", False),  # on the neighbouring pages
    }
    assert {"200", "400", "403"} <= set(submit.answers)


def test_a_track_id_takes_all_of_ascii_that_the_page_allows() -> None:
    ascii_ = [chr(number) for number in range(128)]
    sent = [Example(it, SHOWN, {"Zuora-Track-Id": f"a{it}z"}) for it in ascii_]
    taken = {example.name for example in sent if not refusals(CONTRACT, example)}
    assert taken == {it for it in ascii_ if it.isprintable()} - set(":;\"'")


def test_every_answer_may_carry_the_track_id_the_request_id_and_the_quota() -> None:
    for operation in CONTRACT.operations.values():
        for answer in operation.answers.values():
            optional = {it.name for it in answer.headers if not it.required}
            assert optional == {
                "Zuora-Track-Id",
                "Zuora-Request-Id",
                "RateLimit-Limit",
                "RateLimit-Remaining",
                "RateLimit-Reset",
            }


def test_every_code_is_made_of_a_resource_and_a_category_of_the_table() -> None:
    told = SCHEMAS["ErrorCode"]["description"]
    resources = {"710125", *(str(number) for number in range(710130, 710138))}
    categories = {"12", "13", "14", "15", "20", "21", "22", "30", "40", "60", "61"}
    assert set(re.findall(r"\b[0-9]{6}\b", told)) == resources
    shown = {code for code in codes(CONTRACT.document) if code.startswith("7101")}
    assert shown
    assert {code[:6] for code in shown} <= resources
    assert {code[6:] for code in shown} <= categories


def codes(value: Any) -> Iterator[str]:
    """Every error code that is shown in a document."""
    if isinstance(value, dict):
        if isinstance(value.get("code"), int):
            yield str(value["code"])
        value = list(value.values())
    for child in value if isinstance(value, list) else ():
        yield from codes(child)
