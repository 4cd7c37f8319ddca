"""`contract-kit cassettes`: what recordings there are, how old, and whether they still fit."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from contract_kit.commands.opening import chosen, contract_of
from contract_kit.commands.replaying import replaying
from contract_kit.configuration import Api, Project
from contract_kit.formats import store
from contract_kit.model.cassette import Cassette, Recorded
from contract_kit.model.contract import Contract
from contract_kit.model.errors import CouldNotLook, Mistake
from contract_kit.stories import Stopped, Story, read_stories, uses

_UNITS = {"h": "hours", "d": "days", "w": "weeks"}
_NAMED = 5  # unplayed exchanges that a remark names


@dataclass(frozen=True, slots=True)
class CassetteLine:
    """One recording, or a story without one.

    `age` is None where it means nothing: an emulator's recordings carry its own time. `remarks` say
    what is wrong with it: `orphan` (no story of that name), `other specification`, `too old`,
    `missing`, where the story can't be played out of it, `unplayed` exchanges (the story does not
    ask for them, or got not so far), or why it can't be read.
    """

    api: str
    name: str
    origin: str
    exchanges: int
    age: timedelta | None
    remarks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CassetteShown:
    """One recording in full.

    A row an exchange: number, seconds, step, operation, method, path and query, status, and
    `unplayed` where its story does not ask for it.
    """

    line: CassetteLine
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class _Fit:
    """Why the story did not get to its end, empty where it did, and what it did not ask for."""

    trouble: str = ""
    unplayed: tuple[Recorded, ...] = ()


@dataclass(frozen=True, slots=True)
class _Shelf:
    """The recordings of an API, and the stories that ought to have one, by name."""

    api: Api
    contract: Contract
    files: Mapping[str, Path]
    stories: Mapping[str, Story]


def list_cassettes(
    project: Project, names: Sequence[str], oldest: timedelta | None = None
) -> tuple[CassetteLine, ...]:
    """The recordings of the chosen APIs, and the stories that have none."""
    shelves = [_shelf(project, api) for api in chosen(project, names)]
    return tuple(line for shelf in shelves for line in _lines(shelf, oldest))


def show_cassettes(project: Project, names: Sequence[str], name: str) -> tuple[CassetteShown, ...]:
    """The recordings of that name, of whichever of the chosen APIs; raises `Mistake` without any.

    One in a folder below, of a test, is named with its folder: `tests/test_shop/test_buy`.
    """
    apis = chosen(project, names)
    files = [(api, project.cassettes(api) / f"{name}.yaml") for api in apis]
    found = [(api, file) for api, file in files if file.is_file()]
    if not found:
        known = dict.fromkeys(path.stem for api in apis for path in _files(project, api))
        there = ", ".join(known) or "none yet: contract-kit record makes them"
        raise Mistake(f"no recording is called {name!r}; there are {there}")
    return tuple(_shown(_shelf(project, api), name, file) for api, file in found)


def parse_age(text: str) -> timedelta:
    """An age such as `36h`, `30d` or `4w`; raises `Mistake` on anything else.

    >>> parse_age("2w").days
    14
    """
    number, unit = text[:-1], text[-1:]
    if unit not in _UNITS or not (number.isascii() and number.isdigit()):
        raise Mistake(f"age {text!r}: allowed are a number and h, d or w, such as 30d")
    return timedelta(**{_UNITS[unit]: int(number)})


def _shelf(project: Project, api: Api) -> _Shelf:
    contract, path = contract_of(api), project.stories(api)
    stories = read_stories(path, contract) if path else ()
    return _Shelf(
        api=api,
        contract=contract,
        files={file.stem: file for file in _files(project, api)},
        stories={story.name: story for story in stories if "record" in uses(story)},
    )


def _files(project: Project, api: Api) -> list[Path]:
    return sorted(project.cassettes(api).glob("*.yaml"))


def _lines(shelf: _Shelf, oldest: timedelta | None) -> Iterator[CassetteLine]:
    for name, path in shelf.files.items():
        try:
            cassette = store.load(path)
        except Mistake as mistake:
            yield CassetteLine(shelf.api.name, name, "-", 0, None, (str(mistake),))
        else:
            yield _line(shelf, name, cassette, _fit(shelf, name, cassette), oldest)
    for name in shelf.stories:
        if name not in shelf.files:
            yield CassetteLine(shelf.api.name, name, "-", 0, None, ("missing",))


def _fit(shelf: _Shelf, name: str, cassette: Cassette) -> _Fit:
    """Plays the story out of its recording; what no story made fits as it is."""
    story = shelf.stories.get(name)
    if story is None:
        return _Fit()
    player, events = replaying(shelf.api, shelf.contract, story, cassette)
    trouble = ""
    try:
        for event in events:
            if isinstance(event, Stopped):
                came = f"expected {event.expected}, came {event.came}"
                trouble = f"the story stops at step {event.step}: {came}"
    except (CouldNotLook, Mistake) as reason:
        trouble = str(reason).splitlines()[0]
    return _Fit(trouble, player.unplayed())


def _line(
    shelf: _Shelf, name: str, cassette: Cassette, fit: _Fit, oldest: timedelta | None = None
) -> CassetteLine:
    age, heading = _age(cassette), cassette.heading
    by_story = heading is not None and heading.made_by == "story"
    told = {
        "orphan": by_story and name not in shelf.stories,
        "other specification": heading is not None and heading.spec != shelf.contract.digest,
        "too old": oldest is not None and age is not None and age > oldest,
        fit.trouble: bool(fit.trouble),
        _unplayed(fit): bool(fit.unplayed),
    }
    remarks = tuple(remark for remark, holds in told.items() if holds)
    origin = heading.origin if heading else "foreign"
    return CassetteLine(shelf.api.name, name, origin, len(cassette.exchanges), age, remarks)


def _age(cassette: Cassette) -> timedelta | None:
    if cassette.heading is None or cassette.heading.origin != "live":
        return None
    return datetime.now(UTC) - datetime.fromisoformat(cassette.heading.recorded_at)


def _unplayed(fit: _Fit) -> str:
    numbers = [str(one.n) for one in fit.unplayed]
    more = ["…"] if len(numbers) > _NAMED else []
    return f"{len(numbers)} unplayed: {', '.join([*numbers[:_NAMED], *more])}"


def _shown(shelf: _Shelf, name: str, file: Path) -> CassetteShown:
    cassette = store.load(file)
    fit = _fit(shelf, name, cassette)
    left = {one.n for one in fit.unplayed}
    rows = (_row(one, unplayed=one.n in left) for one in cassette.exchanges)
    return CassetteShown(_line(shelf, name, cassette, fit), tuple(rows))


def _row(one: Recorded, *, unplayed: bool) -> tuple[str, ...]:
    request = one.exchange.request
    parts = urlsplit(request.url)
    target = f"{parts.path}?{parts.query}" if parts.query else parts.path
    status, mark = str(one.exchange.answer.status), "unplayed" if unplayed else ""
    return (
        str(one.n),
        f"{one.at:g}s",
        one.step,
        one.operation,
        request.method,
        target,
        status,
        mark,
    )
