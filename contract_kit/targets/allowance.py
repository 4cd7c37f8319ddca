"""Counts what is sent, and says when enough was asked: budget, rate limit, a network that fails."""

from contract_kit.model.errors import CouldNotLook
from contract_kit.model.exchange import Headers
from contract_kit.model.limits import Quota, quota_of
from contract_kit.targets.bounds import Bounds


class Allowance:
    """What may still be sent; once it has come to an end, it stays so."""

    def __init__(self, bounds: Bounds) -> None:
        self._bounds = bounds
        self._quota: Quota | None = None
        self._failures = 0
        self._end: tuple[str, str] | None = None
        self.sent = 0
        self.reserved = 0  # requests of the budget that are kept for cleaning up

    def take(self) -> None:
        """Counts one request that is about to leave; raises `CouldNotLook` where it may not."""
        if self._end is not None:
            raise CouldNotLook(*self._end)
        budget = self._bounds.requests
        if budget is not None and self.sent >= budget - self.reserved:
            kept = f" ({self.reserved} are kept to clean up)" if self.reserved else ""
            raise CouldNotLook("budget", f"the budget of {budget} requests is spent{kept}")
        if self._quota is not None and self._quota.spent:
            told = f"of {self._quota.limit} " if self._quota.limit is not None else ""
            detail = f"{self._quota.left} requests {told}are left, which are for other clients"
            raise self.end("quota", detail)
        self.sent += 1

    def answered(self, headers: Headers) -> None:
        """Reads what an answer says of the quota."""
        self._failures = 0
        if self._bounds.strict:
            self._quota = quota_of(headers) or self._quota

    def failed(self, reason: str) -> None:
        """Counts a request without an answer; too many in succession are the end."""
        self._failures += 1
        if self._bounds.strict and self._failures >= self._bounds.failures:
            self._end = ("network", reason)

    def end(self, reason: str, detail: str) -> CouldNotLook:
        """Lets nothing leave any more; the error to raise."""
        self._end = (reason, detail)
        return CouldNotLook(reason, detail)
