"""Remembers when each operation was last looked at, so that a night that did not look is seen."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class Beat:
    """When an operation was first to be looked at, and when it last was (None: never)."""

    since: datetime
    looked: datetime | None = None


@dataclass(frozen=True, slots=True)
class Heartbeat:
    """When the last night ran (None: none has), and the beats by API and operation.

    All times have a zone.
    """

    night: datetime | None = None
    beats: Mapping[str, Mapping[str, Beat]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Stale:
    """An operation that nobody has looked at for too long."""

    api: str
    operation: str
    beat: Beat


def beaten(
    before: Heartbeat,
    planned: Mapping[str, Collection[str]],
    looked: Collection[tuple[str, str]],
    now: datetime,
) -> Heartbeat:
    """The heartbeat after a night.

    `planned` are the operations that it was to look at, by API; what is planned no more is
    forgotten. APIs that were not its matter stay as they are.
    """
    fresh = {
        api: {name: _beat(before, api, name, (api, name) in looked, now) for name in names}
        for api, names in planned.items()
    }
    return Heartbeat(now, {**before.beats, **fresh})


def stale(
    heartbeat: Heartbeat, apis: Collection[str], now: datetime, limit: timedelta
) -> Iterator[Stale]:
    """The operations of these APIs that were not looked at for longer than `limit`."""
    for api in apis:
        for operation, beat in heartbeat.beats.get(api, {}).items():
            if now - (beat.looked or beat.since) > limit:
                yield Stale(api, operation, beat)


def _beat(before: Heartbeat, api: str, operation: str, looked: bool, now: datetime) -> Beat:
    known = before.beats.get(api, {}).get(operation, Beat(now))
    return Beat(known.since, now) if looked else known
