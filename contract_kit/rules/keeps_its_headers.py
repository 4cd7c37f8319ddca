"""The headers that clients act on stay: there, of the same name, of the same unit, and alive.

Compared is what headers were over all recordings with what they are now; values are not, so that
another quota, another id or another day is no finding. Within one journey the quota is followed.
A required header that is missing, or a value that its schema refuses, is told by
`conforms_to_specification`; errors that are no JSON by `keeps_its_errors`.

Kinds: `gone` (a header that was always there, and that the specification describes or HTTP gives a
meaning to), `dropped` (any other), `renamed` (gone, and one of like name has come), `content-type`
(another of the documented ones, or another charset), `caching` (what nobody was told to store may
now be stored and given out again, RFC 9111), `format` (such as a relative Location where it was
absolute), `unit` (seconds, milliseconds, points in time), `constant` (a request id that is the same
for all), `frozen` and `rising` (what is left of a quota does not fall although requests go out),
`beyond-limit` (more is left than the quota that the same answer names), `cookie` and
`software` (a cookie, the server's software or its version appears), `internal-host` (a header names
a host of a private network), `deprecated` and `sunset` (the vendor announces an end).
What to do: what clients act on is part of the contract: ask the vendor, and describe the header in
the specification, with `required: true` where it is promised.
"""

from collections import Counter
from collections.abc import Iterator, Mapping

from contract_kit.changes.strength import ENOUGH
from contract_kit.model.content import is_json
from contract_kit.model.contract import HeaderPromise
from contract_kit.model.exhibit import Comparison, Exhibit, Journey
from contract_kit.model.finding import Finding, Severity
from contract_kit.model.shape import NOTHING, Shape, merge
from contract_kit.rules import header_names as names
from contract_kit.rules.comparing import Comparing, Pair, once, pairs
from contract_kit.rules.header_shapes import (
    changed_format,
    changed_unit,
    is_constant,
    is_documented,
    media_types,
    members,
    says_version,
    spread,
)
from contract_kit.rules.journey_headers import announced, too_much, unfallen
from contract_kit.rules.telling import Telling

KINDS: Mapping[str, Severity] = {
    "gone": "warning",
    "dropped": "info",
    "renamed": "warning",
    "content-type": "warning",
    "caching": "warning",
    "format": "warning",
    "unit": "error",
    "constant": "warning",
    "frozen": "warning",
    "rising": "warning",
    "beyond-limit": "warning",
    "cookie": "warning",
    "software": "warning",
    "internal-host": "warning",
    "deprecated": "warning",
    "sunset": "warning",
}
RULE = "keeps_its_headers"
_told, _seen = Comparing(RULE, KINDS), Telling(RULE, KINDS)
_FAILED = 400
_FALLS = 3  # how far what is left of a quota moved before, to be called frozen
_CACHE = "cache-control"
_FEW = 3  # sightings that are enough where the specification agrees

_Change = tuple[str, str, str, str]  # kind, name in lower case, how it was, how it is


def judge(exhibit: Exhibit) -> Iterator[Finding]:
    """What of the headers is not as it was, or does not do what it says."""
    if isinstance(exhibit, Comparison):
        yield from once(_compared(exhibit))
    elif isinstance(exhibit, Journey):
        yield from once(_followed(exhibit))


def _followed(journey: Journey) -> Iterator[Finding]:
    for place, kind, name, expected, actual in (
        *unfallen(journey),
        *announced(journey),
        *too_much(journey),
    ):
        sighting = journey.sightings[place - 1]
        promise = sighting.promise
        shown = names.spelt(name, promise)
        yield _seen(
            sighting,
            kind,
            f"header:{shown}",
            expected=expected,
            actual=actual,
            message=f"{shown} is {actual}",
            place=place,
        )


def _compared(comparison: Comparison) -> Iterator[Finding]:
    known, stuck = _known(comparison), _stuck(comparison)
    for pair in pairs(comparison):
        if pair.promise is None:
            continue
        promised = {header.name.lower(): header for header in pair.promise.headers}
        before, now = members(pair.before.headers), members(pair.now.headers)
        shared = sorted(before.keys() & now.keys())
        for kind, name, old, new in (
            *_vanished(pair, promised, known),
            *_appeared(before, now, known),
            *_stored(pair),
            *(change for both in shared for change in _other(pair, both)),
            *_frozen(pair, stuck),
        ):
            shown = names.spelt(name, pair.promise)
            message = f"{shown} was {old}, now {new}"
            yield _told(pair, kind, f"header:{shown}", expected=old, actual=new, message=message)


def _known(comparison: Comparison) -> Mapping[str, int]:
    """How many answers of the past had each header, over all operations."""
    counts = Counter[str]()
    for facts in comparison.before.answers.values():
        for name, shape in members(facts.headers).items():
            counts[name] += shape.n
    return counts


def _stuck(comparison: Comparison) -> set[str]:
    """Quotas and request ids of which every answer of success says the same."""
    found: dict[str, Shape] = {}
    for (_, status), facts in comparison.now.answers.items():
        if not status.startswith("2"):
            continue  # a gateway may have refused it, with headers of its own
        for name, shape in members(facts.headers).items():
            if names.is_left(name) or names.is_request_id(name):
                found[name] = merge(found.get(name, NOTHING), shape)
    return {name for name, shape in found.items() if is_constant(shape)}


def _frozen(pair: Pair, stuck: set[str]) -> Iterator[_Change]:
    """Told of one operation alone, which leaves what is still to tell: they are one for all."""
    before, now = members(pair.before.headers), members(pair.now.headers)
    for name in sorted(stuck & before.keys() & now.keys()):
        if names.is_left(name) and spread(before[name]) >= _FALLS:
            stuck.remove(name)
            yield "frozen", name, "falling", "always the same"
        elif names.is_request_id(name) and not is_constant(before[name]):
            stuck.remove(name)
            yield "constant", name, "another each time", "always the same"


def _vanished(
    pair: Pair, promised: Mapping[str, HeaderPromise], known: Mapping[str, int]
) -> Iterator[_Change]:
    now = members(pair.now.headers)
    came = [name for name in now if name not in known]
    for name, shape in members(pair.before.headers).items():
        promise = promised.get(name)
        always = shape.n == pair.before.headers.n >= _FEW
        if name in now or not always or names.is_of_the_way(name):
            continue
        if promise.required if promise else known[name] < ENOUGH:
            continue
        other = max(came, key=lambda new: names.alike(name, new), default="")
        if other and names.alike(name, other):
            yield "renamed", name, "there", f"called {names.spelt(other)}"
        else:
            yield ("gone" if promise or names.is_meant(name) else "dropped"), name, "there", "gone"


def _appeared(
    before: Mapping[str, Shape], now: Mapping[str, Shape], known: Mapping[str, int]
) -> Iterator[_Change]:
    for name, shape in now.items():
        if name == "server":
            if says_version(shape) and not says_version(before.get(name, NOTHING)):
                yield "software", name, "without a version", "with a version"
        elif name not in known and (name == "set-cookie" or names.is_software(name)):
            yield ("cookie" if name == "set-cookie" else "software"), name, "absent", "there"


def _stored(pair: Pair) -> Iterator[_Change]:
    """Answers that nobody was told to store may be given out again: polls would see old states."""
    old, new = (members(side.headers).get(_CACHE, NOTHING) for side in (pair.before, pair.now))
    if (
        pair.before.headers.n >= _FEW
        and "stored" not in media_types(old)
        and "stored" in media_types(new)
    ):
        yield "caching", _CACHE, "not to be stored", "to be stored and given out again"


def _other(pair: Pair, name: str) -> Iterator[_Change]:
    old, new = members(pair.before.headers)[name], members(pair.now.headers)[name]
    if name == "content-type":
        yield from _other_type(pair, old, new)
    elif names.is_time(name):
        yield from (("unit", name, was, now) for was, now in changed_unit(old, new))
    elif name != _CACHE and not names.is_of_the_way(name) and not names.is_request_id(name):
        yield from (("format", name, was, now) for was, now in changed_format(old, new))


def _other_type(pair: Pair, old: Shape, new: Shape) -> Iterator[_Change]:
    """A media type that never was; those that are not documented are another rule's to tell."""
    promise, before, now = pair.promise, media_types(old), media_types(new)
    if promise is None or not before:
        return
    for kind in now:
        of_errors = int(pair.status) >= _FAILED and not is_json(kind)
        if kind not in before and not of_errors and is_documented(promise, kind):
            yield "content-type", "content-type", ", ".join(before), kind
