"""What all recordings of an API have taught so far, kept apart by where they were made."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from contract_kit.model.cassette import Origin
from contract_kit.model.facts import Facts, merge_facts


@dataclass(frozen=True, slots=True)
class Past:
    """What the recordings of one origin taught, from the oldest to the newest.

    `recordings` are their digests, one for each time that an API was recorded; `since` and `until`
    are RFC 3339 in UTC.
    """

    recordings: frozenset[str]
    since: str
    until: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class Baseline:
    """The pasts of one API by origin; an origin without a recording has none."""

    api: str
    pasts: Mapping[Origin, Past] = field(default_factory=dict)


def learned(baseline: Baseline, origin: Origin, digest: str, at: str, facts: Facts) -> Baseline:
    """The baseline with one recording more, or as it is where it has learned that digest before.

    `at` is a time in RFC 3339, with its zone. The order in which recordings are learned does not
    matter. Raises `ValueError` where `at` is no such time.
    """
    time, past = _in_utc(at), baseline.pasts.get(origin)
    if past is None:
        more = Past(frozenset({digest}), time, time, facts)
    elif digest in past.recordings:
        return baseline
    else:
        more = Past(
            past.recordings | {digest},
            min(past.since, time, key=moment),
            max(past.until, time, key=moment),
            merge_facts(past.facts, facts),
        )
    return Baseline(baseline.api, {**baseline.pasts, origin: more})


def moment(at: str) -> datetime:
    """The moment that an RFC 3339 text names, in UTC; raises `ValueError` where it names none."""
    time = datetime.fromisoformat(at)
    if time.tzinfo is None:
        raise ValueError(f"{at!r} has no time zone")
    return time.astimezone(UTC)


def _in_utc(at: str) -> str:
    return moment(at).isoformat().replace("+00:00", "Z")
