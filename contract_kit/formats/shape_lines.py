"""Writes shapes as one line for each place in a body, and reads them again.

A line's key says where: `/name` is a member, `[]` any item, `{status=queued}` goes before the
members of objects of that tag; `/data[]{status=queued}/id`. Its value says what was there: `n`,
and `null`, `true`, `false`, `formats`, `lengths`, `words`, `same` of texts, `numbers`, `whole`,
`span`, `arrays`, `sizes`, and `objects` by tag.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from contract_kit.formats.fields import Types, Wrong, fields
from contract_kit.model.pointer import escape
from contract_kit.model.shape import NOTHING, Items, Numbers, Record, Shape, Span, Texts

_STEP = re.compile(r"\[\]|(?:\{(?P<tag>[^/{\[]*)\})?/(?P<name>[^/{\[]*)")
_ITEM = "[]"
_COUNT: Types = (int,)
_SPAN: Types = (list,)
_LINE: Mapping[str, Types] = {"n": _COUNT}
_MORE: Mapping[str, Types] = {
    "null": _COUNT,
    "true": _COUNT,
    "false": _COUNT,
    "formats": (dict,),
    "lengths": _SPAN,
    "words": (dict,),
    "same": (str,),
    "numbers": _COUNT,
    "whole": _COUNT,
    "span": _SPAN,
    "arrays": _COUNT,
    "sizes": _SPAN,
    "objects": (dict,),
}
_TOGETHER = (("formats", "lengths"), ("numbers", "whole", "span"), ("arrays", "sizes"))
_Members = Mapping[str, Mapping[str, Shape]]  # by tag


def lines_of(shape: Shape) -> dict[str, Any]:
    """The lines of a shape by place; none of `NOTHING`."""
    return dict(sorted(_lines(shape, ""))) if shape.n else {}


def shape_in(lines: Mapping[str, Any]) -> Shape:
    """The shape that lines tell of; raises `Wrong` where one is not as `lines_of` writes it."""
    if not lines:
        return NOTHING
    if "" not in lines:
        raise Wrong("lacks the line of the whole")
    steps = {place: list(_STEP.finditer(place)) for place in lines}
    below: dict[str, list[tuple[re.Match[str], Shape]]] = defaultdict(list)
    for place in sorted(lines, key=lambda place: len(steps[place]), reverse=True):
        shape = _shape(place, lines[place], below[place])
        if steps[place]:
            last = steps[place][-1]
            below[place[: last.start()]].append((last, shape))
    whole = _shape("", lines[""], below[""])
    written = lines_of(whole)
    for place, line in lines.items():
        if written.get(place) != line:
            raise Wrong("is not as this kit writes it, or does not belong to the rest", place)
    return whole


def counts(data: Any, *path: str) -> dict[str, int]:
    """A mapping of names to how often each was seen; raises `Wrong`."""
    if type(data) is not dict:
        raise Wrong("is no mapping", *path)
    for name, count in data.items():
        _at_least(count, 1, *path, name)
    return data


def _lines(shape: Shape, place: str) -> Iterator[tuple[str, Any]]:
    yield place, dict(_said(shape))
    if shape.items and shape.items.item.n:
        yield from _lines(shape.items.item, f"{place}{_ITEM}")
    for tag, record in shape.records.items():
        before = f"{place}{{{_escaped(tag)}}}" if tag else place
        for name, member in record.members.items():
            yield from _lines(member, f"{before}/{_escaped(name)}")


def _said(shape: Shape) -> Iterator[tuple[str, Any]]:
    yield "n", shape.n
    spoken = {"null": shape.nulls, "true": shape.trues, "false": shape.falses}
    yield from ((name, count) for name, count in spoken.items() if count)
    if texts := shape.texts:
        yield "formats", dict(sorted(texts.formats.items()))
        yield "lengths", [texts.lengths.low, texts.lengths.high]
        if texts.values is not None:
            yield "words", dict(sorted(texts.values.items()))
        if texts.same:
            yield "same", texts.same
    if numbers := shape.numbers:
        yield "numbers", numbers.n
        yield "whole", numbers.whole
        yield "span", [numbers.span.low, numbers.span.high]
    if shape.items:
        yield "arrays", shape.items.n
        yield "sizes", [shape.items.lengths.low, shape.items.lengths.high]
    if shape.records:
        yield "objects", {tag: record.n for tag, record in sorted(shape.records.items())}


def _escaped(token: str) -> str:
    return escape(token).replace("{", "~2").replace("[", "~3")


def _told(token: str) -> str:
    for code, sign in (("~3", "["), ("~2", "{"), ("~1", "/"), ("~0", "~")):
        token = token.replace(code, sign)
    return token


def _shape(place: str, line: Any, below: Iterable[tuple[re.Match[str], Shape]]) -> Shape:
    said = fields(line, _LINE, _MORE, place)
    for names in _TOGETHER:
        lacking = [name for name in names if name not in said]
        if 0 < len(lacking) < len(names):
            raise Wrong(f"lacks `{lacking[0]}`", place)
    item, members = NOTHING, defaultdict[str, dict[str, Shape]](dict)
    for step, inner in below:
        if step[0] == _ITEM:
            item = inner
        else:
            members[_told(step["tag"] or "")][_told(step["name"])] = inner
    nulls, trues, falses = (
        _at_least(said.get(name, 0), 0, place, name) for name in ("null", "true", "false")
    )
    shape = Shape(
        _at_least(said["n"], 1, place, "n"),
        nulls,
        trues,
        falses,
        _texts(said, place) if "formats" in said else None,
        _numbers(said, place) if "numbers" in said else None,
        _items(said, place, item) if "arrays" in said else None,
        _records(said, place, members) if "objects" in said else {},
    )
    if _typed(shape) > shape.n:
        raise Wrong(f"is {shape.n}, but more values are told of", place, "n")
    return shape


def _texts(said: Mapping[str, Any], place: str) -> Texts:
    formats = counts(said["formats"], place, "formats")
    words = counts(said["words"], place, "words") if "words" in said else None
    total = _at_least(sum(formats.values()), 1, place, "formats")
    if words is not None and sum(words.values()) != total:
        raise Wrong("are not as many as their formats", place, "words")
    lengths = _span(said["lengths"], place, "lengths")
    return Texts(total, formats, lengths, words, said.get("same", ""))


def _numbers(said: Mapping[str, Any], place: str) -> Numbers:
    n = _at_least(said["numbers"], 1, place, "numbers")
    whole = _at_least(said["whole"], 0, place, "whole")
    if whole > n:
        raise Wrong("is more than there are numbers", place, "whole")
    return Numbers(n, whole, _span(said["span"], place, "span"))


def _items(said: Mapping[str, Any], place: str, item: Shape) -> Items:
    n = _at_least(said["arrays"], 1, place, "arrays")
    return Items(n, _span(said["sizes"], place, "sizes"), item)


def _records(said: Mapping[str, Any], place: str, members: _Members) -> Mapping[str, Record]:
    objects = counts(said["objects"], place, "objects")
    return {tag: Record(n, members.get(tag, {})) for tag, n in objects.items()}


def _typed(shape: Shape) -> int:
    parts = [part.n for part in (shape.texts, shape.numbers, shape.items) if part]
    records = [record.n for record in shape.records.values()]
    return shape.nulls + shape.trues + shape.falses + sum(parts) + sum(records)


def _span(data: list[Any], *path: str) -> Span:
    if len(data) != 2 or any(type(bound) not in (int, float) for bound in data):
        raise Wrong("is not the least and the greatest", *path)
    if data[0] > data[1]:
        raise Wrong("begins with the greatest", *path)
    return Span(*data)


def _at_least(count: Any, least: int, *path: str) -> int:
    if type(count) is not int or count < least:
        raise Wrong(f"is no count from {least}", *path)
    return count
