"""Kinds of change of what answers show: the objects, or one part of them, wherever they lie."""

from dataclasses import replace

from benchmarks.drift.kind import Edit, Kind, Resource, bodies, every_second


def whole(name: str, at: Resource, edit: Edit, *members: str, inside: bool = False) -> Kind:
    """A change of the objects; the members are those by which it shows."""
    return _kind(name, at, at, edit, members, inside)


def part(
    name: str, at: Resource, pointer: str, edit: Edit, *others: str, inside: bool = False
) -> Kind:
    """A change of what lies at a pointer in the objects."""
    places = {operation: f"{place}{pointer}" for operation, place in at.places.items()}
    return _kind(name, at, Resource(at.api, places), edit, (pointer, *others), inside)


def _kind(
    name: str,
    shown: Resource,
    changed: Resource,
    edit: Edit,
    members: tuple[str, ...],
    inside: bool,
) -> Kind:
    """A change of what lies at a pointer in the objects."""
    return Kind(
        f"{shown.api}: {name}",
        "shape",
        shown.api,
        bodies(changed.places, edit),
        frozenset(shown.places),
        shown.at(*members),
        inside,
    )


def sometimes(kind: Kind) -> Kind:
    """The same in every second answer."""
    return replace(
        kind, name=f"{kind.name} in every second answer", change=every_second(kind.change)
    )
