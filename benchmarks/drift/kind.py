"""One kind of change that a vendor makes, and the building blocks that kinds are written with.

Written from how vendors' APIs change, without a look at how they are judged.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from benchmarks.drift.wire import Asked, Change, Serve
from contract_kit.model.exchange import Answer, Headers, media_type
from contract_kit.model.finding import Finding
from contract_kit.model.pointer import tokens

Family = Literal[
    "shape", "lifecycle", "pagination", "header", "status", "error", "parameters", "data"
]
FAMILIES: tuple[Family, ...] = (
    "shape",
    "lifecycle",
    "pagination",
    "header",
    "status",
    "error",
    "parameters",
    "data",
)
Edit = Callable[[Any], Any]  # a part of a JSON body to what it becomes; pure

GONE: Any = object()  # what an edit gives for a part that is no longer there


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of change.

    `change` makes it anew for each run; `operations` and `pointers` are where it may be placed, any
    of which is right; `inside` says that the promise is kept, so that the mildest finding will do.
    """

    name: str
    family: Family
    api: str
    change: Callable[[], Change]
    operations: frozenset[str]
    pointers: tuple[str, ...]
    inside: bool = False

    def placed(self, finding: Finding) -> bool:
        """Whether a finding says where the change is."""
        return finding.operation in self.operations and any(
            same_place(finding.pointer, pointer) for pointer in self.pointers
        )


def same_place(found: str, wanted: str) -> bool:
    """Whether two pointers name the same place; header names are of any case.

    >>> same_place("/data/*/id", "/data/*/id"), same_place("header:etag", "header:ETag")
    (True, True)
    """
    return found.lower() == wanted.lower() if ":" in wanted else found == wanted


@dataclass(frozen=True, slots=True)
class Resource:
    """Something that an API shows in many answers: the pointer to it by operation."""

    api: str
    places: Mapping[str, str]

    def at(self, *members: str) -> tuple[str, ...]:
        """The pointers to members of it, wherever it is shown."""
        return tuple(f"{place}{member}" for place in self.places.values() for member in members)

    def only(self, *operations: str) -> "Resource":
        """The same, looked at in some operations alone."""
        return Resource(self.api, {name: self.places[name] for name in operations})


def kind(
    name: str,
    family: Family,
    api: str,
    change: Callable[[], Change],
    operations: str,
    *pointers: str,
    inside: bool = False,
) -> Kind:
    """A kind of change; the operations are parted by spaces."""
    return Kind(name, family, api, change, frozenset(operations.split()), pointers, inside)


def always(
    operations: str | Iterable[str],
    answer: Callable[[Asked, Answer, Serve], Answer],
    statuses: Callable[[int], bool] = lambda status: status < 300,
) -> Callable[[], Change]:
    """A change without a memory, of the answers of some operations."""
    names = frozenset(operations.split() if isinstance(operations, str) else operations)

    def changed(asked: Asked, true: Answer, serve: Serve) -> Answer:
        if asked.operation not in names or not statuses(true.status):
            return true
        return answer(asked, true, serve)

    return lambda: Change(changed)


def bodies(
    places: Mapping[str, str], edit: Edit, statuses: Callable[[int], bool] = lambda s: s < 300
) -> Callable[[], Change]:
    """A change of what lies at a pointer, by operation, wherever the body is JSON."""

    def changed(asked: Asked, true: Answer, serve: Serve) -> Answer:
        return with_body(true, lambda body: edited(body, places[asked.operation], edit))

    return always(places, changed, statuses)


def refused(operations: str, edit: Edit) -> Callable[[], Change]:
    """A change of the bodies of refusals."""
    return bodies(dict.fromkeys(operations.split(), ""), edit, lambda status: status >= 400)


def every_second(make: Callable[[], Change]) -> Callable[[], Change]:
    """A change that only every second answer shows of those that it would change."""

    def begun() -> Change:
        change, seen = make(), [0]

        def changed(asked: Asked, true: Answer, serve: Serve) -> Answer:
            given = change.answer(asked, true, serve)
            seen[0] += given != true
            return given if seen[0] % 2 == 0 else true

        return Change(changed, change.ask)

    return begun


def with_body(answer: Answer, edit: Edit) -> Answer:
    """An answer whose JSON value is edited; the bytes stay where the value does."""
    if not answer.body or not media_type(answer.headers).endswith("json"):
        return answer
    value = json.loads(answer.body)
    after = edit(value)
    return (
        answer
        if after == value and _same_types(after, value)
        else replace(answer, body=dumped(after))
    )


def dumped(value: Any) -> bytes:
    """JSON as most servers write it."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def _same_types(one: Any, other: Any) -> bool:
    return json.dumps(one) == json.dumps(other)  # 1 == True == 1.0 in Python


def edited(value: Any, pointer: str, edit: Edit) -> Any:
    """The value with what lies at a pointer edited; where nothing lies there, nothing changes.

    >>> edited({"data": [{"id": 1}, {"id": 2}]}, "/data/*/id", str)
    {'data': [{'id': '1'}, {'id': '2'}]}
    """
    return _edited(value, tokens(pointer), edit)


def _edited(value: Any, path: tuple[str, ...], edit: Edit) -> Any:
    if not path:
        return edit(value)
    token, rest = path[0], path[1:]
    if isinstance(value, list) and token == "*":
        return [part for item in value if (part := _edited(item, rest, edit)) is not GONE]
    if not isinstance(value, dict) or token not in value:
        return value
    changed = _edited(value[token], rest, edit)
    pairs = ((name, changed if name == token else old) for name, old in value.items())
    return {name: part for name, part in pairs if part is not GONE}


def with_headers(answer: Answer, **values: str | None) -> Answer:
    """An answer with some headers set (`_` for `-`), or taken away where the value is None."""
    names = {name.replace("_", "-").lower(): value for name, value in values.items()}
    kept: Headers = tuple(pair for pair in answer.headers if pair[0].lower() not in names)
    added = tuple((name, value) for name, value in names.items() if value is not None)
    return replace(answer, headers=kept + added)
