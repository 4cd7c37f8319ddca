"""Says how many sightings make a claim, so that chance is not taken for a change.

The one place of all thresholds. What was always so in 59 sightings has fewer than 5 % exceptions,
in 299 fewer than 1 %, either at a confidence of 95 %.
"""

from contract_kit.model.shape import Texts

ENOUGH = 59
PLENTY = 299
_FEW_FROM = 30  # sightings of a text before its words can be told to be few
_UNLIKELY = 1 / (ENOUGH + 1)  # that the one exception among 60 alike is the last of them
_HARDLY = 1 / 1000


def is_news(seen: int, now: int, times: int) -> bool:
    """Whether what never was in `seen` sightings, and is now in `times` of `now`, is a change.

    It is where all that is seen now is so, or where chance would hardly put all exceptions, of
    those before and now together, into those now.

    >>> is_news(59, 1, 1), is_news(59, 60, 1), is_news(59, 60, 6)
    (True, False, True)
    """
    if times < 1 or seen < 1:
        return False
    return times >= now or _chance(times, now, seen + now, _UNLIKELY) <= _UNLIKELY


def is_missed(times: int, seen: int, now: int) -> bool:
    """Whether what was `times` in `seen` sightings, and is never in `now`, can hardly be chance.

    >>> is_missed(30, 60, 5), is_missed(30, 60, 30)
    (False, True)
    """
    return times > 0 and now > 0 and _chance(times, seen, seen + now, _HARDLY) <= _HARDLY


def is_few_valued(texts: Texts) -> bool:
    """Whether the words of a text are a closed handful, none of which is there by accident."""
    return bool(texts.n >= _FEW_FROM and texts.values and min(texts.values.values()) > 1)


def _chance(times: int, part: int, total: int, least: float) -> float:
    """The chance that all of `times` among `total` lie in one part; exact down to `least`."""
    chance = 1.0
    for place in range(times):
        chance *= max(part - place, 0) / (total - place)
        if chance <= least:
            break
    return chance
