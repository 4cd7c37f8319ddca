"""Deletes what a run has created and not deleted itself, and tells what could not be deleted."""

import time
from collections.abc import Iterator, Mapping

from contract_kit.commands.ledger import Ledger, Page
from contract_kit.commands.tally import Tally
from contract_kit.model.errors import CouldNotLook
from contract_kit.model.finding import Finding
from contract_kit.stories import Line, Owed, signed
from contract_kit.targets import Guard, NotPlanned

_GONE = (404, 410)
_ROUNDS = 3  # some things can be deleted only when a job has deleted others
_PAUSE = 2.0  # seconds between two rounds
_UNKNOWN = "no answer came, or one that does not say what was created"


def settle(ledger: Ledger, page: Page, guard: Guard, tally: Tally, *, tell: bool = False) -> None:
    """Deletes what a page still owes; what stays stands in the ledger, and is told as a finding.

    Unless told to, nothing is told of an emulator, which is set back before each story.
    """
    guard.reserve(0)
    line = Line(tally.contract, tally.target, guard.session())
    came: dict[str, str] = {}
    for number in range(_ROUNDS if page.left else 0):
        if number and not tally.target.loopback:
            time.sleep(_PAUSE)
        came = {one.step: _deleted(line, ledger, page, one) for one in page.left}
        if not page.left:
            break
    if tell or tally.target.reset is None:
        tally.found.extend(_new(tally, page, came))
    if not page.left:
        ledger.end(page)


def tell_abandoned(ledger: Ledger, tally: Tally) -> None:
    """Tells what earlier runs have left on the target, each operation once."""
    for page in ledger.abandoned(tally.target.url):
        tally.found.extend(_new(tally, page, {}))


def is_gone(status: int) -> bool:
    """Whether the answer to a deletion says that there is nothing left to delete."""
    return 200 <= status < 300 or status in _GONE


def left_behind(tally: Tally, page: Page, operation: str, came: str, path: str = "") -> Finding:
    """The finding for something that a run has created and nobody has deleted.

    `path` is where it is deleted; empty where nobody knows.
    """
    known = tally.contract.operations
    sweep = f"contract-kit sweep {tally.contract.api} --target … deletes it"
    named = f", named ck-{page.run}-…" if page.story else ""
    return Finding(
        rule="completes_its_stories",
        kind="left-behind",
        api=tally.contract.api,
        operation=operation if operation in known else next(iter(known)),  # it may be of the past
        status="",
        pointer="",
        expected="what a run has created is deleted",
        actual=came,
        message=f"{page.who} left {path or 'something'} behind{named}; "
        f"{sweep if path else 'nobody knows how to delete it'}",
        severity="warning",
    )


def _new(tally: Tally, page: Page, came: Mapping[str, str]) -> Iterator[Finding]:
    told = {finding.fingerprint for finding in tally.found}
    for finding in _findings(tally, page, came):
        if finding.fingerprint not in told:
            told.add(finding.fingerprint)
            yield finding


def _findings(tally: Tally, page: Page, came: Mapping[str, str]) -> Iterator[Finding]:
    for one in page.left:
        yield left_behind(tally, page, one.operation, came.get(one.step, ""), one.request.path)
    for operation in page.unknown:
        yield left_behind(tally, page, operation, _UNKNOWN)


def _deleted(line: Line, ledger: Ledger, page: Page, one: Owed) -> str:
    """Sends one clean-up request; what came of it."""
    if one.operation not in line.contract.operations:
        return f"there is no operation {one.operation} any more"
    try:
        status = line.ask(signed(line, one)).answer.status
    except (CouldNotLook, NotPlanned) as reason:
        return str(reason)
    if is_gone(status):
        ledger.strike(page, one.step)
    return str(status)
