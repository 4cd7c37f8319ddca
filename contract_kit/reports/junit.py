"""The run as JUnit XML, which every CI server shows: a test suite an API, a test case an operation.

Findings of severity error fail their operation, with all of the evidence; warnings and notes go to
the case's output; an operation that was not looked at is skipped, with the reason.
"""

from collections.abc import Iterable, Sequence
from itertools import groupby
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from contract_kit.model.finding import Finding
from contract_kit.model.report import Report
from contract_kit.reports.glance import (
    Line,
    commands,
    facts,
    left_out,
    lines,
    name_of,
    ordered,
    title,
    visible,
)

FILE = "junit.xml"


def render(report: Report) -> str:
    """The report as a JUnit document."""
    root = Element("testsuites", name=f"contract-kit {report.verb}", time=f"{report.seconds:.3f}")
    for api, cases in groupby(lines(report), key=lambda line: line.api):
        _suite(root, report, api, cases)
    _count(root)
    indent(root)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{tostring(root, encoding="unicode")}\n'


def _suite(root: Element, report: Report, api: str, cases: Iterable[Line]) -> None:
    findings = [finding for finding in ordered(report) if finding.api == api]
    started = report.started.removesuffix("Z")  # JUnit's own schema has no zones
    suite = SubElement(root, "testsuite", name=visible(api), timestamp=started)
    for line in cases:
        name = name_of(line.operation)
        case = SubElement(suite, "testcase", classname=visible(api), name=name)
        found = [finding for finding in findings if finding.operation == line.operation]
        _case(case, line, found, _reasons(report, line))
    _count(suite)


def _case(case: Element, line: Line, found: Sequence[Finding], reasons: Sequence[str]) -> None:
    errors = [finding for finding in found if finding.severity == "error"]
    others = [finding for finding in found if finding.severity != "error"]
    if errors:
        more = f" (and {len(errors) - 1} more)" if len(errors) > 1 else ""
        message = visible(errors[0].message) + more
        failure = SubElement(case, "failure", message=message, type=errors[0].rule)
        failure.text = "\n".join(map(_evidence, errors))
    elif line.mark == "skipped":
        SubElement(case, "skipped", message="; ".join(reasons) or "it was never answered")
    output = [*map(_evidence, others), *(f"not looked at: {reason}" for reason in reasons)]
    if output and line.mark != "skipped":
        SubElement(case, "system-out").text = "\n".join(output)


def _reasons(report: Report, line: Line) -> list[str]:
    """Why the operation, or a part of it, was not looked at."""
    return [
        f"{group.reason}: {visible(group.detail)}"
        for group in left_out(report)
        if group.api == line.api and name_of(line.operation) in group.operations
    ]


def _evidence(finding: Finding) -> str:
    known = [f"  {label}: {text}" for label, text in facts(finding)]
    return "\n".join((title(finding), *known, *commands(finding), ""))


def _count(element: Element) -> None:
    """Sets the numbers that JUnit wants on suites, counted from the cases inside."""
    element.set("tests", str(len(list(element.iter("testcase")))))
    element.set("failures", str(len(list(element.iter("failure")))))
    element.set("errors", "0")
    element.set("skipped", str(len(list(element.iter("skipped")))))
