"""Tells an outage from drift: what a story saw until the target no longer worked.

A target that is down or under maintenance answers nothing, 502 to 504, or a page for people where
the specification promises data; one operation alone that does so is broken, and that is told.
"""

from collections.abc import Iterable, Sequence

from contract_kit.commands.busy import Happening
from contract_kit.commands.running import Run
from contract_kit.model.contract import Operation
from contract_kit.model.errors import CouldNotLook
from contract_kit.model.exchange import Answer
from contract_kit.model.report import NotLooked
from contract_kit.stories import Played, Story
from contract_kit.targets import TurnedAway

KEEPS = ("network", "quota", "budget")  # from looking to the end
_GATEWAY = (502, 503, 504)
_TOO_MANY = 429
_PAGES = ("text/html", "application/xhtml+xml")


def until_outage(run: Run, story: Story, events: Iterable[Happening]) -> list[Happening]:
    """All that came of a story while the target worked; what it kept from is told as not looked."""
    seen: list[Happening] = []
    ended = False
    try:
        seen.extend(events)
    except CouldNotLook as error:
        _tell(run, story, error)
        ended = error.reason == "network"
    if not run.guard.strict:
        return seen
    down = _down(run, seen, ended=ended)
    if down < len(seen) and not ended:
        reason = CouldNotLook("network", f"{run.target.url} is down or under maintenance")
        _tell(run, story, reason)
    return [event for event in seen[:down] if not _is_maintenance(run, event)]


def was_cut(run: Run, story: str) -> bool:
    """Whether a story was kept from its end in this run, the first time or when it was asked again.

    A step that lacks its material, or that another user would have to play, cuts nothing.
    """
    told = (one for one in run.tally.not_looked if one.operation == f"story {story}")
    return any(one.reason in KEEPS for one in told)


def cut(run: Run, story: Story, reason: CouldNotLook) -> NotLooked:
    """A story that was not played to its end, and what kept from it."""
    return NotLooked(run.contract.api, f"story {story.name}", reason.reason, str(reason))


def _tell(run: Run, story: Story, reason: CouldNotLook) -> None:
    told = cut(run, story, reason)
    if told not in run.tally.not_looked:  # a story may be played twice
        run.tally.not_looked.append(told)


def _down(run: Run, events: Sequence[Happening], *, ended: bool) -> int:
    """The place from which on the target did not work any more; their number where it did.

    Two say so: operations, or one and the network that has `ended` the story.
    """
    first, witnesses = len(events), {"network"} if ended else set[str]()
    for at, event in reversed(list(enumerate(events))):
        if not isinstance(event, Played | TurnedAway) or _is_haste(event):
            continue
        if not is_down(run.contract.operations[event.operation], event.exchange.answer):
            return first if len(witnesses) > 1 else len(events)
        first = at
        witnesses.add(event.operation)
    return first


def _is_haste(event: Played | TurnedAway) -> bool:
    """Whether a request was turned away for its haste: that is said by what works and what not."""
    return isinstance(event, TurnedAway) and event.exchange.answer.status == _TOO_MANY


def _is_maintenance(run: Run, event: Happening) -> bool:
    """Whether a target asked to come again after a moment by a page for people."""
    if not isinstance(event, TurnedAway) or _is_haste(event):
        return False
    return _is_page(run.contract.operations[event.operation], event.exchange.answer)


def is_down(operation: Operation, answer: Answer) -> bool:
    """Whether an answer is that of a target which is down or under maintenance."""
    if answer.status in _GATEWAY:
        return True
    return _is_page(operation, answer) and not 300 <= answer.status < 500


def _is_page(operation: Operation, answer: Answer) -> bool:
    promised = {kind for one in operation.answers.values() for kind in one.content}
    return answer.media_type in _PAGES and not promised & {*_PAGES, "text/*", "*/*"}
