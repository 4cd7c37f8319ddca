"""Words a finding of what a rule saw in an exchange."""

from collections.abc import Mapping
from dataclasses import dataclass

from contract_kit.model.finding import Evidence, Finding, Severity
from contract_kit.model.sighting import Sighting


@dataclass(frozen=True, slots=True)
class Telling:
    """Makes the findings of one rule, each as grave as its kind."""

    rule: str
    kinds: Mapping[str, Severity]

    def __call__(
        self,
        sighting: Sighting,
        kind: str,
        pointer: str,
        *,
        expected: str,
        actual: str,
        message: str,
        place: int | None = None,
    ) -> Finding:
        """What an exchange shows; `place` counts the exchanges of a journey from 1."""
        return Finding(
            rule=self.rule,
            kind=kind,
            api=sighting.api,
            operation=sighting.operation.id,
            status=str(sighting.exchange.answer.status),
            pointer=pointer,
            expected=expected,
            actual=actual,
            message=message,
            severity=self.kinds[kind],
            evidence=Evidence(exchange=place),
        )
