"""A finding as an issue on a forge: where, which promise, what to do. Never a value of an answer.

An issue is read by more people than a report, so what came, and the commands that show it again,
stay in the reports of the run.
"""

from collections.abc import Iterable, Mapping, Sequence

from contract_kit.model.finding import Finding
from contract_kit.model.heartbeat import Stale
from contract_kit.model.notice import Sight
from contract_kit.reports.glance import name_of, visible
from contract_kit.reports.markdown import code

_ROOM = 200  # characters of a title; GitHub takes 256
_FOOT = "This text is written anew every night: notes belong into comments."


def title(finding: Finding) -> str:
    """Where which promise is broken, in one line."""
    place = f"{finding.api} {name_of(finding.operation)} {finding.pointer}".rstrip()
    text = visible(f"{place}: {finding.rule} ({finding.kind})")
    return text if len(text) <= _ROOM else f"{text[: _ROOM - 1]}…"


def facts(finding: Finding) -> Mapping[str, str]:
    """The words about a finding that may change from night to night, each worth telling."""
    return {
        "severity": finding.severity,
        "verdict": finding.verdict,
        "status": finding.status or "none",
    }


def text(finding: Finding, at: Mapping[str, Sight], run: str) -> str:
    """The body in Markdown; `run` is the URL of the run that has the reports, if there is one."""
    where = (
        ("API", finding.api),
        ("operation", finding.operation),
        ("status", finding.status),
        ("pointer", finding.pointer),
        ("rule", finding.rule),
        ("kind", finding.kind),
        ("severity", finding.severity),
        ("verdict", finding.verdict),
        ("fingerprint", finding.fingerprint),
    )
    lines = [f"- {label}: {code(visible(word))}" for label, word in where if word]
    what = (
        "What was expected, what came, and the commands that show it again are in the reports of "
        f"the run{f': {run}' if run else '.'}"
    )
    steps = (
        f"contract-kit explain {finding.rule}",
        f"contract-kit accept {finding.fingerprint} --until DATE --why TEXT",
    )
    fenced = ["```sh", *steps, "```"]
    return "\n".join((*lines, *_seen(at), "", what, "", *fenced, "", _FOOT))


def heartbeat_title() -> str:
    """The title of the issue that says that nobody looked."""
    return "contract-drift-heartbeat: operations that nobody looks at"


def heartbeat_text(stale: Iterable[Stale], at: Mapping[str, Sight], run: str) -> str:
    """The body of the issue that says that nobody looked."""
    lines = [f"- {code(f'{one.api} {one.operation}')}, {since(one)}" for one in stale]
    what = f"The run that tells why: {run}" if run else "The reports of the run tell why."
    return "\n".join((*lines, *_seen(at), "", what, "", _FOOT))


def since(one: Stale) -> str:
    """Since when nobody has looked, in words."""
    looked = one.beat.looked
    if looked is None:
        return f"not looked at since it was first to be, on {one.beat.since:%Y-%m-%d}"
    return f"last looked at on {looked:%Y-%m-%d}"


def _seen(at: Mapping[str, Sight]) -> Sequence[str]:
    return [f"- last seen at {code(place)}: {sight.last}" for place, sight in sorted(at.items())]
