"""What a rule looks at: one exchange with its operation, or all that one story showed, in order."""

from dataclasses import dataclass

from contract_kit.model.contract import AnswerPromise, Operation
from contract_kit.model.exchange import Exchange
from contract_kit.model.remembering import remembered


@dataclass(frozen=True, slots=True)
class FailedCheck:
    """A check of the fuzzer that an exchange failed.

    `check` is its name, `detail` what it is about where the check knows (a header's name, a kind of
    credentials), `expected` what it wanted, `message` its own words.
    """

    check: str
    message: str
    detail: str = ""
    expected: str = ""


@dataclass(frozen=True)
class Sighting:
    """One exchange of an operation of an API, and the checks that it failed.

    The request's method may be another than the operation's: the fuzzer tries undeclared ones too.
    In a story `step` names its place there, `number` counts the polls or pages of that step from 1.
    `client` says that somebody's own code asked, which means what it asks to be right.
    """

    api: str
    operation: Operation
    exchange: Exchange
    failed: tuple[FailedCheck, ...] = ()
    step: str = ""
    number: int = 1
    client: bool = False

    @property
    def declared(self) -> bool:
        """Whether the request used the operation's own method."""
        return self.exchange.request.method == self.operation.method

    @property
    @remembered
    def promise(self) -> AnswerPromise | None:
        """What the operation promises of the answer's status; None where it is not documented."""
        return self.operation.answer(self.exchange.answer.status)


@dataclass(frozen=True)
class Journey:
    """All that one story or one recording showed of an API, in the order in which it happened.

    `server` is the URL that the requests' URLs begin with, without a slash at the end.
    """

    api: str
    name: str
    server: str
    sightings: tuple[Sighting, ...]
