"""When a job moves on."""

import pytest

from contract_kit.emulator.clock import Pace
from contract_kit.emulator.jobs import due, longest_stay


@pytest.mark.parametrize(
    ("pace", "polls", "elapsed", "moves"),
    [
        (Pace("instant"), 0, 0, True),
        (Pace("polls", 2), 1, 119_999, False),
        (Pace("polls", 2), 2, 0, True),
        (Pace("polls", 2), 0, 120_000, True),
        (Pace("seconds", 2), 99, 1_999, False),
        (Pace("seconds", 2), 0, 2_000, True),
    ],
)
def test_a_job_moves_by_the_pace(pace: Pace, polls: int, elapsed: int, moves: bool) -> None:
    assert due(pace, polls, elapsed) is moves


@pytest.mark.parametrize("pace", [Pace("instant"), Pace("polls", 3), Pace("seconds", 3)])
def test_no_job_stays_longer_than_the_longest_stay(pace: Pace) -> None:
    assert due(pace, 0, longest_stay(pace))
