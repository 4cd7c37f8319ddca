"""Reads what an API says of its limits: how many requests are left, and when to come again."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from contract_kit.model.exchange import Headers, header

_LEFT = re.compile(r"(x-)?rate-?limit-remaining(?P<window>-[a-z]+)?", re.IGNORECASE)
_TOTAL = re.compile(r"(x-)?rate-?limit(-limit)?(?P<window>-[a-z]+)?", re.IGNORECASE)
_NUMBER = re.compile(r"\s*([0-9]{1,15})\b")
_MEMBER = re.compile(r"\b(?P<name>r|remaining|q|limit)\s*=\s*(?P<value>[0-9]{1,15})\b")
_FEW = 5  # requests that are left to others where nobody says how many there are in all


@dataclass(frozen=True, slots=True)
class Quota:
    """Requests that are left of a window, and those that it has in all, where that is said."""

    left: int
    limit: int | None = None

    @property
    def floor(self) -> int:
        """What is left to the API's other clients: a tenth, or a few."""
        return _FEW if self.limit is None else self.limit // 10

    @property
    def spent(self) -> bool:
        """Whether one request more would go below the floor."""
        return self.left <= self.floor


def quota_of(headers: Headers) -> Quota | None:
    """The quota that is nearest to its floor; None where the headers name none.

    Known are `RateLimit-Remaining` and its relatives with `X-`, another hyphen or the name of a
    window at the end, and the structured `RateLimit` of the IETF's drafts.

    >>> quota_of((("X-Rate-Limit", "700"), ("X-Rate-Limit-Remaining", "699")))
    Quota(left=699, limit=700)
    >>> quota_of((("RateLimit", '"day";r=50;t=30'), ("RateLimit-Policy", '"day";q=100;w=60')))
    Quota(left=50, limit=100)
    """
    told = (*_by_name(headers), *_structured(headers))
    return min(told, key=lambda quota: quota.left - quota.floor, default=None)


def retry_after(headers: Headers, now: datetime | None = None) -> float | None:
    """Seconds that `Retry-After` asks to wait (RFC 9110, 10.2.3); None where it says nothing.

    A date counts from the answer's own `Date`, else from `now`; without either it says nothing.
    """
    text = (header(headers, "Retry-After") or "").strip()
    if re.fullmatch("[0-9]{1,9}", text):
        return float(text)
    until = _date(text)
    since = _date(header(headers, "Date") or "") or now
    return max(0.0, (until - since).total_seconds()) if until and since else None


def _by_name(headers: Headers) -> Iterator[Quota]:
    totals = {_window(_TOTAL, name): _number(value) for name, value in headers}
    for name, value in headers:
        found = _LEFT.fullmatch(name)
        left = _number(value) if found else None
        if found and left is not None:
            yield Quota(left, totals.get((found["window"] or "").lower()))


def _structured(headers: Headers) -> Iterator[Quota]:
    """Each policy of a `RateLimit` header; its total stands beside it or in `RateLimit-Policy`."""
    policies = _members(header(headers, "RateLimit-Policy") or "")
    for name, members in _members(header(headers, "RateLimit") or "").items():
        left = members.get("r", members.get("remaining"))
        total = {**policies.get(name, {}), **members}
        if left is not None:
            yield Quota(left, total.get("q", total.get("limit")))


def _members(text: str) -> dict[str, dict[str, int]]:
    """The numbers of each policy, by the policy's name; older drafts have one without a name."""
    parts = text.split(",") if text.lstrip().startswith('"') else [text]
    return {
        part.partition(";")[0].strip() if part.lstrip().startswith('"') else "": {
            found["name"]: int(found["value"]) for found in _MEMBER.finditer(part)
        }
        for part in parts
    }


def _window(pattern: re.Pattern[str], name: str) -> str | None:
    found = pattern.fullmatch(name)
    return (found["window"] or "").lower() if found else None


def _number(value: str) -> int | None:
    found = _NUMBER.match(value)
    return int(found[1]) if found else None


def _date(text: str) -> datetime | None:
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
