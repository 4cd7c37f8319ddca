"""The run in Markdown, for the summary of a CI job or a comment on a pull request."""

import re
from collections.abc import Iterable, Iterator

from contract_kit.model.finding import Finding
from contract_kit.model.report import Report
from contract_kit.reports.glance import (
    CLASSES,
    Line,
    commands,
    effort,
    facts,
    left_out,
    lines,
    name_of,
    ordered,
    taken,
    tally,
    visible,
)

FILE = "findings.md"
_ROOM = 60_000  # characters; the usual hosts refuse comments over 65,536


def render(report: Report) -> str:
    """The report in GitHub's Markdown, cut after as many findings as a comment has room for."""
    end = "\n".join((*_not_looked(report), *_taken(report)))
    text = "\n".join(_overview(report))
    findings = ordered(report)
    for index, finding in enumerate(findings):
        more = "\n".join(_finding(finding))
        if len(text) + len(more) + len(end) > _ROOM:
            text += f"\n\n*{len(findings) - index} more findings are in the other reports.*\n"
            break
        text += f"\n{more}"
    return f"{text}\n{end}" if end else f"{text}\n"


def _overview(report: Report) -> Iterator[str]:
    yield f"## contract-kit {report.verb}: {tally(report)}"
    yield ""
    yield f"{effort(report)}."
    table = lines(report)
    if table:
        yield ""
        yield f"| API | operation | {' | '.join(CLASSES)} | |"
        yield f"|---|---|{'--:|' * len(CLASSES)}---|"
        yield from map(_row, table)


def _row(line: Line) -> str:
    counts = [f"{line.cases.get(status, 0):,}" for status in CLASSES]
    mark = line.mark if line.mark in ("ok", "skipped") else f"**{line.mark}**"
    cells = (code(line.api), code(name_of(line.operation)), *counts, mark)
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _finding(finding: Finding) -> Iterator[str]:
    place = " ".join(filter(None, (name_of(finding.operation), finding.status)))
    yield ""
    yield f"### {finding.severity}: {finding.rule}, {code(f'{finding.api} {place}')}"
    yield ""
    yield from (f"- {label}: {code(text)}" for label, text in facts(finding))
    steps = commands(finding)
    if steps:
        fence = _fence(steps, at_least=3)
        yield from ("", f"{fence}sh", *steps, fence)


def _not_looked(report: Report) -> Iterator[str]:
    groups = left_out(report)
    if groups:
        yield from ("", "### Not looked at", "")
    for group in groups:
        names = ", ".join(map(code, group.operations))
        yield f"- {group.reason}: {code(group.api)} {names}: {code(visible(group.detail))}"
    if groups:
        yield ""


def _taken(report: Report) -> Iterator[str]:
    told = taken(report)
    if told:
        yield from ("### Accepted", "", *(f"- {code(line)}" for line in told), "")


def code(text: str) -> str:
    """Text as it is, no mark-up or mention comes alive in it (CommonMark 0.31, section 6.1)."""
    fence = _fence([text], at_least=1)
    edge = " " if text.startswith("`") or text.endswith("`") or not text.strip() else ""
    return f"{fence}{edge}{text}{edge}{fence}"


def _fence(texts: Iterable[str], at_least: int) -> str:
    """More backticks in a row than any of the texts has."""
    runs = (len(run) for text in texts for run in re.findall("`+", text))
    return "`" * max(at_least, max(runs, default=0) + 1)
