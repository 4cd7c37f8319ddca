"""A thing that was created is there until it is deleted, and a job goes the way of its table.

What a job does is said by `x-lifecycle` of the specification, and only what stands there is
expected: its states and the moves between them (with the skips that slow polling makes legal), what
is `present` or `null` in a state, the `order` of its times, what is `immutable`, its `progress` and
`total`, how long it `lives`. The answers of one story are joined by the job's id.

A list may be a moment older than the answer that showed the job before: an item whose state leads
to the state that is known is passed over. Members of a list's item may be absent. What comes in
another order in an array, with another host in a URL or in another form of the same second is the
same. What the answer's schema refuses is told by `conforms_to_specification` alone.

Kinds: of one answer `unknown-state` (the schema takes it, the table does not know it),
`missing-at-state` and `not-null-at-state` (a member that the table has as present, or as null, in
that state), `times-out-of-order`, `progress-beyond-total`; of several `wrong-first-state` (of a job
that was just started), `left-terminal` (it goes on after its end, also a cancelled one),
`backward-move` (to a state that leads to the one it had), `skipped-state` (a warning: the table has
a way there, but not at once; poll faster or add the move), `illegal-move` (any other that the table
does not have), `changed-after-end` (a member of a finished job that is neither volatile nor the
customer's), `changed-immutable`, `progress-falls`, `time-goes-back`, `never-ends` (a story polled
as often as it may), `outlives` (an info: the job is shown half as long again as it lives), and of
anything `still-there` (a deleted resource is still answered), `not-there` (a resource is not found
right after its creation was confirmed).
Seen by: stories and recordings, and the fuzzer's stateful phase, which follows links.
What to do: run the commands of the finding in their order and compare the answers. Where the job is
right, the table is wrong: `contract-kit apis API` draws it.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

from contract_kit.model.adherence import Lapse, lapses_of
from contract_kit.model.conformance import misfits_of
from contract_kit.model.continuity import lapses_along, outlived, renamed
from contract_kit.model.exhibit import Exhibit, Journey, Sighting
from contract_kit.model.finding import Finding, Severity
from contract_kit.model.pointer import tokens
from contract_kit.model.tracing import Observation, observed, traces
from contract_kit.rules.checked import Promise, findings
from contract_kit.rules.telling import Telling

KINDS: Mapping[str, Severity] = {
    "unknown-state": "error",
    "missing-at-state": "error",
    "not-null-at-state": "error",
    "times-out-of-order": "error",
    "progress-beyond-total": "error",
    "wrong-first-state": "error",
    "left-terminal": "error",
    "backward-move": "error",
    "skipped-state": "warning",
    "illegal-move": "error",
    "changed-after-end": "error",
    "changed-immutable": "error",
    "progress-falls": "error",
    "time-goes-back": "error",
    "never-ends": "error",
    "outlives": "info",
    "still-there": "error",
    "not-there": "error",
}
_RULE = "follows_lifecycle"
_PROMISES = {
    "use_after_free": Promise("still-there"),
    "ensure_resource_availability": Promise("not-there"),
}
_UNIONS = ("oneOf", "anyOf", "not")
_GONE = (200, 204)  # a deletion that was only accepted (202) may still be under way

_told = Telling(_RULE, KINDS)


def judge(exhibit: Exhibit) -> Iterator[Finding]:
    """What one answer shows is told of that answer, what takes several of the journey."""
    if isinstance(exhibit, Sighting):
        if exhibit.failed:
            promises = {**_PROMISES, "poll": Promise("never-ends", _state_pointer(exhibit))}
            yield from findings(_RULE, KINDS, promises, exhibit)
        if lapses := lapses_of(exhibit):
            yield from _each_cause_once(lapses, _Spoken(), place=False)
    elif isinstance(exhibit, Journey):
        yield from _still_there(exhibit)
        seen, spoken = observed(exhibit), _Spoken()
        for place, sighting in enumerate(exhibit.sightings, 1):
            for lapse in lapses_of(sighting):
                spoken.add(lapse, place)
        along = chain.from_iterable(map(lapses_along, traces(exhibit)))
        several = chain(renamed(seen), along, outlived(seen))
        yield from _each_cause_once(several, spoken, place=True)


def _state_pointer(sighting: Sighting) -> str:
    """Where an answer has the state of the one job that it shows, as `Promise` takes a pointer."""
    promise = sighting.promise
    lifecycles = promise.lifecycles if promise else ()
    pointer = next((life.at + life.state for life in lifecycles if "*" not in life.at), "")
    return pointer.replace("{", "{{").replace("}", "}}")


def _each_cause_once(
    lapses: Iterable[Lapse], spoken: "_Spoken", *, place: bool
) -> Iterator[Finding]:
    """The lapses as findings, less those that rest on what something else is told of already."""
    causes = set()
    for lapse in lapses:
        if spoken.of(lapse):
            continue
        spoken.add(lapse)
        finding = _told(
            lapse.seen.sighting,
            lapse.kind,
            lapse.seen.pointer(lapse.pointer),
            expected=lapse.expected,
            actual=lapse.actual,
            message=lapse.message,
            place=lapse.seen.place if place else None,
        )
        if finding.fingerprint not in causes:
            causes.add(finding.fingerprint)
            yield finding


class _Spoken:
    """The members of which something is told: by this rule so far, or by the schema's."""

    def __init__(self) -> None:
        self._lapses: set[tuple[int, str | None, str]] = set()
        self._refused: dict[tuple[int, str], bool] = {}

    def add(self, lapse: Lapse, place: int | None = None) -> None:
        """From now on something is told of what this lapse is about, `place` if not its own."""
        self._lapses |= {(place or one.place, one.id, lapse.pointer) for one in _sights(lapse)}

    def of(self, lapse: Lapse) -> bool:
        """Whether something is told already of a member on which a lapse rests."""
        return any(
            (one.place, one.id, lapse.pointer) in self._lapses or self._refuses(one, lapse.pointer)
            for one in _sights(lapse)
        )

    def _refuses(self, seen: Observation, member: str) -> bool:
        key = (seen.place, seen.pointer(member))
        if key not in self._refused:
            self._refused[key] = _refuses(seen.sighting, key[1])
        return self._refused[key]


def _sights(lapse: Lapse) -> tuple[Observation, ...]:
    return (lapse.seen,) if lapse.since is None else (lapse.since, lapse.seen)


def _refuses(sighting: Sighting, pointer: str) -> bool:
    """Whether the answer's schema refuses a member, or the object that it belongs to."""
    wanted = tokens(pointer)
    for misfit in misfits_of(sighting):
        path, union = misfit.breach.path, misfit.breach.keyword in _UNIONS
        whole = len(path) == len(wanted) or (union and len(path) < len(wanted))
        if misfit.place == "body" and whole and all(map(_fits, wanted, path)):
            return True
    return False


def _fits(wanted: str, token: str | int) -> bool:
    return wanted in ("*", str(token))


def _still_there(journey: Journey) -> Iterator[Finding]:
    """What is found after its deletion and before anything is written there again.

    Only of a path that ends in a parameter, which names one resource, and asked for without a
    query, which may want deleted ones. A job is another matter: deleting it may mean to cancel it.
    """
    gone: set[str] = set()
    below: dict[str, set[str]] = {}
    causes = set()
    for place, sighting in enumerate(journey.sightings, 1):
        request, status = sighting.exchange.request, sighting.exchange.answer.status
        path = request.path.rstrip("/").removesuffix(".json")
        if status // 100 != 2:
            continue
        if request.method == "DELETE" and status in _GONE and _names_one(sighting):
            gone.add(path)
            below.setdefault(path.rpartition("/")[0], set()).add(path)
        elif request.method not in ("GET", "HEAD"):
            gone -= {path, *_above(path), *below.pop(path, ())}
        elif path in gone and not request.query and not _shows_job(sighting):
            finding = _told(
                sighting,
                "still-there",
                "status",
                expected="404 or 410",
                actual=str(status),
                message="what was deleted is still answered",
                place=place,
            )
            if finding.fingerprint not in causes:
                causes.add(finding.fingerprint)
                yield finding


def _names_one(sighting: Sighting) -> bool:
    if sighting.exchange.request.query:
        return False
    return sighting.operation.path.rstrip("/").removesuffix(".json").endswith("}")


def _above(path: str) -> Iterator[str]:
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def _shows_job(sighting: Sighting) -> bool:
    promise = sighting.promise
    return promise is not None and bool(promise.lifecycles)
