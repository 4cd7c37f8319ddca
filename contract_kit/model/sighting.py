"""What a rule looks at: one exchange, its operation, and what the fuzzer's checks said of it."""

from dataclasses import dataclass

from contract_kit.model.contract import Operation
from contract_kit.model.exchange import Exchange


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


@dataclass(frozen=True, slots=True)
class Sighting:
    """One exchange of an operation of an API, and the checks that it failed.

    The request's method may be another than the operation's: the fuzzer tries undeclared ones too.
    """

    api: str
    operation: Operation
    exchange: Exchange
    failed: tuple[FailedCheck, ...] = ()

    @property
    def declared(self) -> bool:
        """Whether the request used the operation's own method."""
        return self.exchange.request.method == self.operation.method
