"""Ways to change an API's answers, each at any place where it can be seen.

An operator changes a member of an object in place. It knows the kind of change that it makes, and
what a value has to be to be changed by it.
"""

from collections.abc import Callable, Iterator, MutableMapping
from dataclasses import dataclass
from typing import Any

Record = MutableMapping[str, Any]
_NEW = "_of_another_sort"


@dataclass(frozen=True)
class Operator:
    """`change(record, name)` changes a member; `fits` says of which values it can be seen."""

    name: str
    kind: str
    change: Callable[[Record, str], None]
    fits: Callable[[Any], bool]
    suffix: str = ""  # of the pointer at which it is told


def holders(body: Any, path: tuple[str, ...]) -> Iterator[tuple[Record, str]]:
    """The objects that have, or could have, the member at the end of a path, with its name."""
    if len(path) == 1 and isinstance(body, dict):
        yield body, path[0]
    elif path and isinstance(body, dict) and path[0] in body:
        yield from holders(body[path[0]], path[1:])
    elif path and path[0] == "*" and isinstance(body, list):
        for item in body:
            yield from holders(item, path[1:])


def paths(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """The paths of all members in a body."""
    if isinstance(value, dict):
        for name, member in value.items():
            yield (*path, name)
            yield from paths(member, (*path, name))
    elif isinstance(value, list):
        for item in value:
            yield from paths(item, (*path, "*"))


def _set(to: Callable[[Any], Any]) -> Callable[[Record, str], None]:
    """Puts another value in the place of one that is there and not null."""

    def change(record: Record, name: str) -> None:
        if record.get(name) is not None:
            record[name] = to(record[name])

    return change


def _rename(to: Callable[[str], str]) -> Callable[[Record, str], None]:
    def change(record: Record, name: str) -> None:
        if name in record:
            record[to(name)] = record.pop(name)

    return change


def _remove(record: Record, name: str) -> None:
    record.pop(name, None)


def _box(record: Record, name: str) -> None:
    if name in record:
        record["box"] = {name: record.pop(name)}


def _spill(record: Record, name: str) -> None:
    record |= record.pop(name, {})


def _drop_null(record: Record, name: str) -> None:
    if name in record and record[name] is None:
        del record[name]


def _fill_with(value: Any) -> Callable[[Record, str], None]:
    def change(record: Record, name: str) -> None:
        if record.get(name, 0) is None:
            record[name] = value

    return change


def _add(record: Record, name: str) -> None:
    if name in record:
        record[name + _NEW] = 5


def _null_for_absent(record: Record, name: str) -> None:
    record.setdefault(name, None)


def _by_turns(change: Callable[[Record, str], None]) -> Callable[[Record, str], None]:
    """Changes every other of the members that are there."""
    turns = [0]

    def changed(record: Record, name: str) -> None:
        turns[0] += name in record
        if turns[0] % 2:
            change(record, name)

    return changed


def _by_index(record: Record, name: str) -> None:
    if name in record:
        record[name] = dict(zip("abcdefghi", record[name], strict=False))


def _camel(name: str) -> str:
    head, *tail = name.split("_")
    return head + "".join(part.title() for part in tail) if tail else name.title()


def _is(*kinds: type) -> Callable[[Any], bool]:
    return lambda value: type(value) in kinds


def _matches(part: str) -> Callable[[Any], bool]:
    return lambda value: isinstance(value, str) and part in value


def _anything(value: Any) -> bool:
    return value is not None


def _is_point(value: Any) -> bool:
    return isinstance(value, list) and [type(part) for part in value] == [float, float]


def _is_null(value: Any) -> bool:
    return value is None


_SCALAR = _is(str, int, float, bool)
_TIME = _matches("T22:00:00.")

OPERATORS = (
    Operator("remove", "removed", _remove, _anything),
    Operator("add", "added", _add, _anything, _NEW),
    Operator("rename", "renamed", _rename("zz_{}".format), _anything),
    Operator("camel", "renamed", _rename(_camel), _anything),
    Operator("box", "nested", _box, _anything),
    Operator("value", "nested", _set(lambda value: {"value": value}), _SCALAR),
    Operator("spill", "flattened", _spill, lambda value: isinstance(value, dict)),
    Operator("sometimes away", "optional", _by_turns(_remove), _anything),
    Operator("always null", "always-null", _set(lambda _: None), _anything),
    Operator("sometimes null", "nullable", _by_turns(_set(lambda _: None)), _anything),
    Operator("null left out", "null-to-absent", _drop_null, _is_null),
    Operator("empty for null", "sentinel", _fill_with(""), _is_null),
    Operator("zero for null", "sentinel", _fill_with(0), _is_null),
    Operator("date for null", "sentinel", _fill_with("0000-00-00"), _is_null),
    Operator("number as text", "retyped", _set(str), _is(int, float)),
    Operator("text as number", "retyped", _set(len), _is(str)),
    Operator("bool as text", "retyped", _set(lambda v: str(v).lower()), _is(bool)),
    Operator("time as number", "retyped", _set(lambda _: 1_591_740_000), _TIME),
    Operator("list of one", "scalar-to-array", _set(lambda value: [value]), _SCALAR),
    Operator("one of list", "array-to-scalar", _set(lambda v: (*map(str, v), "")[0]), _is(list)),
    Operator("by index", "array-to-object", _by_index, _is(list)),
    Operator("object in list", "object-to-array", _set(lambda value: [value]), _is(dict)),
    Operator("precision", "precision", _set(lambda v: v[:19] + v[-1]), _TIME),
    Operator("zone", "zone", _set(lambda v: v[:-1] + "+00:00"), _TIME),
    Operator("day only", "format", _set(lambda v: v[:10]), _TIME),
    Operator("path for uri", "format", _set(lambda v: v[19:]), _matches("https://")),
    Operator("hex for uuid", "format", _set(lambda v: v.replace("-", "")), _matches("-0a1b-4c2d")),
    Operator("uuid of time", "format", _set(lambda v: v.replace("-4c", "-1c")), _matches("-4c2d-")),
    Operator("upper case", "value-recased", _set(str.upper), _matches("port")),
    Operator("title case", "value-recased", _set(str.title), _matches("timeout")),
    Operator("new word", "value-added", _by_turns(_set(lambda _: "beyond")), _matches("port")),
    Operator("milliseconds", "unit", _set(lambda v: v * 1000), lambda v: _is(int)(v) and v > 1e9),
    Operator("percent", "scale", _set(lambda v: v * 100), lambda v: _is(float)(v) and 0 < v < 1),
    Operator("negative", "range", _set(lambda v: -1 - v), _is(int)),
    Operator("point five", "precision", _set(lambda v: v + 0.5), _is(int)),
    Operator("third axis", "length", _set(lambda v: [*v, 0.5]), _is_point),
)
