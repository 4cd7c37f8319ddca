"""Follows headers through one journey: whether the quota falls, and what the vendor announces."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from contract_kit.model.remembering import remembered
from contract_kit.model.sighting import Journey, Sighting
from contract_kit.model.target import is_loopback
from contract_kit.rules import header_names as names
from contract_kit.rules.leaks import hosts, may_name_host

_STEPS = 3  # moves within one window that show that a quota does not fall
_A_MONTH = 31 * 86_400  # longer numbers of a reset are points in time
_DIGITS = 16  # fewer a double holds
_OFF = ("false", "?0", "0", "")
# the kind that a header is told as, and the values by which it says nothing
_ENDS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "deprecation": ("deprecated", _OFF),
    "sunset": ("sunset", ()),
}

# what is left of quotas by the header's name, the time to a new one, the size of the largest
_Numbers = tuple[tuple[tuple[str, float], ...], float | None, float | None]
_Fact = tuple[int, str, str, str, str]  # place from 1, kind, name, what is wanted, what is


class _Quota(NamedTuple):
    """What was left of a quota, and how long until a new one; between polls a window may pass."""

    place: int
    left: float
    reset: float | None
    waited: bool


def unfallen(journey: Journey) -> Iterator[_Fact]:
    """Quotas of which nothing is taken, by operation.

    Only moves count of which a second header says that no new window began in between, and only of
    answers of success: some vendors do not count what they refuse.
    """
    for name, seen in _quotas(journey):
        moves = [now.left - last.left for last, now in pairwise(seen) if _same_window(last, now)]
        if len(moves) >= _STEPS and min(moves) >= 0:
            kind = "rising" if max(moves) > 0 else "frozen"
            actual = f"{seen[-1].left:g} after {seen[0].left:g}"
            yield seen[-1].place, kind, name, "less with each request", actual


def _quotas(journey: Journey) -> Iterator[tuple[str, list[_Quota]]]:
    """What was left at each answer of an operation, by the name of the header."""
    found: dict[tuple[str, str], list[_Quota]] = defaultdict(list)
    for place, sighting in enumerate(journey.sightings, 1):
        if sighting.exchange.answer.status // 100 == 2:
            left, reset, _ = _numbers(sighting)
            waited = sighting.number > 1 and not sighting.operation.pagination
            for name, number in left:
                quota = _Quota(place, number, reset, waited)
                found[sighting.operation.id, name].append(quota)
    yield from ((name, seen) for (_, name), seen in found.items())


def too_much(journey: Journey) -> Iterator[_Fact]:
    """Quotas of which more is left than there is, where the same answer says how much that is."""
    for place, sighting in enumerate(journey.sightings, 1):
        left, _, most = _numbers(sighting)
        for name, number in left:
            if most is not None and number > most:
                yield place, "beyond-limit", name, f"{most:g} at most", f"{number:g}"


def announced(journey: Journey) -> Iterator[_Fact]:
    """Headers that say that an operation ends, or that name a host that nobody should know."""
    for place, sighting in enumerate(journey.sightings, 1):
        for key, value in sighting.exchange.answer.headers:
            name = key.lower()
            kind, off = _ENDS.get(name, ("", ()))
            if kind and value.lower() not in off and _is_news(sighting, name):
                yield place, kind, name, "no end", value
            elif may_name_host(value):
                for host in hosts(value):
                    if not _is_asked(sighting, host):
                        yield place, "internal-host", name, "no such host", host


def _is_news(sighting: Sighting, name: str) -> bool:
    """Whether the specification does not speak of a header."""
    promise = sighting.promise
    return promise is None or all(one.name.lower() != name for one in promise.headers)


def _is_asked(sighting: Sighting, host: str) -> bool:
    """Whether the request went to a host itself, or to this machine as the host is."""
    url = sighting.exchange.request.url
    return host.partition(":")[0] in url or (is_loopback(url) and is_loopback(f"http://{host}"))


@remembered
def _numbers(sighting: Sighting) -> _Numbers:
    """The headers about quotas, as far as they are whole numbers."""
    named = sighting.exchange.answer.named
    lefts, resets, limits = _parts(tuple(named))
    left = tuple((name, n) for name in lefts if (n := _number(named[name])) is not None)
    reset = next((n for name in resets if (n := _number(named[name])) is not None), None)
    most = max((n for name in limits if (n := _number(named[name])) is not None), default=None)
    return left, reset, most


@lru_cache(maxsize=1024)  # an API has few sets of headers
def _parts(known: tuple[str, ...]) -> tuple[list[str], list[str], list[str]]:
    """The headers that say what is left of a quota, when it begins anew, and how large it is."""
    left, reset, limit = (
        [name for name in known if says(name)]
        for says in (names.is_left, names.is_reset, names.is_limit)
    )
    return left, reset, limit


@lru_cache(maxsize=4096)
def _number(text: str) -> float | None:
    whole = text.isdigit() and text.isascii() and len(text) < _DIGITS
    return float(text) if whole else None


def _same_window(last: _Quota, now: _Quota) -> bool:
    if last.reset is None or now.reset is None or now.waited:
        return False
    return now.reset == last.reset if last.reset > _A_MONTH else now.reset < last.reset
