"""Tells of what sort the values of a header are, and when they have become of another."""

from collections.abc import Iterator, Mapping

from contract_kit.model.contract import AnswerPromise
from contract_kit.model.facts import OTHER_CHARSET
from contract_kit.model.shape import ANY, Shape

_FEW = 3  # sightings of one form that say that it is the form
_ALIVE = 4  # values that are all the same where they should move
_OTHER_UNIT = 500  # times as large; seconds and milliseconds with room for the values' own spread
_SECONDS, _MILLISECONDS = 1e9, 1e12  # since 1970, from 2001 on
# of these the next value may look like another: an id of digits alone, a hash without a letter
_VAGUE = frozenset(("word", "text", "digits", "decimal", "hex", "base64", "boolean", "path"))


def members(headers: Shape) -> Mapping[str, Shape]:
    """The headers by name; none where there were too many to tell apart."""
    record = headers.record
    return record.members if record and ANY not in record.members else {}


def media_types(shape: Shape) -> tuple[str, ...]:
    """The media types that a content type had; none where there were too many."""
    return tuple(shape.texts.values) if shape.texts and shape.texts.values else ()


def is_documented(promise: AnswerPromise, kind: str) -> bool:
    """Whether an answer may be of a media type."""
    plain = kind.removesuffix(f"+{OTHER_CHARSET}")
    return bool({plain, f"{plain.partition('/')[0]}/*", "*/*"} & promise.content.keys())


def says_version(shape: Shape) -> bool:
    """Whether a server's name was said with its version; one with a comment is taken to be."""
    if shape.texts is None:
        return False
    return shape.texts.values is None or any("/" in word for word in shape.texts.values)


def is_constant(shape: Shape) -> bool:
    """Whether a value was seen several times and never another."""
    if shape.texts and not shape.numbers:
        return shape.texts.n > 1 and bool(shape.texts.same)
    return bool(shape.numbers) and shape.n >= _ALIVE and not spread(shape) and not shape.texts


def spread(shape: Shape) -> float:
    """How far a header's numbers lie apart."""
    return shape.numbers.span.high - shape.numbers.span.low if shape.numbers else 0


def changed_format(old: Shape, new: Shape) -> Iterator[tuple[str, str]]:
    """The form that all values had and the one that none of them has now, where they differ."""
    before, now = _forms(old), _forms(new)
    if old.n >= _FEW and len(before) == 1 and now and not before & now:
        yield ", ".join(before), ", ".join(sorted(now))


def changed_unit(old: Shape, new: Shape) -> Iterator[tuple[str, str]]:
    """What a time was said in and what it is said in now, where that is another unit."""
    before, now = _forms(old), _forms(new)
    if len(before) == 1 and now and not before & now:
        yield ", ".join(before), ", ".join(sorted(now))
    elif before == now and old.numbers and new.numbers:
        was, is_now = old.numbers.span.high, new.numbers.span.high
        if 0 < was * _OTHER_UNIT <= is_now or 0 < is_now * _OTHER_UNIT <= was:
            yield f"up to {was:g}", f"up to {is_now:g}"


def _forms(shape: Shape) -> frozenset[str]:
    found = {_of_text(name) for name in shape.texts.formats} if shape.texts else set()
    if shape.numbers:
        found |= {_of_number(shape.numbers.span.low), _of_number(shape.numbers.span.high)}
    return frozenset(found)


def _of_text(name: str) -> str:
    base = name.partition("/")[0]
    return "text" if base in _VAGUE else base


def _of_number(number: float) -> str:
    if number >= _MILLISECONDS:
        return "milliseconds since 1970"
    return "seconds since 1970" if number >= _SECONDS else "a number"
