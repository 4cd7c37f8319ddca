"""Judges the items that the pages of a walk show: each comes once, and as well on the way back."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from contract_kit.model.instant import instant, is_before
from contract_kit.rules.pages_to_the_end.walks import Broken, Seen, Walk, shown

_MANY = 5  # pages that overlap by as much without anybody's doing


def broken(walk: Walk) -> Iterator[Broken]:
    """What is wrong with the items of a walk, where the specification tells items and pages."""
    pagination = walk.pagination
    if pagination.identity is None or (pagination.onward is None and pagination.page is None):
        return
    back = _Back(walk)
    yield from _again(walk, back)
    yield from back.broken()


def _again(walk: Walk, back: "_Back") -> Iterator[Broken]:
    """Items that come twice on the way forth."""
    known, shifts = set[object](), list[int]()
    first: Seen | None = None
    for before, seen in [(None, walk.forth[0]), *walk.steps]:
        shift = _shift(before, seen) if before else 0
        for identity in seen.page.identities[shift:]:
            if identity in known:
                yield _repeated(walk, "repeat", seen, identity)
                return
            known |= {identity} - {None}
        if shift:
            shifts.append(shift)
            first = first or seen
    if first is not None:
        kind = "repeat" if _is_inclusive(walk, back, shifts) else "overlap"
        yield _repeated(walk, kind, first, first.page.identities[0])


def _shift(before: Seen, seen: Seen) -> int:
    """How many items at the end of a page come again at the beginning of the next.

    A page that comes again as a whole is none that something was inserted in front of, unless
    pages are of one item.
    """
    one, other = before.page.identities, seen.page.identities
    if not other or other[0] is None or other[0] not in one:
        return 0
    count = len(one) - one.index(other[0])
    whole = count == len(one) > 1
    return 0 if whole or one[-count:] != other[:count] else count


def _is_inclusive(walk: Walk, back: "_Back", shifts: Sequence[int]) -> bool:
    """Whether pages overlap though nothing was inserted in between.

    Nothing shifts pages that begin behind an item. Else all of them overlap by as much, and the way
    back shows nothing new, or they are too many for chance.
    """
    if all(seen.page.identities and _is_last(seen) for seen, _ in walk.steps):
        return True
    alike = len(shifts) == len(walk.forth) - 1 and len(set(shifts)) == 1
    return alike and (len(shifts) >= _MANY or (len(shifts) > 1 and back.whole and not back.new))


def _is_last(seen: Seen) -> bool:
    """Whether the cursor is the identity of the page's last item."""
    return seen.page.cursor is not None and seen.page.cursor == seen.page.identities[-1]


def _repeated(walk: Walk, kind: str, seen: Seen, identity: object) -> Broken:
    return Broken(kind, seen, walk.of_items, "the items", "each once", f"{shown(identity)} again")


class _Back:
    """The way back of a walk, each page beside the one of the way forth that it should be."""

    def __init__(self, walk: Walk) -> None:
        self._walk = walk
        self._pages: dict[object, int] = {
            identity: number
            for number, seen in enumerate(walk.forth)
            for identity in seen.page.identities
        }
        came = _identities(walk.back)
        self.whole = bool(walk.back) and not walk.back[-1].page.previous
        self.new = came - self._pages.keys()
        self._deleted = _identities(forth for _, forth in walk.pairs) - came
        self._inserted = bool(self.new) or any(_shift(one, two) for one, two in walk.steps)

    def broken(self) -> Iterator[Broken]:
        """The first page that is not what it should be, of a way that went back to the start."""
        yield from self._gap()
        place = self._walk.pagination.previous
        if place is None or not self.whole:
            return
        for seen, forth in self._walk.pairs:
            came, wanted = seen.page.identities, forth.page.identities
            if None not in (*came, *wanted) and not self._is_explained(came, wanted):
                message = "the page before"
                expected, actual = (shown(list(one)) for one in (wanted, came))
                yield Broken("previous-not-inverse", seen, place, message, expected, actual)
                return

    def _is_explained(self, came: Sequence[object], wanted: Sequence[object]) -> bool:
        """Whether a page is as it was, or as it may be after insertions and deletions.

        Items of earlier pages come where something was inserted, those of later ones where
        something was deleted.
        """
        if set(came) == set(wanted) or not wanted:
            return True
        at = self._pages[wanted[0]]
        if any(self._pages.get(identity, at) < at for identity in came):
            return self._inserted
        if any(self._pages.get(identity, at) > at for identity in came):
            return bool(self._deleted)
        return self._inserted or bool(self._deleted)

    def _gap(self) -> Iterator[Broken]:
        """Items that are not new, for all their times lie among those of the way forth.

        Where some were deleted, others may have moved to a page that was already walked.
        """
        spans: dict[str, tuple[Any, Any]] | None = None
        for seen in self._walk.back if self.new and not self._deleted else ():
            for identity, item in zip(seen.page.identities, seen.page.items or (), strict=True):
                if identity not in self.new:
                    continue
                spans = _spans(self._walk.forth) if spans is None else spans
                times = _times(item)
                if times and all(_within(time, spans.get(name)) for name, time in times.items()):
                    expected = f"{shown(identity)} on the way forth as well"
                    place = self._walk.of_items
                    yield Broken("gap", seen, place, "the items", expected, "only on the way back")
                    return


def _identities(pages: Iterable[Seen]) -> set[object]:
    found = set[object]().union(*(seen.page.identities for seen in pages))
    return found - {None}


def _times(item: object) -> dict[str, object]:
    members = item if isinstance(item, dict) else {}
    return {name: value for name, value in members.items() if instant(value) is not None}


def _spans(pages: Sequence[Seen]) -> dict[str, tuple[Any, Any]]:
    """The earliest and the latest time that items have, by the member's name."""
    spans = dict[str, tuple[Any, Any]]()
    for seen in pages:
        for item in seen.page.items or ():
            for name, time in _times(item).items():
                first, last = spans.get(name, (time, time))
                spans[name] = (
                    time if is_before(time, first) else first,
                    time if is_before(last, time) else last,
                )
    return spans


def _within(time: object, span: tuple[Any, Any] | None) -> bool:
    return span is not None and is_before(span[0], time) and is_before(time, span[1])
