"""What a run comes to, operation by operation."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_kit.model.report import Look, Report
from contract_kit.reports import FILES, glance
from tests.reports.samples import API, EMPTY, FULL, UNFILTERED, WRONG_TYPE


def test_the_worst_finding_marks_the_operation() -> None:
    info = replace(UNFILTERED, severity="info", pointer="/data")
    report = replace(EMPTY, findings=(info, UNFILTERED, replace(WRONG_TYPE, operation="listJobs")))
    assert [line.mark for line in glance.lines(report)] == ["finding"]


@pytest.mark.parametrize(
    ("operation", "mark"),
    [("listJobs", "warning"), ("listObjectTypes", "ok"), ("createJob", "skipped")],
)
def test_each_operation_has_its_mark(operation: str, mark: str) -> None:
    marks = {line.operation: line.mark for line in glance.lines(FULL)}
    assert marks[operation] == mark


def test_cases_of_one_operation_add_up() -> None:
    report = replace(
        EMPTY, looks=(Look(API, "a", {"2xx": 1}), Look(API, "a", {"2xx": 2, "4xx": 3}))
    )
    [line] = glance.lines(report)
    assert line.cases == {"2xx": 3, "4xx": 3}


def test_the_operations_stay_in_the_order_of_the_specification() -> None:
    names = [line.operation for line in glance.lines(FULL) if line.api == API]
    assert names == ["listJobs", "showJob", "listObjectTypes", "createJob", "deleteObjectType"]


def test_operations_left_out_for_one_reason_stand_together() -> None:
    assert [group.operations for group in glance.left_out(FULL)] == [
        ("showJob",),
        ("createJob", "deleteObjectType"),
    ]


@given(st.text())
def test_visible_text_is_one_line_that_every_encoding_and_xml_can_hold(text: str) -> None:
    shown = glance.visible(text)
    assert shown.splitlines() in ([shown], [])
    assert not any(ord(c) < 32 and c != "\t" for c in shown)
    assert shown.encode().decode() == shown


@pytest.mark.parametrize("report", [FULL, EMPTY])
def test_every_file_can_be_written_as_utf_8_and_ends_with_a_line(report: Report) -> None:
    for form in FILES:
        assert form.render(report).encode().endswith(b"\n")


def test_no_two_files_have_the_same_name() -> None:
    assert len({form.FILE for form in FILES}) == len(FILES)
