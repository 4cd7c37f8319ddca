"""One way to break a promise, beside one that comes close and keeps it."""

from dataclasses import dataclass

from contract_kit.model.exhibit import Comparison, Exhibit, Journey, Sighting


@dataclass(frozen=True)
class Example:
    """`bad` is told once, as `kind` of `rule` at `pointer`; of `good` nothing is told.

    `operation` and `status` are those of the finding, where a single exchange does not say them.
    """

    rule: str
    kind: str
    pointer: str
    bad: Exhibit
    good: Exhibit
    operation: str = ""
    status: str = ""

    @property
    def cause(self) -> tuple[str, str]:
        """The operation and the status that the finding has."""
        match self.bad:
            case Sighting() as sighting:
                return sighting.operation.id, str(sighting.exchange.answer.status)
            case Journey() | Comparison():
                return self.operation, self.status
