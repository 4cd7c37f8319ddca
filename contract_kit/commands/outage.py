"""Tells an outage from drift: what a story saw until the target no longer worked.

A target that is down or under maintenance answers nothing, 502 to 504, or a page for people where
the specification promises data; one operation alone that does so is broken, and that is told.
"""

from collections.abc import Iterable, Sequence

from contract_kit.commands.running import Run
from contract_kit.model.contract import Operation
from contract_kit.model.errors import CouldNotLook
from contract_kit.model.exchange import Answer, media_type
from contract_kit.model.report import NotLooked
from contract_kit.stories import Event, Played, Story

_KEEPS = ("network", "quota", "budget")
_GATEWAY = (502, 503, 504)
_PAGES = ("text/html", "application/xhtml+xml")


def until_outage(run: Run, story: Story, events: Iterable[Event]) -> list[Event]:
    """All that came of a story while the target worked; what it kept from is told as not looked."""
    seen: list[Event] = []
    try:
        seen.extend(events)
    except CouldNotLook as error:
        _tell(run, story, error)
    down = _down(run, seen) if run.guard.strict else len(seen)
    if down < len(seen):
        reason = CouldNotLook("network", f"{run.target.url} is down or under maintenance")
        _tell(run, story, reason)
    return seen[:down]


def was_cut(run: Run, story: str) -> bool:
    """Whether a story was kept from its end in this run, the first time or when it was asked again.

    A step that lacks its material, or that another user would have to play, cuts nothing.
    """
    told = (one for one in run.tally.not_looked if one.operation == f"story {story}")
    return any(one.reason in _KEEPS for one in told)


def cut(run: Run, story: Story, reason: CouldNotLook) -> NotLooked:
    """A story that was not played to its end, and what kept from it."""
    return NotLooked(run.contract.api, f"story {story.name}", reason.reason, str(reason))


def _tell(run: Run, story: Story, reason: CouldNotLook) -> None:
    told = cut(run, story, reason)
    if told not in run.tally.not_looked:  # a story may be played twice
        run.tally.not_looked.append(told)


def _down(run: Run, events: Sequence[Event]) -> int:
    """The place from which on the target did not work any more; their number where it did."""
    played = [(at, event) for at, event in enumerate(events) if isinstance(event, Played)]
    first, operations = len(events), set[str]()
    for at, event in reversed(played):
        if not _is_down(run.contract.operations[event.operation], event.exchange.answer):
            return first if len(operations) > 1 else len(events)
        first = at
        operations.add(event.operation)
    return first


def _is_down(operation: Operation, answer: Answer) -> bool:
    if answer.status in _GATEWAY:
        return True
    promised = {kind for one in operation.answers.values() for kind in one.content}
    a_page = media_type(answer.headers) in _PAGES and not promised & {*_PAGES, "text/*", "*/*"}
    return a_page and not 300 <= answer.status < 500
