"""Answers have the members and values that they had in all recordings.

Compared are the shapes of all bodies of an operation and status, state by state, with those of now.
What was sometimes so before is no change. What never was otherwise counts from 59 sightings on;
below that the specification has to name what is gone, and not what has come in its place. A breach
of the schema is told by `conforms_to_specification` of the single answer, errors are told by
`keeps_its_errors`, and a body that is no longer JSON by its media type.

Kinds: of members `removed`, `added`, `renamed`, `nested` (now inside an object), `flattened` (out
of one), `wrapped` (the whole is now in an envelope), `unwrapped`, `optional` (sometimes absent),
`variant` (absent in a state that always had it), `null-to-absent`, `absent-to-null`; of types
`retyped`, `scalar-to-array`, `array-to-scalar`, `array-to-object`, `object-to-array`; of values
`nullable` (sometimes null), `always-null`, `sentinel` (an empty text, 0, -1 or the like for null),
`format` (of a text), `precision` (of a time, or whole numbers that no longer are), `zone`, `unit`
(seconds, milliseconds), `scale` (times 100), `range` (another sign), `length` (of a tuple),
`value-recased`, `value-added`, `value-gone` (words of which there are few) and `frozen` (a text
that varied is always the same).
What to do: ask whether the change is announced; clients that read the old place or value break.
Where it is meant, change the specification and let `drift --learn` take it into the baseline.
"""

import re
from collections.abc import Iterator, Mapping

from contract_kit.changes.breaches import Breach, Table, breaches, promise_at, table
from contract_kit.changes.strength import ENOUGH
from contract_kit.model.change import Change
from contract_kit.model.exhibit import Comparison, Exhibit
from contract_kit.model.finding import Finding, Severity
from contract_kit.model.pointer import tokens
from contract_kit.rules.comparing import Comparing, Pair, once, pairs
from contract_kit.rules.leaks import exposing

KINDS: Mapping[str, Severity] = {
    "removed": "error",
    "added": "info",
    "renamed": "error",
    "nested": "error",
    "flattened": "error",
    "wrapped": "error",
    "unwrapped": "error",
    "optional": "warning",
    "variant": "error",
    "null-to-absent": "warning",
    "absent-to-null": "warning",
    "retyped": "error",
    "scalar-to-array": "error",
    "array-to-scalar": "error",
    "array-to-object": "error",
    "object-to-array": "error",
    "nullable": "warning",
    "always-null": "error",
    "sentinel": "warning",
    "format": "error",
    "precision": "warning",
    "zone": "error",
    "unit": "error",
    "scale": "error",
    "range": "warning",
    "length": "warning",
    "value-recased": "error",
    "value-added": "info",
    "value-gone": "info",
    "frozen": "info",
}
_told = Comparing("keeps_its_shape", KINDS)
_REFUSED = 400
_OF_DATA = frozenset(("scale", "unit", "range", "value-added", "value-gone", "frozen"))
_IDENTITY = re.compile(r"(?:.*[_-])?(?i:ids?)|.*[a-z]I[dD]s?")


def judge(exhibit: Exhibit) -> Iterator[Finding]:
    """What of the answers is not as it was."""
    if isinstance(exhibit, Comparison):
        yield from once(finding for pair in pairs(exhibit) for finding in _changed(pair))


def _changed(pair: Pair) -> Iterator[Finding]:
    before, now = pair.before.body, pair.now.body
    if int(pair.status) >= _REFUSED or (before.texts is None and now.texts is not None):
        return  # told of errors, or of the media type
    known = table(pair.promise.promised if pair.promise else {})
    fresh = breaches(now, known) - breaches(before, known)
    for change in pair.changes:
        told_already = any(_explains(breach, change) for breach in fresh)
        told_already |= change.kind == "added" and bool(exposing(now, change.pointer))
        if _is_sure(change, known) and not told_already and not _is_data(change, pair, known):
            yield _finding(pair, change)


def _finding(pair: Pair, change: Change) -> Finding:
    place = change.pointer or "the body"
    message = f"{place} was {change.old} in {change.seen} sightings, now {change.new}"
    return _told(
        pair,
        change.kind,
        change.pointer,
        expected=change.old,
        actual=change.new,
        message=message,
    )


def _is_sure(change: Change, known: Table) -> bool:
    """Whether enough was seen, or the specification has a word for the old and none for the new."""
    if change.seen >= ENOUGH:
        return True
    old, new = (promise_at(known, tokens(place)) for place in (change.pointer, change.to))
    return change.to != "" and old is not None and new is None


def _explains(breach: Breach, change: Change) -> bool:
    """Whether the breach is at a place that changed, or below it."""
    places = {change.pointer, change.to or change.pointer}
    return any(breach[0] == place or breach[0].startswith(f"{place}/") for place in places)


def _is_data(change: Change, pair: Pair, known: Table) -> bool:
    """Whether this is what data may do, and no doing of the vendor: ids grow, a fraction comes."""
    path = tokens(change.pointer)
    promised = promise_at(known, path)
    if change.kind in _OF_DATA:
        mark = pair.promise.volatile.get(change.pointer, "time") if pair.promise else "time"
        return mark != "time" or any(map(_IDENTITY.fullmatch, path[-1:]))
    if change.kind == "added":
        return promised is not None
    return change.kind == "precision" and promised is not None and "number" in promised.types
