"""A finding has the same fingerprint every night, and another one for another cause."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_kit.model.finding import Evidence, Finding
from tests.model.laws import law

FINDING = Finding(
    rule="conforms_to_specification",
    kind="wrong-type",
    api="zendesk-sunshine",
    operation="showJob",
    status="200",
    pointer="/data/job_status",
    expected="type string",
    actual="5",
    message="/data/job_status: 5 is not of type string",
)


def test_the_fingerprint_of_a_known_cause_never_changes() -> None:
    assert FINDING.fingerprint == "60d2e198760a"


@law
@given(
    st.fixed_dictionaries(
        {
            "expected": st.text(),
            "actual": st.text(),
            "message": st.text(),
            "severity": st.sampled_from(["error", "warning", "info"]),
            "verdict": st.sampled_from(["vendor", "emulator", "client", "unknown"]),
            "evidence": st.builds(Evidence, setup=st.text(), curl=st.text()),
            "status": st.integers(200, 299).map(str),
        }
    )
)
def test_what_varies_from_run_to_run_is_not_in_the_fingerprint(varying: dict[str, Any]) -> None:
    assert replace(FINDING, **varying).fingerprint == FINDING.fingerprint


@pytest.mark.parametrize(
    "other",
    [
        {"rule": "honours_its_parameters"},
        {"kind": "missing"},
        {"api": "zendesk-support"},
        {"operation": "createJob"},
        {"status": "404"},
        {"status": ""},
        {"pointer": "/data/*/job_status"},
        {"pointer": ""},
    ],
)
def test_each_part_of_the_cause_is_in_the_fingerprint(other: dict[str, Any]) -> None:
    assert replace(FINDING, **other).fingerprint != FINDING.fingerprint


def test_a_part_cannot_pass_for_its_neighbour() -> None:
    swapped = replace(FINDING, api=FINDING.operation, operation=FINDING.api)
    assert swapped.fingerprint != FINDING.fingerprint
