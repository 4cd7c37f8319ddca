"""Puts members that went and members that came together: one that moved is one change."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from contract_kit.changes.alike import ALIKE, likeness, names_are_one, nearness
from contract_kit.changes.place import Path
from contract_kit.changes.presence import Come, Gone
from contract_kit.changes.wording import listed, say
from contract_kit.model.change import Change, Kind
from contract_kit.model.pointer import build
from contract_kit.model.shape import Shape


@dataclass(frozen=True, slots=True)
class Turnover:
    """Who went and who came at one place; `emptied` is one of whose old members none is left."""

    path: Path
    gone: tuple[Gone, ...]
    come: tuple[Come, ...]
    emptied: bool = False


@dataclass(frozen=True, slots=True)
class _Step:
    """What one reading explains, and what is left to explain."""

    changes: tuple[Change, ...]
    left: Turnover


def moves(turnovers: Iterable[Turnover]) -> Iterator[Change]:
    """What the members that went and came at all places together mean."""
    left = []
    for turnover in turnovers:
        for read in (_put_into, _taken_out, _renamed):
            step = read(turnover)
            yield from step.changes
            turnover = step.left  # noqa: PLW2901
        left.append(turnover)
    gone = [member for turnover in left for member in turnover.gone]
    come = [member for turnover in left for member in turnover.come]
    yield from _elsewhere(gone, come)


def _put_into(turnover: Turnover) -> _Step:
    """Members that are now members of a new object: an envelope where none stayed outside."""
    for new in turnover.come:
        inside = _members(new.shape)
        moved = tuple(old for old in turnover.gone if _is_among(old, inside))
        if moved and turnover.emptied and 2 * len(moved) >= len(turnover.gone):
            change = _moved("wrapped", turnover.path, new.path, moved)
            return _Step((change,), Turnover(turnover.path, (), ()))
        if moved:
            change = _moved("nested", moved[0].path, (*new.path, moved[0].path[-1]), moved)
            return _Step((change,), _without(turnover, moved, (new,)))
    return _Step((), turnover)


def _taken_out(turnover: Turnover) -> _Step:
    """Members of an object that is gone which are now where it was."""
    for old in turnover.gone:
        inside = _members(old.shape)
        moved = tuple(new for new in turnover.come if _is_among(new, inside))
        if moved and turnover.emptied and 2 * len(moved) >= len(inside):
            change = _moved("unwrapped", turnover.path, turnover.path, (old,))
            return _Step((change,), Turnover(turnover.path, (), ()))
        if moved:
            change = _moved("flattened", old.path, moved[0].path, (old,))
            return _Step((change,), _without(turnover, (old,), moved))
    return _Step((), turnover)


def _renamed(turnover: Turnover) -> _Step:
    ranked = sorted(
        (
            (_rank(old, new), old, new)
            for old in turnover.gone
            for new in turnover.come
            if _is_renamed(old, new)
        ),
        key=lambda entry: (entry[0], entry[1].path, entry[2].path),
    )
    changes = []
    for _, old, new in ranked:
        if old in turnover.gone and new in turnover.come:
            changes.append(_moved("renamed", old.path, new.path, (old,)))
            turnover = _without(turnover, (old,), (new,))
    return _Step(tuple(changes), turnover)


def _elsewhere(gone: list[Gone], come: list[Come]) -> Iterator[Change]:
    """Members that are now at another place under their name; the rest is removed, or added."""
    for old in gone:
        fits = [
            new
            for new in come
            if names_are_one(old.path[-1], new.path[-1]) and likeness(old.shape, new.shape) >= ALIKE
        ]
        if fits and _is_told(old):
            come.remove(fits[0])
            deeper = len(fits[0].path) - len(old.path)
            kind: Kind = "nested" if deeper > 0 else "flattened" if deeper < 0 else "renamed"
            yield _moved(kind, old.path, fits[0].path, (old,))
        elif old.sure:
            yield Change(build(old.path), "removed", say(old.shape), "absent", old.seen, old.now)
    for new in come:
        yield Change(build(new.path), "added", "absent", say(new.shape), new.seen, new.now)


def _is_renamed(old: Gone, new: Come) -> bool:
    if names_are_one(old.path[-1], new.path[-1]):
        return likeness(old.shape, new.shape) > 0
    return _is_told(old) and likeness(old.shape, new.shape) >= ALIKE


def _is_told(gone: Gone) -> bool:
    """Whether it can hardly be chance that it is not there."""
    return gone.sure or gone.missed


def _rank(old: Gone, new: Come) -> tuple[bool, float]:
    """What pairs first: names that are one, then by shapes and names together."""
    names = old.path[-1], new.path[-1]
    return not names_are_one(*names), -likeness(old.shape, new.shape) - nearness(*names)


def _members(shape: Shape) -> Mapping[str, Shape]:
    return shape.record.members if shape.record else {}


def _is_among(member: Gone | Come, others: Mapping[str, Shape]) -> bool:
    return any(
        names_are_one(member.path[-1], name) and likeness(member.shape, other) >= ALIKE
        for name, other in others.items()
    )


def _without(turnover: Turnover, gone: tuple[Gone, ...], come: tuple[Come, ...]) -> Turnover:
    return replace(
        turnover,
        gone=tuple(member for member in turnover.gone if member not in gone),
        come=tuple(member for member in turnover.come if member not in come),
    )


def _moved(kind: Kind, path: Path, to: Path, gone: tuple[Gone, ...]) -> Change:
    """One change for all members that moved together."""
    sure = [member for member in gone if member.sure] or list(gone)
    names = listed([member.path[-1] for member in gone])
    return Change(
        build(path),
        kind,
        f"{names}: {say(gone[0].shape)}" if len(gone) == 1 else names,
        f"at {build(to) or 'the root'}",
        max(member.seen for member in sure),
        max(member.now for member in sure),
        build(to),
    )
