"""Tells which members are no longer there, are new, or come with another state than before."""

from collections.abc import Callable
from dataclasses import dataclass

from contract_kit.changes.place import Pair, Path, Place
from contract_kit.changes.strength import is_missed, is_news
from contract_kit.changes.wording import say, where
from contract_kit.model.change import Change, Kind
from contract_kit.model.shape import Shape


@dataclass(frozen=True, slots=True)
class Gone:
    """A member that no record has now. `sure` is one that was always there, in some state."""

    path: Path
    shape: Shape
    seen: int
    now: int
    sure: bool
    missed: bool


@dataclass(frozen=True, slots=True)
class Come:
    """A member that no record had before."""

    path: Path
    shape: Shape
    seen: int
    now: int


def presence(place: Place) -> Change | Gone | Come | None:
    """What became of a member; None where it is there, or not, as before."""
    whole = place.whole
    lost = [pair for pair in place.strata if _was_always(pair) and not pair.now.n and pair.of_now]
    if lost and all(pair.before.nulls == pair.before.n for pair in lost):
        return _change(place, "null-to-absent", lost)
    if whole.before.n and not whole.now.n:
        return _gone(place, lost)
    if whole.now.n and not whole.before.n:
        return Come(place.path, whole.now, whole.of_before, whole.of_now)
    if lost:
        return _change(place, "variant", lost)
    return _sometimes(place)


def _sometimes(place: Place) -> Change | None:
    for kind, holds in _PATTERNS:
        if found := [pair for pair in place.strata if holds(pair)]:
            return _change(place, kind, found)
    return None


def _gone(place: Place, lost: list[Pair]) -> Gone:
    strata = lost or [pair for pair in place.strata if pair.before.n and pair.of_now]
    strata = strata or [place.whole]
    seen, now = sum(pair.of_before for pair in strata), sum(pair.of_now for pair in strata)
    missed = is_missed(sum(pair.before.n for pair in strata), seen, now)
    return Gone(place.path, place.whole.before, seen, now, bool(lost), missed)


def _was_always(pair: Pair) -> bool:
    return 0 < pair.of_before == pair.before.n


def _is_sometimes_missing(pair: Pair) -> bool:
    """Whether members are missing that never were."""
    missing = pair.of_now - pair.now.n
    return _was_always(pair) and is_news(pair.of_before, pair.of_now, missing)


def _left_out_its_nulls(pair: Pair) -> bool:
    """Whether members are missing that were null before."""
    return _is_sometimes_missing(pair) and bool(pair.before.nulls) and not pair.now.nulls


def _fills_with_nulls(pair: Pair) -> bool:
    """Whether members are null that were left out before."""
    return (
        pair.before.n < pair.of_before
        and pair.now.n == pair.of_now
        and not pair.before.nulls
        and is_news(pair.of_before, pair.of_now, pair.now.nulls)
    )


_PATTERNS: tuple[tuple[Kind, Callable[[Pair], bool]], ...] = (
    ("null-to-absent", _left_out_its_nulls),
    ("absent-to-null", _fills_with_nulls),
    ("optional", _is_sometimes_missing),
)


def _change(place: Place, kind: Kind, pairs: list[Pair]) -> Change:
    tags = where(pairs, place)
    return Change(
        place.pointer,
        kind,
        say(place.whole.before) + tags,
        _NEW.get(kind, "absent") + tags,
        sum(pair.of_before for pair in pairs),
        sum(pair.of_now for pair in pairs),
    )


_NEW = {"optional": "sometimes absent", "absent-to-null": "null"}
