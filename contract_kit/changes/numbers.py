"""Tells how numbers changed: their unit, scale, sign, and whether they are whole."""

from collections.abc import Callable

from contract_kit.changes.place import Place
from contract_kit.changes.strength import is_news
from contract_kit.changes.wording import between
from contract_kit.model.change import Change, Kind
from contract_kit.model.shape import Numbers, Span

# times since 1970 as a number, from 1973 to 2286 and by unit; nothing else is as large by chance
_UNITS = {"seconds": (1e8, 1e10), "milliseconds": (1e11, 1e13), "microseconds": (1e14, 1e16)}
_TIMES_LARGER = 30  # data of a hundred times the scale are at least so much larger at either end
_TIMES_MORE = 10  # the same where another sign of it is there


def numbers(place: Place) -> tuple[Change, ...]:
    """The change of the numbers at a place, by the first reading that explains it."""
    before, now = place.whole.before.numbers, place.whole.now.numbers
    if not before or not now:
        return ()
    for kind, reading in _READINGS:
        if reading(before, now):
            old, new = _say(before), _say(now)
            return (Change(place.pointer, kind, old, new, before.n, now.n),)
    return ()


def _another_unit(before: Numbers, now: Numbers) -> bool:
    old, new = _unit(before.span), _unit(now.span)
    return bool(old and new) and old != new


def _unit(span: Span) -> str:
    fits = (name for name, (low, high) in _UNITS.items() if low <= span.low <= span.high < high)
    return next(fits, "")


def _another_scale(before: Numbers, now: Numbers) -> bool:
    return _grown(before, now) or _grown(now, before)


def _grown(small: Numbers, large: Numbers) -> bool:
    """Whether the one are as the other times a hundred or more.

    Parts of one become parts of a hundred; amounts become whole numbers of the smaller coin; or
    all are larger by far.
    """
    low, high = small.span.low, small.span.high
    if low < 0 or large.span.low < 0 or not high:
        return False
    in_parts = small.whole < small.n and high <= 1 < large.span.high <= 100
    in_coins = not small.whole and large.whole == large.n and large.span.low >= _TIMES_MORE * low
    apart = large.span.low > max(high, _TIMES_LARGER * low) and low > 0
    return (
        in_parts
        or (in_coins and large.span.high >= _TIMES_MORE * high)
        or (apart and large.span.high >= _TIMES_LARGER * high)
    )


def _another_sign(before: Numbers, now: Numbers) -> bool:
    return _fell(before, now) or (before.span.high < 0 <= now.span.low)


def _fell(before: Numbers, now: Numbers) -> bool:
    times = now.n if now.span.high < 0 else 1
    return before.span.low >= 0 > now.span.low and is_news(before.n, now.n, times)


def _written_otherwise(before: Numbers, now: Numbers) -> bool:
    """Whether all were whole and none is, or the other way round."""
    lost = before.whole == before.n and not now.whole
    return lost or (now.whole == now.n and not before.whole)


_READINGS: tuple[tuple[Kind, Callable[[Numbers, Numbers], bool]], ...] = (
    ("unit", _another_unit),
    ("scale", _another_scale),
    ("range", _another_sign),
    ("precision", _written_otherwise),
)


def _say(numbers: Numbers) -> str:
    whole = "whole numbers" if numbers.whole == numbers.n else "numbers"
    return f"{whole}, {between(numbers.span)}"
