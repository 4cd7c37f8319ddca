"""Says what changed between two shapes of the same answers, as facts without a verdict.

Each cause is one change: an object that is gone is one, not one for each of its members, and what
holds for all states is not told again for each.
"""

from collections.abc import Iterator

from contract_kit.changes.claims import claims, types
from contract_kit.changes.differing import differing
from contract_kit.changes.moves import Turnover, moves
from contract_kit.changes.place import Path, Place, items, members, root
from contract_kit.changes.presence import Come, Gone, presence
from contract_kit.changes.values import values
from contract_kit.model.change import Change
from contract_kit.model.shape import Shape

__all__ = ["changes"]


def changes(before: Shape, now: Shape) -> tuple[Change, ...]:
    """What changed, by pointer; nothing where either side was never seen.

    A change is told however few sightings it rests on: `seen` says how many, the verdict is a
    rule's. Only what chance would explain as well is not told.
    """
    differs = differing(claims(before), claims(now))
    events = list(_events(root(before, now), differs))
    told = [event for event in events if isinstance(event, Change)]
    turnovers = [event for event in events if isinstance(event, Turnover)]
    return tuple(sorted((*told, *moves(turnovers)), key=lambda change: change.pointer))


def _events(place: Place, differs: frozenset[Path]) -> Iterator[Change | Turnover]:
    if place.path not in differs:
        return
    told = values(place)
    yield from told
    if told and not types(place.whole.now) <= types(place.whole.before):
        return  # values of another type have other members too
    yield from _below(place, differs)


def _below(place: Place, differs: frozenset[Path]) -> Iterator[Change | Turnover]:
    there = [(member, presence(member)) for member in members(place)]
    gone = tuple(event for _, event in there if isinstance(event, Gone))
    come = tuple(event for _, event in there if isinstance(event, Come))
    stayed = [found for found in there if not isinstance(found[1], Gone | Come)]
    yield Turnover(place.path, gone, come, emptied=not stayed)
    for member, event in stayed:
        if event is None:
            yield from _events(member, differs)
        elif isinstance(event, Change):  # its nulls have the same cause
            yield event
            yield from _below(member, differs)
    inner = items(place)
    if inner:
        yield from _events(inner, differs)
