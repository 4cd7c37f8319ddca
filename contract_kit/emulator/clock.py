"""Time as the emulator sees it: a virtual clock, and how fast jobs move.

Under `instant` and `polls:N` the clock starts at a fixed instant and moves one second a request, so
that every run is the same; under `seconds:N` it moves with real time.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Literal

from contract_kit.model.errors import Mistake

START = datetime(2020, 6, 9, 22, 0, 0, tzinfo=UTC)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_START_MS = int(START.timestamp() * 1000)


@dataclass(frozen=True, slots=True)
class Pace:
    """How a job moves: at once, one move every `n` polls, or one move every `n` seconds."""

    kind: Literal["instant", "polls", "seconds"]
    n: int = 0

    @classmethod
    def parse(cls, text: str) -> "Pace":
        """Reads `instant`, `polls:N` or `seconds:N`; anything else is a `Mistake`."""
        kind, _, number = text.partition(":")
        if text == "instant":
            return cls("instant")
        if kind in ("polls", "seconds") and number.isascii() and number.isdigit() and int(number):
            return cls("polls" if kind == "polls" else "seconds", int(number))
        raise Mistake(f"pace {text!r}: allowed are instant, polls:N and seconds:N (N from 1)")


EACH_POLL = Pace("polls", 1)


class Clock:
    """The emulator's only source of time, in milliseconds since the epoch."""

    def __init__(self, real: bool = False, now: Callable[[], float] = time.monotonic) -> None:
        self._real, self._monotonic = real, now
        self.reset()

    def reset(self) -> None:
        """Back to the fixed instant."""
        self._ms, self._began = _START_MS, self._monotonic()

    @property
    def ms(self) -> int:
        """Now, in milliseconds since the epoch."""
        elapsed = self._monotonic() - self._began if self._real else 0.0
        return self._ms + int(elapsed * 1000)

    def tick(self) -> None:
        """One request has been answered: a second passes, unless time is real."""
        if not self._real:
            self._ms += 1000

    def advance(self, seconds: float) -> None:
        """Moves time forward."""
        self._ms += int(seconds * 1000)


@lru_cache(maxsize=4096)
def timestamp(ms: int, *, milliseconds: bool = False) -> str:
    """RFC 3339 in UTC, `2017-11-03T16:00:06Z` or with three digits of the second.

    >>> timestamp(1509724806191, milliseconds=True)
    '2017-11-03T16:00:06.191Z'
    """
    moment = _EPOCH + timedelta(milliseconds=ms)
    unit = "milliseconds" if milliseconds else "seconds"
    return moment.isoformat(timespec=unit).replace("+00:00", "Z")


def instant(text: str) -> int:
    """Milliseconds since the epoch of an ISO 8601 date and time, in UTC unless it says otherwise.

    Raises `ValueError` where the text is none, or of no calendar.

    >>> instant("2017-11-03T16:00:06.191Z")
    1509724806191
    """
    moment = datetime.fromisoformat(text)
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return (aware - _EPOCH) // timedelta(milliseconds=1)
