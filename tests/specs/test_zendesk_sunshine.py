"""Holds the specification of zendesk-sunshine against what the vendor's documents show."""

from collections import Counter
from pathlib import Path

import pytest

from contract_kit.model.pointer import select
from contract_kit.openapi import load

from .examples import Example, faults, read_examples, read_trials, refusals

HERE = Path(__file__).parent
CONTRACT = load(HERE.parents[1] / "specs" / "zendesk-sunshine.yaml")
DOCUMENTED = read_examples(HERE / "zendesk_sunshine_documents.yaml")
TRIALS = read_trials(HERE / "zendesk_sunshine_broken.yaml", DOCUMENTED)


def name_of(example: Example) -> str:
    return example.name


@pytest.mark.parametrize("example", DOCUMENTED, ids=name_of)
def test_every_example_of_the_documents_is_valid(example: Example) -> None:
    assert refusals(CONTRACT, example) == []


@pytest.mark.parametrize("example", TRIALS.valid, ids=name_of)
def test_what_no_document_shows_whole_is_valid_too(example: Example) -> None:
    assert refusals(CONTRACT, example) == []


@pytest.mark.parametrize("example", TRIALS.broken, ids=name_of)
def test_a_single_fault_is_refused(example: Example) -> None:
    assert refusals(CONTRACT, example) != []


def test_no_example_can_be_spoilt_anywhere_but_where_it_may_be() -> None:
    tolerated: dict[str, set[str]] = {}
    for example in (*DOCUMENTED, *TRIALS.valid):
        if isinstance(example.body, dict) and not example.where.endswith("path"):
            for name, spoilt in faults(example):
                if not refusals(CONTRACT, spoilt):
                    tolerated.setdefault(example.where, set()).add(name)
    assert tolerated == {where: set(names) for where, names in TRIALS.tolerated.items()}


def test_no_example_of_the_documents_is_left_out() -> None:
    counted = Counter(example.document for example in DOCUMENTED)
    completed = Counter(example.document for example in DOCUMENTED if example.elided)
    assert counted == {"Jobs": 14, "Object Types": 14, "Search": 17}
    assert completed == {"Jobs": 1, "Search": 4}


def test_every_fault_is_tried_once() -> None:
    assert len(TRIALS.broken) == 181
    assert len({example.name for example in TRIALS.broken}) == 181


def test_the_whole_jobs_and_answers_of_the_documents_stand_in_the_specification() -> None:
    shown = list(select(CONTRACT.document, "/components/examples/*/value"))
    # The new object type of the document is there already in a prepared account.
    missing = [
        example.name
        for example in DOCUMENTED
        if ("answer" in example.where or example.where.endswith("body"))
        and not example.elided
        and example.body is not None
        and example.body not in shown
    ]
    assert missing == ["new object type"]


def test_the_tables_of_allowed_values_are_in_the_specification() -> None:
    schemas = CONTRACT.document["components"]["schemas"]
    states = {"queued", "processing", "failed", "completed", "aborted"}
    assert set(schemas["JobStatus"]["enum"]) == states
    assert schemas["SearchRequest"]["properties"]["sort_by"]["default"] == "_created_at desc"
    kinds = schemas["ScalarProperty"]["properties"]["type"]["enum"]
    assert {*kinds, schemas["ArrayProperty"]["properties"]["type"]["const"]} == {
        "boolean",
        "integer",
        "number",
        "string",
        "array",
    }
    size = CONTRACT.operations["searchRecords"].parameters[1].schema.source
    assert (size["minimum"], size["maximum"], size["default"]) == (1, 1000, 10)


def test_the_jobs_of_the_documents_obey_the_lifecycle() -> None:
    lifecycle = CONTRACT.document["components"]["schemas"]["Job"]["x-lifecycle"]
    bodies = {example.name: example.body for example in DOCUMENTED}
    jobs = [
        bodies["job"],
        bodies["shown job"]["data"],
        bodies["created job"]["data"],
        *bodies["listed jobs"]["data"],
    ]
    for job in jobs:
        state = job["job_status"]
        times = [str(value) for pointer in lifecycle["order"] for value in select(job, pointer)]
        assert times == sorted(times)
        nulls = [select(job, pointer) for pointer in lifecycle["null"].get(state, ())]
        assert all(value is None for found in nulls for value in found)
        present = [select(job, pointer) for pointer in lifecycle["present"].get(state, ())]
        assert all(value is not None for found in present for value in found)
