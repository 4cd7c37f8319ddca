"""Says when a job that is underway moves on, by the pace that the emulator was started with."""

from contract_kit.emulator.clock import Pace

_UNPOLLED_MS = 60_000  # what a missing poll counts for, so that no job stays for ever


def longest_stay(pace: Pace) -> int:
    """Milliseconds after which a job leaves a state at the latest, polled or not.

    >>> longest_stay(Pace("polls", 2))
    120000
    """
    return {"instant": 0, "polls": pace.n * _UNPOLLED_MS, "seconds": pace.n * 1000}[pace.kind]


def due(pace: Pace, polls: int, elapsed: int) -> bool:
    """Whether a job moves on that was polled so often, and has been for `elapsed` ms, in its state.

    >>> due(Pace("polls", 2), 1, 1000), due(Pace("polls", 2), 2, 1000)
    (False, True)
    """
    polled = pace.kind == "polls" and polls >= pace.n
    return polled or elapsed >= longest_stay(pace)
