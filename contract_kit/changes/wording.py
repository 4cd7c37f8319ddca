"""Says for people what the values of a place are like."""

from collections.abc import Sequence

from contract_kit.changes.claims import types
from contract_kit.changes.place import Pair, Place
from contract_kit.model.shape import Shape, Span

_SHOWN = 4  # words, formats or members that are named


def say(shape: Shape) -> str:
    """The values of a place in a few words.

    >>> say(Shape())
    'absent'
    """
    if not shape.n:
        return "absent"
    names = [_named(shape, name) for name in sorted(types(shape))]
    return " or ".join([*names, *(["null"] if shape.nulls else [])]) or "anything"


def where(pairs: Sequence[Pair], place: Place) -> str:
    """Of which tags something is told, where it is not told of all that was seen."""
    tags = sorted({pair.tag for pair in pairs if pair.tag})
    some = sum(pair.of_before for pair in pairs) < place.whole.of_before
    return f" where {listed(tags)}" if tags and some else ""


def listed(names: Sequence[str]) -> str:
    """Some names, not more than can be read at a glance."""
    more = len(names) - _SHOWN
    shown = ", ".join(name or "''" for name in names[:_SHOWN])
    return shown + (f" and {more} more" if more > 0 else "")


def between(span: Span) -> str:
    """From where to where numbers go."""
    return f"{span.low:g}" + (f" to {span.high:g}" if span.high != span.low else "")


def _named(shape: Shape, name: str) -> str:
    if name == "string" and shape.texts:
        values = sorted(shape.texts.values or ())
        return f"string ({listed(values or sorted(shape.texts.formats))})"
    if name == "number" and shape.numbers:
        return f"number ({between(shape.numbers.span)})"
    record = shape.record
    if name == "object" and record:
        return f"object ({listed(sorted(record.members))})"
    return name
