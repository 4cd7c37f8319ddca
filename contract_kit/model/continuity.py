"""Holds what several answers show of jobs against the table of their lifecycle, and each other."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from itertools import pairwise
from typing import Any

from contract_kit.model.adherence import Lapse, worded
from contract_kit.model.instant import age, instant, is_before, span
from contract_kit.model.likeness import Place, alike, differences
from contract_kit.model.pointer import build, tokens
from contract_kit.model.tracing import Observation, Trace, course

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_SLACK = 1.5  # times as long as it lives may a job be shown: nobody cleans up to the second


def lapses_along(trace: Trace) -> Iterator[Lapse]:
    """What the answers that show one job do not agree in, in the order in which they came."""
    known = [one for one in trace if one.lifecycle.knows(one.state)]
    yield from _beginning(trace[0])
    for old, new in pairwise(course(known)):
        yield from _move(old, new)
    alone = [one for one in trace if not one.listed]
    yield from _falling(alone)
    for old, new in pairwise(alone):
        yield from _back_in_time(old, new)
    yield from _immutable(trace)
    yield from _after_its_end(known)


def outlived(seen: Sequence[Observation]) -> Iterator[Lapse]:
    """The jobs that are shown long after they should have been forgotten.

    What time it is when an answer comes is said by its `Date`, and by the jobs started before.
    """
    newest: datetime | None = None
    for one in seen if any(one.lifecycle.lives for one in seen) else ():
        life = one.lifecycle
        created = instant(one.value(life.order[0])) if life.order else None
        known = (newest, _date(one), created if one.started else None)
        newest = max((time for time in known if time), key=_rank, default=None)
        if created and newest and life.lives:
            old, lives = age(created, newest), span(life.lives)
            if old / _SLACK > lives:
                message = f"a job is shown that is {old} old, jobs live {lives}"
                yield Lapse("outlives", one, life.order[0], life.lives, str(old), message)


def renamed(seen: Iterable[Observation]) -> Iterator[Lapse]:
    """The jobs that are shown under one URL with more than one id."""
    known: dict[str, Observation] = {}
    for one in seen:
        operation, path = one.sighting.operation, one.sighting.exchange.request.path
        if operation.id != one.lifecycle.shown_by or one.listed or "{" not in operation.path:
            continue
        first = known.setdefault(path, one)
        if one.id != first.id and one.lifecycle.id in one.lifecycle.immutable:
            yield _changed(first, one, one.lifecycle.id)


def _beginning(seen: Observation) -> Iterator[Lapse]:
    life, state = seen.lifecycle, seen.state
    if seen.started and life.initial and life.knows(state) and state not in life.initial:
        message = f"a job that was just started is {state}"
        yield Lapse(
            "wrong-first-state", seen, life.state, " or ".join(life.initial), str(state), message
        )


def _move(old: Observation, new: Observation) -> Iterator[Lapse]:
    life, here, there = new.lifecycle, str(old.state), str(new.state)
    allowed = life.moves.get(here, ())
    if here == there or there in allowed:
        return
    kind = "illegal-move"
    if here in life.terminal:
        kind = "left-terminal"
    elif life.leads(here, there):
        kind = "skipped-state"
    elif life.leads(there, here):
        kind = "backward-move"
    expected = " or ".join((here, *allowed))
    message = f"a job went from {here} to {there}"
    yield Lapse(kind, new, life.state, expected, there, message, old)


def _falling(alone: Iterable[Observation]) -> Iterator[Lapse]:
    last: Observation | None = None
    for one in alone:
        progress = one.number(one.lifecycle.progress)
        if progress is None:
            continue
        before = last.number(last.lifecycle.progress) if last and _goes_on(last, one) else None
        if before is not None and progress < before:
            message = f"the progress of a job falls from {before} to {progress}"
            pointer = one.lifecycle.progress
            yield Lapse(
                "progress-falls", one, pointer, f"{before} or more", str(progress), message, last
            )
        last = one


def _goes_on(old: Observation, new: Observation) -> bool:
    """Whether a job did not begin again in between."""
    if old.state is None or new.state is None or old.state == new.state:
        return True
    return not new.lifecycle.leads(new.state, old.state)


def _back_in_time(old: Observation, new: Observation) -> Iterator[Lapse]:
    for member in new.lifecycle.order:
        before, now = old.value(member), new.value(member)
        if member not in new.lifecycle.immutable and is_before(now, before):
            message = f"{member} of a job goes back from {worded(before)} to {worded(now)}"
            expected = f"not before {worded(before)}"
            yield Lapse("time-goes-back", new, member, expected, worded(now), message, old)


def _immutable(trace: Trace) -> Iterator[Lapse]:
    life = trace[0].lifecycle
    for member in (*life.immutable, *([life.total] if life.total else [])):
        first: tuple[Observation, list[Any]] | None = None
        for one in trace:
            values = one.values(member)
            if not values or (member == life.total and values[0] is None):  # not known yet
                continue
            if first is None:
                first = one, values
            elif not alike(first[1], values):
                yield _changed(first[0], one, member)


def _changed(first: Observation, one: Observation, member: str) -> Lapse:
    before, now = worded(first.value(member)), worded(one.value(member))
    message = f"{member} of a job changes from {before} to {now}"
    return Lapse("changed-immutable", one, member, before, now, message, first)


def _after_its_end(known: Iterable[Observation]) -> Iterator[Lapse]:
    """Compares answers to the same request, since another may show less of a job."""
    ends: dict[tuple[str, str], Observation] = {}
    for one in known:
        if one.state not in one.lifecycle.terminal:
            if not one.listed:
                ends.clear()
            continue
        request = one.sighting.exchange.request
        key = one.sighting.operation.id, request.query
        first = ends.setdefault(key, one)
        if first.state != one.state:
            ends[key] = one
        if first is one or first.state != one.state:
            continue
        for place in differences(first.job, one.job, _restless(one)):
            member = build(place)
            before, now = worded(first.value(member)), worded(one.value(member))
            message = f"{member} of a job that is {one.state} changes from {before} to {now}"
            yield Lapse("changed-after-end", one, member, before, now, message, first)


def _restless(seen: Observation) -> frozenset[Place]:
    """The members that may change when a job is over: the customer's data, and what is volatile.

    Not so a time that the end itself has brought.
    """
    life = seen.lifecycle
    promise = seen.sighting.promise
    if promise is None:
        return frozenset()
    ended = {m for m in life.present.get(seen.state or "", ()) if instant(seen.value(m))}
    kept = {tokens(seen.pointer(member)) for member in ended}
    at = tokens(life.at)
    places = {tokens(pointer) for pointer in (*promise.free, *promise.volatile)}
    return frozenset(p[len(at) :] for p in places - kept if p[: len(at)] == at)


def _date(seen: Observation) -> datetime | None:
    said = seen.sighting.exchange.answer.named.get("date")
    try:
        return parsedate_to_datetime(said) if said else None
    except (ValueError, OverflowError):
        return None


def _rank(time: datetime) -> timedelta:
    return age(_EPOCH, time)
