"""Tells how texts changed: their format, the precision and zone of times, few-valued words."""

import re
from collections.abc import Iterator, Sequence

from contract_kit.changes.place import Pair, Place, plain
from contract_kit.changes.strength import ENOUGH, PLENTY, is_few_valued, is_missed, is_news
from contract_kit.changes.wording import listed, where
from contract_kit.model.change import Change, Kind
from contract_kit.model.shape import Texts

_LOOSE = frozenset(("word", "text", "empty", "null"))  # what anybody may have written
_CODE = re.compile(r"[A-Z0-9_]{2,}|\w+_\w+|[a-z]+[A-Z]\w*")
_TIMES = frozenset(("date-time", "time-text"))
_DIGITS_OF_SECONDS, _DIGITS_OF_MILLISECONDS = 10, 13  # of the times from 2001 to 2286


def texts(place: Place, pairs: Sequence[Pair]) -> Iterator[Change]:
    """The changes of the texts at a place."""
    if change := _format(place, pairs):
        yield change
        return
    before, now = place.whole.before.texts, place.whole.now.texts
    if before and now:
        yield from _unit(place, before, now)
        yield from _words(place, before, now)
        yield from _frozen(place, before, now)


def _format(place: Place, pairs: Sequence[Pair]) -> Change | None:
    found = [pair for pair in pairs if _is_of_another_format(pair.before.texts, pair.now.texts)]
    if not found:
        return None
    old = {name for pair in found if pair.before.texts for name in pair.before.texts.formats}
    new = {name for pair in found if pair.now.texts for name in pair.now.texts.formats}
    tags = where(found, place)
    return Change(
        place.pointer,
        _kind_of_format(old, new),
        listed(sorted(old)) + tags,
        listed(sorted(new)) + tags,
        sum(pair.before.texts.n for pair in found if pair.before.texts),
        sum(pair.now.texts.n for pair in found if pair.now.texts),
    )


def _is_of_another_format(before: Texts | None, now: Texts | None) -> bool:
    """Whether none of the texts now is of a format that they were of, where that says something.

    Words and free texts say nothing, as long as they are not few-valued words; such as are written
    like codes (`PAPER_JAM`) do not become several words either.
    """
    if not before or not now or before.formats.keys() & now.formats.keys():
        return False
    if now.formats.keys() == {"empty"}:
        return True
    if not before.formats.keys() & _LOOSE:
        return True
    if not before.values or not is_few_valued(before):
        return False
    codes = all(_CODE.fullmatch(word) for word in before.values)
    return not now.formats.keys() & _LOOSE or (codes and now.formats.keys() == {"text"})


def _kind_of_format(old: set[str], new: set[str]) -> Kind:
    parts = [name.split("/") for name in sorted(old)], [name.split("/") for name in sorted(new)]
    heads = [{part[0] for part in side} for side in parts]
    if heads[0] != heads[1] or len(heads[0]) > 1 or not heads[0] <= _TIMES:
        return "format"
    (old_precisions, old_zones), (new_precisions, new_zones) = (
        ({part[1] for part in side}, {part[2] for part in side}) for side in parts
    )
    if old_zones & new_zones and not old_precisions & new_precisions:
        return "precision"
    return "zone" if old_precisions & new_precisions else "format"


def _unit(place: Place, before: Texts, now: Texts) -> Iterator[Change]:
    """Seconds that became milliseconds, or the other way, in digits."""
    if before.formats.keys() != {"digits"} or now.formats.keys() != {"digits"}:
        return
    old, new = before.lengths, now.lengths
    lengths = {old.low, old.high}, {new.low, new.high}
    if sorted(map(sorted, lengths)) == [[_DIGITS_OF_SECONDS], [_DIGITS_OF_MILLISECONDS]]:
        yield Change(
            place.pointer, "unit", f"{old.low} digits", f"{new.low} digits", before.n, now.n
        )


def _words(place: Place, before: Texts, now: Texts) -> Iterator[Change]:
    if before.values is None or now.values is None or not is_few_valued(before):
        return
    old = {plain(word): word for word in before.values if word not in now.values}
    new = [word for word in sorted(now.values) if word not in before.values]
    recased = [word for word in new if plain(word) in old]
    fresh = sorted(set(new) - set(recased))
    if recased:
        told = [old[plain(word)] for word in recased]
        yield _told(place, "value-recased", told, recased, before, now)
    elif fresh and is_news(before.n, now.n, sum(now.values[word] for word in fresh)):
        yield _told(place, "value-added", sorted(before.values), fresh, before, now)
    gone = [word for word in old.values() if is_missed(before.values[word], before.n, now.n)]
    if gone and not new and not place.tags:  # a state in which nothing was seen is no change
        yield _told(place, "value-gone", sorted(gone), sorted(now.values), before, now)


def _told(
    place: Place, kind: Kind, old: Sequence[str], new: Sequence[str], before: Texts, now: Texts
) -> Change:
    return Change(place.pointer, kind, listed(old), listed(new), before.n, now.n)


def _frozen(place: Place, before: Texts, now: Texts) -> Iterator[Change]:
    """A text that was another each time, and is now always the same."""
    varied = before.n >= PLENTY and before.values is None and not before.same
    if varied and now.n >= ENOUGH and now.same:
        yield Change(place.pointer, "frozen", "varies", "always the same", before.n, now.n)
