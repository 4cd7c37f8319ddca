"""Joins what was seen of each job, answer by answer, into its trace."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import pairwise
from json import dumps
from typing import Any, NamedTuple

from contract_kit.model.content import Unreadable, is_json
from contract_kit.model.instant import is_number
from contract_kit.model.lifecycle import Lifecycle, Mined
from contract_kit.model.pointer import select, selected, tokens
from contract_kit.model.remembering import remembered
from contract_kit.model.sighting import Journey, Sighting


class Observation(NamedTuple):
    """One job as one answer shows it.

    `place` counts the exchanges of the journey from 1. `id` is the JSON text of the job's id, None
    where it is no scalar; `state` is None where it is no text.
    """

    place: int
    sighting: Sighting
    lifecycle: Lifecycle
    job: Mapping[str, Any]
    id: str | None
    state: str | None

    @property
    def listed(self) -> bool:
        """Whether the answer shows the job among others, which may be a moment behind."""
        return "*" in self.lifecycle.at

    @property
    def started(self) -> bool:
        """Whether the answer is that to the request for the job."""
        status = self.sighting.exchange.answer.status
        return self.sighting.operation.id in self.lifecycle.started_by and status // 100 == 2

    def values(self, member: str) -> list[Any]:
        """What the job has at a pointer of its lifecycle; nothing where it is absent."""
        return list(selected(self.job, tokens(member)))

    def value(self, member: str) -> Any:
        """The first of these; None where there is none."""
        return _first(self.job, member)

    def number(self, member: str) -> int | float | None:
        """The number that the job has there; None where it has none, or `member` is empty."""
        value = self.value(member) if member else None
        return value if is_number(value) else None

    def pointer(self, member: str) -> str:
        """Where a member of the job lies, from the body's root, with `*` for any item."""
        return self.lifecycle.at + member


Trace = tuple[Observation, ...]


@remembered
def observed(journey: Journey) -> tuple[Observation, ...]:
    """Every job that a journey shows, as often as it does, in the journey's order."""
    return tuple(
        Observation(place, sighting, one.lifecycle, one.job, one.id, one.state)
        for place, sighting in enumerate(journey.sightings, 1)
        for one in shown(sighting)
    )


@remembered
def shown(sighting: Sighting) -> tuple[Observation, ...]:
    """The jobs that one answer shows, each at place 1."""
    answer, promise = sighting.exchange.answer, sighting.promise
    if promise is None or not promise.lifecycles or not sighting.declared:
        return ()
    if not is_json(answer.media_type):
        return ()
    try:
        body = answer.json
    except Unreadable:
        return ()
    return tuple(
        Observation(1, sighting, life, job, _id(job, life), _state(job, life))
        for life in promise.lifecycles
        for job in select(body, life.at)
        if isinstance(job, Mapping)
    )


@remembered
def traces(journey: Journey) -> tuple[Trace, ...]:
    """What was seen of each job, joined by its lifecycle and id; one without an id has none."""
    joined: dict[tuple[str, str], list[Observation]] = {}
    for one in observed(journey):
        if one.id is not None:
            joined.setdefault((one.lifecycle.name, one.id), []).append(one)
    return tuple(map(tuple, joined.values()))


def course(trace: Iterable[Observation]) -> Iterator[Observation]:
    """The observations that tell how far a job was, in order.

    Left out are those without a state, and an item of a list with a state from which moves lead to
    the one that the job was seen in before: lists may be a moment behind.
    """
    last = None
    for one in trace:
        if one.state is None or (one.listed and last is not None and _is_behind(one, last)):
            continue
        yield one
        last = one


def mined(journey: Journey) -> Mapping[str, Mined]:
    """What the jobs of a journey did, by the name of their lifecycle (`showJob /job_status`).

    A first state is counted of jobs that were seen when they were started, or of all where the
    specification does not say what starts them; the last state is that of their last observation.
    """
    lives: dict[str, list[Trace]] = {}
    for trace in traces(journey):
        lives.setdefault(trace[0].lifecycle.name, []).append(trace)
    return {name: _mined(those) for name, those in lives.items()}


def _id(job: Mapping[str, Any], life: Lifecycle) -> str | None:
    value = _first(job, life.id)
    return dumps(value) if isinstance(value, str | int | float) else None


def _state(job: Mapping[str, Any], life: Lifecycle) -> str | None:
    value = _first(job, life.state)
    return value if isinstance(value, str) else None


def _first(job: Mapping[str, Any], member: str) -> Any:
    return next(iter(selected(job, tokens(member))), None)


def _is_behind(one: Observation, last: Observation) -> bool:
    if one.state is None or last.state is None or one.state == last.state:
        return False
    return one.lifecycle.leads(one.state, last.state)


def _mined(those: Iterable[Trace]) -> Mined:
    first, moves, last = Counter[str](), Counter[tuple[str, str]](), Counter[str]()
    for trace in those:
        seen = [(one, one.state) for one in course(trace) if one.state is not None]
        if not seen:
            continue
        begun, state = seen[0]
        if begun.started or not begun.lifecycle.started_by:
            first[state] += 1
        moves.update((old, new) for (_, old), (_, new) in pairwise(seen) if old != new)
        last[seen[-1][1]] += 1
    return Mined() + Mined(first, moves, last)  # in the order that all have
