"""Says what a story still has to clean up: the requests of its own steps that delete.

Those are the steps of operations that destroy, and of others that are marked `x-cleanup: true`. As
soon as everything that such a request needs is known, somebody else can send it too, should the
story never come to that step.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from contract_kit.model.exchange import Answer, Request
from contract_kit.stories.asking import NOBODY, Line, login_of, request_of
from contract_kit.stories.conditions import expressions_of, holds
from contract_kit.stories.expressions import Missing, Scope
from contract_kit.stories.story import Step, Story

_DELETED = (200, 202, 204)


@dataclass(frozen=True, slots=True)
class Owed:
    """A clean-up step with its request, which has no credentials."""

    step: str
    operation: str
    request: Request


Owes = Callable[[Sequence[Owed]], None]


def owed(line: Line, story: Story, scope: Scope) -> tuple[Owed, ...]:
    """What could be cleaned up now, in the order of the story."""
    return tuple(_owed(line, story, scope))


def signed(line: Line, one: Owed) -> Request:
    """The request with the target's credentials."""
    login = login_of(line, line.contract.operations[one.operation], "")
    return replace(one.request, headers=(*one.request.headers, *login.items()))


def _owed(line: Line, story: Story, scope: Scope) -> Iterator[Owed]:
    for step in story.steps:
        if not _cleans_up(line, step):
            continue
        try:
            request = request_of(line, replace(step, login=NOBODY), scope)
        except Missing:
            continue
        yield Owed(step.id, step.operation, request)


def _cleans_up(line: Line, step: Step) -> bool:
    """Whether a step takes back what earlier ones have done, and is not there to be refused."""
    destroys = line.contract.operations[step.operation].effect == "destroy"
    return (destroys or step.cleanup) and not step.login and any(map(_takes(step), _DELETED))


def _takes(step: Step) -> Callable[[int], bool]:
    """Whether a step is content with a status, as far as it looks at that alone."""
    looks = [one for one in step.criteria if all(e.kind == "status" for e in expressions_of(one))]
    return lambda status: all(holds(one, Scope(answer=Answer(status))) for one in looks)
