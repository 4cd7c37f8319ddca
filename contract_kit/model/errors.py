"""What can go wrong that is not drift, one class for each exit status.

    KitError
    ├── Mistake        the user's: what is wrong, where, what is allowed      exit 2
    └── CouldNotLook   network, credentials, rate limit, budget               exit 3

A vendor's breach is no exception but a `Finding` (exit 1); anything else that escapes is a bug of
ours and shows its traceback.
"""


class KitError(Exception):
    """An error that is told in one line; subclasses say whose it is."""


class Mistake(KitError):
    """The user's mistake. The message says what is wrong, where, and what is allowed."""


class CouldNotLook(KitError):
    """The kit was kept from looking: network, credentials, rate limit, budget. Never drift.

    `reason` is one of `REASONS`, the closed list of `not_looked` in the findings format.
    """

    REASONS = ("writes", "credentials", "budget", "network", "quota", "no-data", "no-baseline")

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        if reason not in self.REASONS:
            raise ValueError(f"unknown reason {reason!r}")
        self.reason = reason
