"""Holds a job against the table of its lifecycle: what of one answer breaks it.

The table is `x-lifecycle` of the specification; nothing is expected that it does not say. What
several answers do not agree in is said by `continuity`.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from json import dumps

from contract_kit.model.instant import is_before
from contract_kit.model.remembering import remembered
from contract_kit.model.sighting import Sighting
from contract_kit.model.tracing import Observation, shown

_SHOWN = 120  # characters of an offending value


@dataclass(frozen=True, slots=True)
class Lapse:
    """One way in which a job breaks its table.

    `pointer` begins at the job. `since` is the earlier sight of the job that `seen` does not go
    with, None where `seen` alone is wrong.
    """

    kind: str
    seen: Observation
    pointer: str
    expected: str
    actual: str
    message: str
    since: Observation | None = None


@remembered
def lapses_of(sighting: Sighting) -> tuple[Lapse, ...]:
    """What one answer shows of its jobs that their tables do not allow."""
    return tuple(lapse for seen in shown(sighting) for lapse in _lapses(seen))


def _lapses(seen: Observation) -> Iterator[Lapse]:
    life, state = seen.lifecycle, seen.state
    if state is not None and not life.knows(state):
        yield Lapse(
            "unknown-state",
            seen,
            life.state,
            ", ".join(life.states),
            worded(state),
            "a job is in a state that the lifecycle does not know",
        )
    for member in life.present.get(state or "", ()):
        found = seen.values(member)
        if None in found or (not found and _is_whole(seen)):
            message = f"a job that is {state} has no {member}"
            yield Lapse(
                "missing-at-state", seen, member, "a value", "null" if found else "absent", message
            )
    for member in life.null.get(state or "", ()):
        found = [value for value in seen.values(member) if value is not None]
        if found:
            message = f"a job that is {state} has a {member} already, or still"
            yield Lapse("not-null-at-state", seen, member, "null", worded(found[0]), message)
    if life.order:
        yield from _unordered(seen)
    if life.progress and life.total:
        yield from _beyond(seen)


def _unordered(seen: Observation) -> Iterator[Lapse]:
    times = [(member, seen.values(member)) for member in seen.lifecycle.order]
    given = [(member, values[0]) for member, values in times if values and values[0] is not None]
    for (earlier, first), (later, second) in pairwise(given):
        if is_before(second, first):
            message = f"{later} is before {earlier}, {worded(first)}"
            expected = f"not before {worded(first)}"
            yield Lapse("times-out-of-order", seen, later, expected, worded(second), message)


def _beyond(seen: Observation) -> Iterator[Lapse]:
    progress, total = seen.number(seen.lifecycle.progress), seen.number(seen.lifecycle.total)
    if progress is not None and total is not None and progress > total:
        yield Lapse(
            "progress-beyond-total",
            seen,
            seen.lifecycle.progress,
            f"at most {total}",
            str(progress),
            f"a job has done {progress} of {total}",
        )


def _is_whole(seen: Observation) -> bool:
    """Whether an answer shows all that there is of a job; others may leave members out."""
    shown_by = seen.lifecycle.shown_by
    return seen.sighting.operation.id == shown_by if shown_by else not seen.listed


def worded(value: object) -> str:
    """A value for people."""
    if isinstance(value, list | dict):
        return "an array" if isinstance(value, list) else "an object"
    return dumps(value, ensure_ascii=False)[:_SHOWN]
