"""Words what is wrong with a test under contract: what was asked, what came, how to accept it."""

import traceback
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from contract_kit.model.errors import KitError
from contract_kit.model.exchange import Exchange, Headers
from contract_kit.model.finding import Finding
from contract_kit.player import Miss
from contract_kit.pytest_plugin.held import Trial
from contract_kit.pytest_plugin.judging import Shown
from contract_kit.recorder import Blocked
from contract_kit.reports.glance import commands, facts, title, visible

_LONGEST = 1500  # characters of a body that are shown
_ALLOWS = "--contract-allowed-hosts and contract_allowed_hosts name other hosts"
_MISSED = 3  # of them
_LASTS = timedelta(days=30)


def broken(trial: Trial, shown: Sequence[Shown]) -> str:
    """What a test shows of promises that are broken; empty where none is."""
    if not shown:
        return ""
    count = "a promise" if len(shown) == 1 else f"{len(shown)} promises"
    head = f"the contract of {trial.contract.api} is broken: {count}"
    return "\n".join((head, *(line for one in shown for line in ("", *_finding(one)))))


def unanswered(trial: Trial) -> str:
    """What was asked that no recording answers, whatever the client made of that; empty if all was.

    What went to other hosts is not told: a test that can do without it may.
    """
    missed = [str(one) for tape in trial.tapes for one in tape.refused if isinstance(one, Miss)]
    if not missed:
        return ""
    return "\n".join(("a request has no answer, although the test went on:", *missed[:_MISSED]))


def refused(error: KitError, root: Path) -> str:
    """What is wrong or was refused, and the line of the project where it was asked for."""
    places = [(Path(frame.filename), frame) for frame in traceback.extract_tb(error.__traceback__)]
    ours = [
        f"{path.relative_to(root)}:{frame.lineno}, in {frame.name}"
        for path, frame in places
        if path.is_relative_to(root) and "site-packages" not in path.parts
    ]
    where = f"\nasked at {ours[-1]}" if ours else ""
    hint = f"\n{_ALLOWS}" if type(error) is Blocked else ""
    return f"contract: {error}{hint}{where}"


def _finding(shown: Shown) -> Iterator[str]:
    finding = shown.finding
    yield title(finding)
    yield from (f"  {label:<11} {text}" for label, text in facts(finding))
    yield from _exchange(shown.exchange)
    yield from seen_again(finding)
    until = (datetime.now(UTC) + _LASTS).date()
    yield f'  accept it:    contract-kit accept {finding.fingerprint} --until {until} --why "…"'


def seen_again(finding: Finding) -> Iterator[str]:
    """The commands that show a finding again, a line each."""
    lines = [line for command in commands(finding) for line in command.splitlines()]
    if lines:
        yield "  see it again:"
    yield from (f"    {line}" for line in lines)


def _exchange(exchange: Exchange) -> Iterator[str]:
    request, answer = exchange.request, exchange.answer
    yield f"  > {request.method} {visible(request.url)}"
    yield from _message("  > ", request.headers, request.body)
    yield f"  < {answer.status}"
    yield from _message("  < ", answer.headers, answer.body)


def _message(mark: str, headers: Headers, body: bytes) -> Iterator[str]:
    for name, value in headers:
        yield f"{mark}{visible(f'{name}: {value}')}"
    text = body.decode("utf-8", "backslashreplace")
    for line in text[:_LONGEST].splitlines():
        yield f"{mark}{visible(line)}"
    if len(text) > _LONGEST:
        yield f"{mark}… ({len(text) - _LONGEST:,} characters more)"
