"""What breaks `keeps_its_shape`, and what comes close and keeps it."""

from typing import Any

from contract_kit.model.exhibit import Comparison
from contract_kit.openapi.operations import read_operations
from tests.openapi.small import document, json_of
from tests.rules.comparisons import compared
from tests.rules.examples.example import Example

_NAMED = ("id", "state", "at", "end", "made", "share", "size", "tags", "point", "user", "meta")
_JOB = {"type": "object", "properties": {name: {} for name in _NAMED}}
_ANSWERS = {"200": {"description": "", "content": json_of(_JOB)}}
JOB = read_operations(
    document({"/jobs": {"get": {"operationId": "showJob", "responses": _ANSWERS}}})
)["showJob"]

_TIME = "2020-06-09T22:00:00.123Z"
_SIGHTINGS = 60
_DONE = {
    "id": "a b",
    "state": "done",
    "at": _TIME,
    "end": _TIME,
    "made": 1_591_740_000,
    "share": 0.5,
    "size": 7,
    "tags": ["red"],
    "point": [1.5, 2.5],
    "user": {"id": 7},
    "meta": {"next": "c d", "more": True},
}
_QUEUED = {**_DONE, "state": "queued", "end": None}


def job(*without: str, of: Any = _DONE, **members: Any) -> Any:
    """A job that is done, with other members, or without some."""
    return {name: value for name, value in {**of, **members}.items() if name not in without}


def changed(*now: Any, also: tuple[Any, ...] = ()) -> Comparison:
    """Answers of now beside jobs that were queued and done, and others that were there, too."""
    before = [body for _ in range(_SIGHTINGS) for body in (_DONE, _QUEUED, *also)]
    return compared(JOB, before, now)


def told(kind: str, pointer: str, bad: Comparison, good: Comparison) -> Example:
    """An example of this rule."""
    return Example("keeps_its_shape", kind, pointer, bad, good, "showJob", "200")


def examples() -> tuple[Example, ...]:
    return (*_members(), *_types(), *_values())


def _members() -> tuple[Example, ...]:
    unsized, queued = job("size"), job("end", of=_QUEUED)
    boxed = job("share", "size", box={"share": 0.5, "size": 7})
    flat = job("meta", next="c d", more=True)
    ended = job("end", of={**_QUEUED, "state": "new"})
    gaps, some = (unsized, *[_DONE] * 3) * 3, (unsized, *[_DONE] * 60)
    optional = changed(*gaps, also=(unsized,))
    nulls = job(of=_QUEUED, hint=None)
    return (
        told("removed", "/size", changed(unsized), changed(unsized, also=(unsized,))),
        told("added", "/news", changed(job(news=1)), changed(job(news=1), also=(job(news=2),))),
        told("renamed", "/size", changed(job("size", Size=7)), changed(_DONE, _QUEUED)),
        told("nested", "/share", changed(boxed), changed(boxed, also=(boxed,))),
        told("flattened", "/meta", changed(flat), changed(flat, also=(flat,))),
        told("wrapped", "", changed({"job": _DONE}), changed(_DONE)),
        told(
            "unwrapped",
            "",
            compared(JOB, [{"job": _DONE}] * _SIGHTINGS, [_DONE]),
            compared(JOB, [{"job": _DONE}] * _SIGHTINGS, [{"job": job(size=8)}]),
        ),
        told("optional", "/size", changed(*gaps), optional),
        told("optional", "/size", changed(*gaps), changed(*some)),
        told("variant", "/size", changed(unsized, _QUEUED), changed(_QUEUED)),
        told("null-to-absent", "/end", changed(queued), changed(_QUEUED, also=(ended,))),
        told(
            "absent-to-null",
            "/hint",
            changed(nulls, job(hint="e f"), also=(job(hint="e f"),)),
            changed(job(hint="g h"), also=(job(hint="e f"),)),
        ),
    )


def _types() -> tuple[Example, ...]:
    def other(kind: str, pointer: str, bad: Any, good: Any, usual: Any = _DONE) -> Example:
        return told(kind, pointer, changed(bad), changed(good, also=(usual,)))

    by_name, text = job(point={"x": 1.5, "y": 2.5}), job(size="7")
    return (
        other("retyped", "/size", text, text, usual=text),
        other("scalar-to-array", "/size", job(size=[7]), job(size=8)),
        other("array-to-scalar", "/tags", job(tags="red"), job(tags=[])),
        other("array-to-object", "/point", by_name, by_name, usual=by_name),
        other("object-to-array", "/user", job(user=[{"id": 7}]), job(user={"id": 8})),
    )


def _values() -> tuple[Example, ...]:
    def other(kind: str, pointer: str, bad: Any, good: Any, *usual: Any) -> Example:
        return told(kind, pointer, changed(bad), changed(good, also=usual))

    null, date, fractions = job(at=None), job(at="2020-06-09"), job(size=7.5)
    small, large = job(note="small"), job(note="large")
    usual = [job(note=f"{n} of them") for n in range(300)]
    return (
        told("nullable", "/at", changed(*[null, _DONE] * 5), changed(null, *[_DONE] * 60)),
        other("always-null", "/at", null, null, null),
        other("sentinel", "/end", job(of=_QUEUED, end=""), _QUEUED),
        other("format", "/at", date, date, date),
        other("precision", "/at", job(at="2020-06-09T22:00:00Z"), job(at=_TIME[:20] + "456Z")),
        other("precision", "/size", fractions, fractions, fractions),
        other("zone", "/at", job(at=_TIME[:-1] + "+02:00"), job(at="2021" + _TIME[4:])),
        other("unit", "/made", job(made=1_591_740_000_000), job(made=1_691_740_000)),
        other("scale", "/share", job(share=50.5), job(share=0.9)),
        other("range", "/size", job(size=-7), job(size=0)),
        other("length", "/point", job(point=[1.5, 2.5, 3.5]), job(point=[])),
        other("value-recased", "/state", job(state="Done"), job(state="done")),
        other("value-added", "/state", job(state="lost"), job(state="done")),
        told(
            "value-gone",
            "/note",
            changed(*[small] * 20, also=(small, large)),
            changed(*[small] * 3, also=(small, large)),
        ),
        told(
            "frozen",
            "/note",
            compared(JOB, usual, [usual[0]] * 60),
            compared(JOB, usual, [usual[0]] * 20),
        ),
    )
