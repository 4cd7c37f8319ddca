"""Finds walks that end on a full page earlier than any walk that was recorded."""

from collections.abc import Iterator
from dataclasses import dataclass

from contract_kit.model.exhibit import Comparison
from contract_kit.model.pagination import read_pagination
from contract_kit.model.shape import Shape

_RECORDINGS = 10  # that are enough to say how far a walk always went


@dataclass(frozen=True, slots=True)
class Early:
    """A walk that ended early: where it should have gone on, and how many pages it had."""

    operation: str
    status: str
    pointer: str
    least: int
    now: int


def early(comparison: Comparison) -> Iterator[Early]:
    """Walks with fewer pages than ever before, though each page that ended one is full.

    One that ends with a page that is not full is honest: there was less to list. Only stories that
    write are judged: they list what they made themselves, others what somebody else has.
    """
    own = {step[0] for step in comparison.now.steps if _writes(comparison, step[2])}
    for step, now in comparison.now.walks.items():
        if step[0] not in own:
            continue
        before, operation = comparison.before.walks.get(step), comparison.operations.get(step[2])
        if before is None or operation is None or before.n < _RECORDINGS:
            continue
        least, most = _pages(before, "low"), _pages(now, "high")
        if most < least and _ended_full(now):
            statuses = comparison.now.steps.get(step, {})
            status = next((one for one in statuses if one.startswith("2")), "")
            pagination = read_pagination(operation.pagination, operation.path)
            yield Early(step[2], status, pagination.onward or "", int(least), int(most))


def _writes(comparison: Comparison, operation: str) -> bool:
    found = comparison.operations.get(operation)
    return found is not None and found.effect != "read"


def _pages(shape: Shape, end: str) -> float:
    numbers = shape.record.members["pages"].numbers if shape.record else None
    return float(getattr(numbers.span, end)) if numbers else 0


def _ended_full(shape: Shape) -> bool:
    return shape.record is not None and shape.record.members["full"].trues == shape.n
