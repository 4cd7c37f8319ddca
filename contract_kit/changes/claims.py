"""Puts a shape as one plain claim for each place, free of counts, to be held beside another's."""

from collections.abc import Iterator, Mapping
from math import log10

from contract_kit.changes.place import Path
from contract_kit.model.pointer import build
from contract_kit.model.shape import ANY, Numbers, Record, Shape, Span, Texts, is_map, merged


def claims(shape: Shape) -> dict[str, str]:
    """What a shape says of each place, by pointer: of all values, and of those of each tag.

    Two shapes that make the same claim of a place do not differ there; others may.
    """
    found: dict[str, list[str]] = {}
    for path, said in _claims(shape, (), ""):
        found.setdefault(build(path), []).append(said)
    return {pointer: "; ".join(said) for pointer, said in found.items()}


def types(shape: Shape) -> frozenset[str]:
    """The JSON types of values, null left out; none of what is the customer's own."""
    found: Mapping[str, object] = {
        "boolean": shape.trues or shape.falses,
        "string": shape.texts,
        "number": shape.numbers,
        "array": shape.items,
        "object": shape.records,
    }
    return frozenset(name for name, seen in found.items() if seen)


def _claims(shape: Shape, path: Path, tags: str) -> Iterator[tuple[Path, str]]:
    yield path, f"{tags}: {' '.join(_of_values(shape))}"
    if shape.items:
        yield from _claims(shape.items.item, (*path, ANY), tags)
    record = shape.record
    if record:
        yield from _of_members(record, path, tags)
    for tag, tagged in shape.records.items() if len(shape.records) > 1 else ():
        yield from _of_members(tagged, path, f"{tags} {tag}")


def _of_members(record: Record, path: Path, tags: str) -> Iterator[tuple[Path, str]]:
    if is_map(record):
        yield from _claims(merged(record.members.values()), (*path, ANY), tags)
        return
    for name, member in record.members.items():
        yield from _claims(member, (*path, name), f"{tags} {_share(member.n, record.n)}")


def _of_values(shape: Shape) -> Iterator[str]:
    yield from sorted(types(shape))
    yield f"null {_share(shape.nulls, shape.n)}"
    if shape.texts:
        yield from _of_texts(shape.texts)
    if shape.numbers:
        yield from _of_numbers(shape.numbers)
    if shape.items:
        yield _fixed(shape.items.lengths)


def _of_texts(texts: Texts) -> Iterator[str]:
    yield from sorted(texts.formats)
    yield "any" if texts.values is None else " ".join(map(repr, sorted(texts.values)))
    yield "same" if texts.same else "varied"
    yield _fixed(texts.lengths)


def _of_numbers(numbers: Numbers) -> Iterator[str]:
    yield f"whole {_share(numbers.whole, numbers.n)}"
    yield f"{_size(numbers.span.low)} to {_size(numbers.span.high)}"


def _share(part: int, total: int) -> str:
    if not part:
        return "never"
    return "always" if part >= total else "sometimes"


def _fixed(span: Span) -> str:
    return f"{span.low:g} long" if span.low == span.high else "of any length"


def _size(number: float) -> str:
    """The sign of a number and its order of magnitude."""
    if not number:
        return "0"
    try:
        return f"{'-' if number < 0 else '+'}{round(log10(abs(number)))}"
    except OverflowError:
        return "-huge" if number < 0 else "+huge"
