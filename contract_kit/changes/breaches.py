"""Says where what was seen of answers breaks what the specification says of the places in them.

A breach of one answer shows in the shape of many, so a rule that compares shapes can leave to the
rule of single answers what that one has told.
"""

from collections.abc import Iterator, Mapping

from contract_kit.changes.claims import types
from contract_kit.changes.place import Path
from contract_kit.model.contract import Promised
from contract_kit.model.pointer import build, tokens
from contract_kit.model.shape import ANY, Record, Shape, Texts, is_map

Table = Mapping[Path, Promised]
Breach = tuple[str, str]  # the pointer, and a word for what is broken there

_FORMATS = {  # what texts look like that keep a format of JSON Schema
    "date-time": ("date-time/",),
    "date": ("date",),
    "uuid": ("uuid/",),
    "uri": ("uri",),
    "email": ("email",),
}


def table(promised: Mapping[str, Promised]) -> Table:
    """What is promised, by place instead of by pointer."""
    return {tokens(pointer): said for pointer, said in promised.items()}


def promise_at(known: Table, path: Path) -> Promised | None:
    """What is promised of a place, by its name or with all of its kind (`*`); None if nothing."""
    at: Path = ()
    for name in path:
        at = _named(known, at, name)
    return known.get(at)


def breaches(shape: Shape, known: Table) -> frozenset[Breach]:
    """Every way in which some of the values break what is promised of their places."""
    return frozenset(_breaches(shape, known, (), ()))


def _named(known: Table, at: Path, name: str) -> Path:
    """The place of a member as the table has it."""
    return (*at, name) if (*at, name) in known else (*at, ANY)


def _breaches(shape: Shape, known: Table, path: Path, at: Path) -> Iterator[Breach]:
    promised = known.get(at)
    if promised:
        yield from ((build(path), what) for what in _of_values(shape, promised))
    record = shape.record
    if record and not is_map(record):
        yield from ((build((*path, name)), what) for name, what in _of_members(record, known, at))
    for name, member in record.members.items() if record else ():
        yield from _breaches(member, known, (*path, name), _named(known, at, name))
    if shape.items:
        yield from _breaches(shape.items.item, known, (*path, ANY), (*at, ANY))


def _of_values(shape: Shape, promised: Promised) -> Iterator[str]:
    if promised.types:
        yield from (f"type {name}" for name in _json_types(shape) - promised.types)
    if shape.texts:
        yield from _of_texts(shape.texts, promised)
    low = shape.numbers.span.low if shape.numbers else None
    if low is not None and promised.minimum is not None and low < promised.minimum:
        yield "minimum"


def _json_types(shape: Shape) -> frozenset[str]:
    """The types by the names of JSON Schema, in which a whole number is an integer."""
    found = set(types(shape))
    if shape.nulls:
        found.add("null")
    if shape.numbers and shape.numbers.whole == shape.numbers.n:
        found = found - {"number"} | {"integer"}
    return frozenset(found)


def _of_texts(texts: Texts, promised: Promised) -> Iterator[str]:
    if promised.values and texts.values is not None:
        yield from (f"value {word}" for word in texts.values if word not in promised.values)
    kept = _FORMATS.get(promised.format)
    if kept:
        yield from (f"format {name}" for name in texts.formats if not name.startswith(kept))


def _of_members(record: Record, known: Table, at: Path) -> Iterator[tuple[str, str]]:
    named = {place[-1]: said for place, said in known.items() if place and place[:-1] == at}
    for name, promised in named.items():
        member = record.members.get(name)
        if promised.required and (member.n if member else 0) < record.n:
            yield name, "required"
    around = known.get(at)
    if around and around.closed and ANY not in named:
        yield from ((name, "closed") for name in record.members if name not in named)
