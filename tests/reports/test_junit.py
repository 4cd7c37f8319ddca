"""The run as JUnit XML, parsed back."""

from collections.abc import Callable
from dataclasses import replace
from xml.etree import ElementTree as ET

from contract_kit.reports import junit
from tests.reports.samples import EMPTY, FULL, UNFILTERED, WRONG_TYPE


def cases(text: str) -> dict[str, ET.Element]:
    """The test cases of a document by their names."""
    root = ET.fromstring(text.encode())
    return {case.attrib["name"]: case for case in root.iter("testcase")}


def test_it_has_the_expected_form(golden: Callable[[str, str], None]) -> None:
    golden("junit.xml", junit.render(FULL))


def test_an_error_fails_its_operation_with_the_whole_evidence() -> None:
    failure = cases(junit.render(FULL))["showJob"].find("failure")
    assert failure is not None
    assert failure.text is not None
    for evidence in (WRONG_TYPE.fingerprint, WRONG_TYPE.evidence.setup, WRONG_TYPE.evidence.curl):
        assert evidence in failure.text


def test_several_errors_of_an_operation_are_one_failure() -> None:
    other = replace(WRONG_TYPE, pointer="/errors", kind="type", message="no list")
    case = cases(junit.render(replace(FULL, findings=(WRONG_TYPE, other))))["showJob"]
    [failure] = case.findall("failure")
    assert failure.attrib["message"].endswith("(and 1 more)")
    assert WRONG_TYPE.fingerprint in str(failure.text)
    assert other.fingerprint in str(failure.text)


def test_a_warning_passes_and_is_told_in_the_output() -> None:
    case = cases(junit.render(FULL))["listJobs"]
    assert case.find("failure") is None
    assert UNFILTERED.fingerprint in str(case.findtext("system-out"))


def test_what_was_not_looked_at_is_skipped_with_the_reason() -> None:
    skipped = cases(junit.render(FULL))["createJob"].find("skipped")
    assert skipped is not None
    assert skipped.attrib["message"] == "writes: --allow-writes was not given"


def test_the_numbers_are_those_of_the_cases() -> None:
    root = ET.fromstring(junit.render(FULL).encode())
    assert [root.attrib[name] for name in ("tests", "failures", "skipped")] == ["6", "1", "2"]
    assert [suite.attrib["tests"] for suite in root] == ["1", "5"]


def test_nothing_looked_at_is_a_document_without_suites() -> None:
    assert list(ET.fromstring(junit.render(EMPTY).encode())) == []
