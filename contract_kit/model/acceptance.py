"""A finding that the team has read and taken, with a reason and a date on which it comes back."""

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Acceptance:
    """One accepted finding: only the fingerprint matches, the other parts tell people what it is.

    It holds up to and including the day `until`.
    """

    fingerprint: str
    rule: str
    operation: str
    pointer: str
    kind: str
    until: date
    why: str

    def holds(self, today: date) -> bool:
        """Whether the finding is still accepted on a day."""
        return today <= self.until
