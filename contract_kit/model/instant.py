"""Reads times and spans of time as APIs write them, as far as they can be compared."""

import re
from datetime import UTC, datetime, timedelta
from typing import TypeGuard

_TIME = re.compile(
    r"(?P<day>[0-9]{4}-[0-9]{2}-[0-9]{2})[Tt ](?P<clock>[0-9]{2}:[0-9]{2}(:[0-9]{2})?)(\.[0-9]+)?"
    r" ?(?P<zone>[Zz]|UTC|GMT|[+-][0-9]{2}:?[0-9]{2})?"
)
_SPANS = {"Y": 366, "M": 31, "W": 7, "D": 1}  # days, the longest that they can be
_CLOCK = {"H": 3600, "M": 60, "S": 1}  # seconds
_PART = re.compile("([0-9]+)([A-Z])")


def instant(value: object) -> datetime | None:
    """The second that a text names, with a zone if the text has one; None where it names none.

    >>> instant("2018-03-08 06:07:49.5 +0000") == instant("2018-03-08T06:07:49Z")
    True
    """
    found = _TIME.fullmatch(value) if isinstance(value, str) else None
    if found is None:
        return None
    zone = found["zone"] or ""
    zone = zone if zone[:1] in ("+", "-", "") else "+00:00"
    try:
        return datetime.fromisoformat(f"{found['day']}T{found['clock']}{zone}")
    except ValueError:
        return None


def is_before(one: object, other: object) -> bool:
    """Whether a time is certainly before another; False where they cannot be compared.

    Parts of a second count for nothing, since some members of an answer have them and some have
    not. Numbers are times as well, seconds or milliseconds since some day.
    """
    first, second = instant(one), instant(other)
    if first is not None and second is not None:
        return (first.tzinfo is None) == (second.tzinfo is None) and first < second
    return is_number(one) and is_number(other) and one < other


def age(since: datetime, now: datetime) -> timedelta:
    """How long ago a time was; one without a zone counts as UTC."""
    return _zoned(now) - _zoned(since)


def span(text: str) -> timedelta:
    """How long an ISO 8601 duration is at most; of none that is one, no time.

    >>> span("P1DT2H")
    datetime.timedelta(days=1, seconds=7200)
    """
    date, _, clock = text.partition("T")
    days = sum(int(n) * _SPANS.get(unit, 0) for n, unit in _PART.findall(date))
    seconds = sum(int(n) * _CLOCK.get(unit, 0) for n, unit in _PART.findall(clock))
    try:
        return timedelta(days=days, seconds=seconds)
    except OverflowError:
        return timedelta.max


def is_number(value: object) -> TypeGuard[int | float]:
    """Whether a JSON value is a number, which true and false are not."""
    return isinstance(value, int | float) and not isinstance(value, bool)


def _zoned(time: datetime) -> datetime:
    return time if time.tzinfo else time.replace(tzinfo=UTC)
