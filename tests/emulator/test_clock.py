"""Virtual time and the pace of jobs."""

import pytest

from contract_kit.emulator.clock import Clock, Pace, timestamp
from contract_kit.model.errors import Mistake


def test_a_virtual_clock_starts_at_a_fixed_instant_and_ticks() -> None:
    clock = Clock()
    assert timestamp(clock.ms) == "2020-06-09T22:00:00Z"
    clock.tick()
    clock.advance(0.25)
    assert timestamp(clock.ms, milliseconds=True) == "2020-06-09T22:00:01.250Z"
    clock.reset()
    assert timestamp(clock.ms) == "2020-06-09T22:00:00Z"


def test_a_real_clock_moves_by_itself_and_does_not_tick() -> None:
    elapsed = iter([0.0, 2.0, 2.0, 2.5])
    clock = Clock(real=True, now=lambda: next(elapsed))
    first = clock.ms
    clock.tick()
    assert clock.ms == first
    assert clock.ms == first + 500


@pytest.mark.parametrize(
    ("text", "pace"),
    [
        ("instant", Pace("instant")),
        ("polls:3", Pace("polls", 3)),
        ("seconds:1", Pace("seconds", 1)),
    ],
)
def test_a_pace_is_read(text: str, pace: Pace) -> None:
    assert Pace.parse(text) == pace


@pytest.mark.parametrize(
    "text", ["", "polls", "polls:", "polls:0", "polls:-1", "polls:²", "instant:1"]
)
def test_any_other_pace_is_a_mistake(text: str) -> None:
    with pytest.raises(Mistake, match="allowed are instant, polls:N and seconds:N"):
        Pace.parse(text)
