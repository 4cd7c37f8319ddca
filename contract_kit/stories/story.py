"""What a story is and what comes of playing it, as frozen values.

A story is an Arazzo workflow with all its expressions and conditions read; a step is one request,
or several of the same operation where it polls or pages.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from contract_kit.model.contract import Json, Schema
from contract_kit.model.exchange import Exchange
from contract_kit.stories.conditions import Condition
from contract_kit.stories.expressions import Expression, Filled

Use = Literal["record", "drift"]
Way = Literal["next", "both"]
Reason = Literal["no-data", "credentials"]
Wait = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Argument:
    """A parameter of a step with the value that it is given."""

    name: str
    location: str
    value: Filled
    explode: bool = True


@dataclass(frozen=True, slots=True)
class Content:
    """The body of a step's request."""

    media_type: str
    value: Filled


@dataclass(frozen=True, slots=True)
class Polling:
    """Asks again until the state at the pointer `state` is one of `until`: `polls` times at most.

    Between two polls are `every` seconds.
    """

    state: str
    until: tuple[str, ...]
    polls: int
    every: float


@dataclass(frozen=True, slots=True)
class Paging:
    """Follows an operation's `x-pagination` for at most `pages` pages each way."""

    pagination: Json
    way: Way
    pages: int


@dataclass(frozen=True, slots=True)
class Step:
    """One call of an operation and what must hold of its answer.

    `login` is `""` for the target's credentials, `none` for a call without any, else the name of
    one of the emulator's users. `cleanup` says that it takes back what earlier steps have done.
    """

    id: str
    operation: str
    arguments: tuple[Argument, ...] = ()
    content: Content | None = None
    criteria: tuple[Condition, ...] = ()
    outputs: Mapping[str, Expression] = field(default_factory=dict)
    polling: Polling | None = None
    paging: Paging | None = None
    login: str = ""
    cleanup: bool = False


@dataclass(frozen=True, slots=True)
class Story:
    """A journey through an API. `defaults` are the inputs that nobody has to give."""

    name: str
    summary: str
    file: str
    steps: tuple[Step, ...]
    inputs: Schema
    defaults: Mapping[str, Any]
    use: tuple[Use, ...]


@dataclass(frozen=True, slots=True)
class Played:
    """One exchange of a story; `number` counts the polls or pages of its step from 1."""

    step: str
    operation: str
    number: int
    exchange: Exchange


@dataclass(frozen=True, slots=True)
class Skipped:
    """A step that was not played; `reason` is a word of `CouldNotLook.REASONS`.

    Only stories that read, or that go on whatever comes, skip a step for `no-data`: what it was to
    look at is not there.
    """

    step: str
    operation: str
    reason: Reason
    detail: str


@dataclass(frozen=True, slots=True)
class Stopped:
    """A step that did not go as it should: what it expected, and what came instead.

    It is the end of the story, unless the story goes on without that step. `place` is the part of
    the answer that was looked at (`status`, `header:Name`, or a pointer with `*`), where there was
    one; `endless` says that it is a polling that never came to its end.
    """

    step: str
    operation: str
    expected: str
    came: str
    place: str = ""
    endless: bool = False


Event = Played | Skipped | Stopped


class Unexpected(Exception):
    """What a step expected and what came instead; it leaves the package as `Stopped`."""

    def __init__(self, expected: str, came: str, place: str = "", *, endless: bool = False) -> None:
        super().__init__(f"{expected}, not {came}")
        self.expected, self.came, self.place, self.endless = expected, came, place, endless
