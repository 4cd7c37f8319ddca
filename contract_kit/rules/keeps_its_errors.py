"""A refusal says what it always said, where it always said it.

Clients branch on the code of an error and show its details. Compared are the bodies of all answers
of 400 and above of an operation and status over all recordings with those of now; what the texts
say is free, their codes are not. What breaks the schema of the error is told by
`conforms_to_specification` of the single answer.

Kinds: `envelope` (a member that was always there has gone, moved, or is of another type), `code` (a
code that was never seen), `emptied` (what was always said is now empty or null), `not-json` (HTML
or plain text in place of JSON, of a media type that the specification allows).
What to do: adapt the client's handling of errors, or ask the vendor whether the change is meant.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping

from contract_kit.changes.breaches import breaches, promise_at, table
from contract_kit.changes.strength import ENOUGH, is_news
from contract_kit.model.content import is_json
from contract_kit.model.exhibit import Comparison, Exhibit
from contract_kit.model.finding import Finding, Severity
from contract_kit.model.pointer import build, tokens
from contract_kit.model.shape import NOTHING, Numbers, Shape, Texts
from contract_kit.rules.comparing import Comparing, Pair, once, pairs
from contract_kit.rules.header_shapes import is_documented, media_types, members
from contract_kit.rules.witness import refused

KINDS: Mapping[str, Severity] = {
    "envelope": "error",
    "code": "error",
    "emptied": "warning",
    "not-json": "error",
}
_told = Comparing("keeps_its_errors", KINDS)
_FAILED = 400
_FEW = 3  # answers of one operation and status before there is anything to compare with
_STRUCTURE = frozenset(
    ("removed", "renamed", "retyped", "nested", "flattened", "wrapped", "unwrapped")
) | frozenset(("scalar-to-array", "array-to-scalar", "array-to-object", "object-to-array"))
_CODE_NAME = re.compile(r"(?:.*[_-])?(?:code|error|errno|type|reason|key|number)", re.IGNORECASE)
_CODE = re.compile(r"[a-z]+[A-Z].*|.*[A-Z][a-z]+[A-Z].*|.*[_.\d-].*|[A-Z]{2,}")

_Place = tuple[str, ...]
_Change = tuple[str, str, str, str]  # kind, pointer, how it was, how it is


def judge(exhibit: Exhibit) -> Iterator[Finding]:
    """What of the errors is not as it was."""
    if isinstance(exhibit, Comparison):
        yield from once(_compared(exhibit))


def _compared(comparison: Comparison) -> Iterator[Finding]:
    failed = [pair for pair in pairs(comparison) if int(pair.status) >= _FAILED and pair.promise]
    known = _known(comparison) if failed else {}
    for pair in failed:
        told_already: frozenset[str] | None = None
        for kind, pointer, old, new in _changes(pair, known):
            told_already = _broken(pair) if told_already is None else told_already
            if any(_is_one_cause(pointer, place) for place in told_already):
                continue
            yield _told(
                pair,
                kind,
                pointer,
                expected=old,
                actual=new,
                message=f"{pointer or 'the body'} of the error was {old}, now {new}",
            )


def _broken(pair: Pair) -> frozenset[str]:
    """Where the errors break the specification, as they did not before."""
    promised = table(pair.promise.promised if pair.promise else {})
    fresh = breaches(pair.now.body, promised) - breaches(pair.before.body, promised)
    return refused(pair) | {place for place, _ in fresh}


def _is_one_cause(one: str, other: str) -> bool:
    return one == other or one.startswith(f"{other}/") or other.startswith(f"{one}/")


def _known(comparison: Comparison) -> Mapping[_Place, int]:
    """How many errors of the past, of all operations, had each place."""
    counts = Counter[_Place]()
    for (_, status), facts in comparison.before.answers.items():
        if int(status) >= _FAILED:
            for place, shape, _ in _walk(facts.body, NOTHING, ()):
                counts[place] += shape.n
    return counts


def _changes(pair: Pair, known: Mapping[_Place, int]) -> Iterator[_Change]:
    yield from _other_type(pair)
    before, now = pair.before.body, pair.now.body
    if before.n < _FEW or not before.records or not now.records:
        return
    told = list(_told_by_shape(pair, known))
    yield from told
    places = {pointer for _, pointer, _, _ in told}
    for place, old, new in _walk(before, now, ()):
        pointer = build(place)
        if new.n and not any(pointer.startswith(at) for at in places):
            yield from (("code", pointer, *change) for change in _codes(place, old, new))
            yield from (("emptied", pointer, *change) for change in _emptied(old, new))


def _other_type(pair: Pair) -> Iterator[_Change]:
    """A media type that is no JSON, where all was; one that is not documented is told elsewhere."""
    before, now = (
        media_types(members(facts.headers).get("content-type", NOTHING))
        for facts in (pair.before, pair.now)
    )
    if pair.promise and before and all(map(is_json, before)):
        for kind in now:
            if not is_json(kind) and is_documented(pair.promise, kind):
                yield "not-json", "header:Content-Type", ", ".join(before), kind


def _told_by_shape(pair: Pair, known: Mapping[_Place, int]) -> Iterator[_Change]:
    promised = table(pair.promise.promised if pair.promise else {})
    for change in pair.changes:
        place, to = tokens(change.pointer), tokens(change.to)
        moved = to and promise_at(promised, place) and not promise_at(promised, to)
        if not moved and max(change.seen, known.get(place, 0)) < ENOUGH:
            continue
        if change.kind in _STRUCTURE:
            yield "envelope", change.pointer, change.old, change.new
        elif change.kind == "always-null":
            yield "emptied", change.pointer, change.old, change.new


def _walk(before: Shape, now: Shape, place: _Place) -> Iterator[tuple[_Place, Shape, Shape]]:
    """Every place of the errors before, with what is there now."""
    yield place, before, now
    old, new = before.record, now.record
    for name, shape in old.members.items() if old else ():
        yield from _walk(shape, new.members.get(name, NOTHING) if new else NOTHING, (*place, name))
    if before.items:
        yield from _walk(before.items.item, now.items.item if now.items else NOTHING, (*place, "*"))


def _codes(place: _Place, old: Shape, new: Shape) -> Iterator[tuple[str, str]]:
    name = next((token for token in reversed(place) if token != "*"), "")
    named = bool(_CODE_NAME.fullmatch(name))
    if old.texts and new.texts:
        yield from _other_words(old.texts, new.texts, named=named)
    if named and old.numbers and new.numbers:
        yield from _other_numbers(old.numbers, new.numbers)


def _other_words(old: Texts, new: Texts, *, named: bool) -> Iterator[tuple[str, str]]:
    if old.values and new.values:
        fresh = [w for w in new.values if w not in old.values and (named or _CODE.fullmatch(w))]
        if fresh and is_news(old.n, new.n, sum(new.values[word] for word in fresh)):
            yield ", ".join(sorted(old.values)), ", ".join(sorted(fresh))
    elif named and old.formats.keys() == {"word"} and old.same and new.same not in ("", old.same):
        yield "always the same", "another"


def _other_numbers(old: Numbers, new: Numbers) -> Iterator[tuple[str, str]]:
    if new.span.low > old.span.high or new.span.high < old.span.low:
        yield (
            f"{old.span.low:.0f} to {old.span.high:.0f}",
            f"{new.span.low:.0f} to {new.span.high:.0f}",
        )


def _emptied(old: Shape, new: Shape) -> Iterator[tuple[str, str]]:
    if old.items and new.items and old.items.lengths.low and not new.items.lengths.high:
        yield "with items", "without"
    if old.texts and new.texts and old.texts.lengths.low and not new.texts.lengths.high:
        yield "with a text", "without"
