"""How far an emulator's answer is like the recorded one: by status, headers, shape, job and page.

Judged is the recorded answer's form, not its data: the emulator has to have what was recorded, it
may have more. Where a recording says nothing of an aspect (no job, no page) nothing is counted.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any, Literal, get_args

from contract_kit.model.content import Unreadable, is_json
from contract_kit.model.contract import Operation
from contract_kit.model.exchange import Answer, Request, header
from contract_kit.model.pointer import select, starred

Aspect = Literal["status", "headers", "shape", "lifecycle", "pagination"]
ASPECTS: tuple[Aspect, ...] = get_args(Aspect)

_NOTHING = object()


@dataclass(frozen=True, slots=True)
class Likeness:
    """One aspect of one exchange; `differences` say in words where the emulator is another."""

    operation: str
    aspect: Aspect
    differences: tuple[str, ...] = ()


def likenesses(operation: Operation, recorded: Answer, emulated: Answer) -> Iterator[Likeness]:
    """What of a recorded answer an emulator's answer to the same request has.

    Where the status is another, all else is another answer, and nothing more is counted.
    """

    def like(aspect: Aspect, differences: Iterator[str]) -> Likeness:
        return Likeness(operation.id, aspect, tuple(differences))

    if recorded.status != emulated.status:
        yield like("status", iter((f"recorded {recorded.status}, emulated {emulated.status}",)))
        return
    yield like("status", iter(()))
    yield like("headers", _headers(operation, recorded, emulated))
    then, now = _value(recorded), _value(emulated)
    if then is _NOTHING:
        return
    states = list(_lifecycle(operation, recorded.status, then, now))
    if _states(operation, recorded.status, then):
        yield like("lifecycle", iter(states))
    if not states:  # what a job carries goes with its state
        yield like("shape", _shape(then, now, ()))
    if isinstance(_first(then, operation.pagination.get("items")), list):
        yield like("pagination", _pagination(operation.pagination, then, now))


def renamed(operation: Operation, recorded: Answer, emulated: Answer) -> Mapping[str, str]:
    """The emulator's own ids, cursors and the like by the recorded ones, as text."""
    promise, then, now = operation.answer(recorded.status), _value(recorded), _value(emulated)
    if promise is None or recorded.status != emulated.status:
        return {}
    places = [place for place, kind in promise.volatile.items() if kind != "time"]
    places += [life.at + life.id for life in promise.lifecycles]
    pairs = (
        pair
        for place in places
        for pair in zip(select(then, place), select(now, place))  # noqa: B905  # the emulator may have more
    )
    return {
        str(old): str(new)
        for old, new in pairs
        if isinstance(old, str | int) and isinstance(new, str | int) and old != new
    }


def with_names(request: Request, names: Mapping[str, str]) -> tuple[str, bytes]:
    """The URL and the body of a request with every whole name replaced by the emulator's own."""
    if not names:
        return request.url, request.body
    longest = sorted(names, key=len, reverse=True)
    known = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest))})(?![\w-])")
    body = request.body.decode("latin-1")
    replaced = [known.sub(lambda found: names[found[0]], text) for text in (request.url, body)]
    return replaced[0], replaced[1].encode("latin-1")


def _headers(operation: Operation, recorded: Answer, emulated: Answer) -> Iterator[str]:
    """The media type, and each header that the specification describes and the recording has."""
    if recorded.media_type != emulated.media_type:
        both = recorded.media_type, emulated.media_type
        yield f"header:Content-Type recorded {both[0] or 'none'}, emulated {both[1] or 'none'}"
    promise = operation.answer(recorded.status)
    for described in promise.headers if promise else ():
        then, now = (
            header(recorded.headers, described.name),
            header(emulated.headers, described.name),
        )
        if then is not None and now is None:
            yield f"header:{described.name} recorded, not emulated"


def _shape(then: Any, now: Any, path: tuple[str | int, ...]) -> Iterator[str]:
    """The places whose type is another; null and an empty list say nothing of their own."""
    if then is None or now is None:
        return
    if _type(then) != _type(now):
        yield f"{starred(path) or 'the body'} recorded {_type(then)}, emulated {_type(now)}"
    elif isinstance(then, Mapping):
        for name, member in then.items():
            if name in now:
                yield from _shape(member, now[name], (*path, name))
            else:
                yield f"{starred((*path, name))} recorded, not emulated"
    elif isinstance(then, list) and then and now:
        yield from dict.fromkeys(
            difference
            for index, item in enumerate(then)
            for difference in _nearest(item, now, (*path, index))
        )


def _nearest(item: Any, others: Sequence[Any], path: tuple[str | int, ...]) -> tuple[str, ...]:
    """What is different from the item of the other list that is most like this one."""
    return min((tuple(_shape(item, other, path)) for other in others), key=len)


def _states(operation: Operation, status: int, body: Any) -> list[Any]:
    promise = operation.answer(status)
    lives = [life for life in promise.lifecycles if "*" not in life.at] if promise else []
    return [state for life in lives for state in select(body, life.at + life.state)]


def _lifecycle(operation: Operation, status: int, then: Any, now: Any) -> Iterator[str]:
    for old, new in zip_longest(
        _states(operation, status, then), _states(operation, status, now), fillvalue="none"
    ):
        if old != new:
            yield f"the job is {new}, recorded {old}"


def _pagination(pagination: Mapping[str, Any], then: Any, now: Any) -> Iterator[str]:
    items = pagination["items"]
    if not isinstance(_first(now, items), list):
        yield f"{items} recorded as a page, emulated as none"
    for way in ("next", "previous"):
        old, new = _first(then, pagination.get(way)), _first(now, pagination.get(way))
        if isinstance(old, str) and isinstance(new, str):
            if old.startswith("/") != new.startswith("/"):
                yield f"{pagination[way]} recorded {_form(old)}, emulated {_form(new)}"
        elif isinstance(old, str) and new is _NOTHING:
            yield f"{pagination[way]} recorded, not emulated"


def _form(link: str) -> str:
    return "relative" if link.startswith("/") else "absolute"


def _first(body: Any, pointer: Any) -> Any:
    if not isinstance(pointer, str) or not pointer.startswith("/"):
        return _NOTHING
    return next(select(body, pointer), _NOTHING)


def _value(answer: Answer) -> Any:
    if not answer.body or not is_json(answer.media_type):
        return _NOTHING
    try:
        return answer.json
    except Unreadable:
        return _NOTHING


def _type(value: Any) -> str:
    names = {bool: "a boolean", str: "text", dict: "an object", list: "an array"}
    return names.get(type(value), "a number")
