"""`contract-kit cassettes`: what recordings there are, how old, and whether they still fit."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

from contract_kit.commands.opening import chosen, contract_of
from contract_kit.configuration import Api, Project
from contract_kit.formats import store
from contract_kit.model.cassette import Cassette
from contract_kit.model.contract import Contract
from contract_kit.model.errors import Mistake
from contract_kit.stories import read_stories, uses

_UNITS = {"h": "hours", "d": "days", "w": "weeks"}


@dataclass(frozen=True, slots=True)
class CassetteLine:
    """One recording, or a story without one.

    `age` is None where it means nothing: an emulator's recordings carry its own time. `remarks` say
    what is wrong with it: `orphan` (no story of that name), `other specification`, `too old`,
    `missing`, or why it can't be read.
    """

    api: str
    name: str
    origin: str
    exchanges: int
    age: timedelta | None
    remarks: tuple[str, ...]


def list_cassettes(
    project: Project, names: Sequence[str], oldest: timedelta | None = None
) -> tuple[CassetteLine, ...]:
    """The recordings of the chosen APIs, and the stories that have none."""
    return tuple(line for api in chosen(project, names) for line in _lines(project, api, oldest))


def show_cassette(project: Project, name: str, story: str) -> Iterator[tuple[str, ...]]:
    """One row an exchange: number, seconds, step, operation, method, path and query, status."""
    path = project.cassettes(project.api(name)) / f"{story}.yaml"
    for one in store.load(path).exchanges:
        request = one.exchange.request
        parts = urlsplit(request.url)
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        status = str(one.exchange.answer.status)
        yield (str(one.n), f"{one.at:g}s", one.step, one.operation, request.method, target, status)


def parse_age(text: str) -> timedelta:
    """An age such as `36h`, `30d` or `4w`; raises `Mistake` on anything else.

    >>> parse_age("2w").days
    14
    """
    number, unit = text[:-1], text[-1:]
    if unit not in _UNITS or not (number.isascii() and number.isdigit()):
        raise Mistake(f"age {text!r}: allowed are a number and h, d or w, such as 30d")
    return timedelta(**{_UNITS[unit]: int(number)})


def _lines(project: Project, api: Api, oldest: timedelta | None) -> Iterator[CassetteLine]:
    contract = contract_of(api)
    stories = _recorded_stories(project, api, contract)
    files = {path.stem: path for path in sorted(project.cassettes(api).glob("*.yaml"))}
    for name, path in files.items():
        yield _line(contract, name, path, stories, oldest)
    for name in stories:
        if name not in files:
            yield CassetteLine(api.name, name, "-", 0, None, ("missing",))


def _recorded_stories(project: Project, api: Api, contract: Contract) -> tuple[str, ...]:
    path = project.stories(api)
    found = read_stories(path, contract) if path else ()
    return tuple(story.name for story in found if "record" in uses(story))


def _line(
    contract: Contract, name: str, path: Path, stories: Sequence[str], oldest: timedelta | None
) -> CassetteLine:
    try:
        cassette = store.load(path)
    except Mistake as mistake:
        return CassetteLine(contract.api, name, "-", 0, None, (str(mistake),))
    age, heading = _age(cassette), cassette.heading
    told = {
        "orphan": heading is not None and heading.made_by == "story" and name not in stories,
        "other specification": heading is not None and heading.spec != contract.digest,
        "too old": oldest is not None and age is not None and age > oldest,
    }
    remarks = tuple(remark for remark, holds in told.items() if holds)
    origin = heading.origin if heading else "foreign"
    return CassetteLine(contract.api, name, origin, len(cassette.exchanges), age, remarks)


def _age(cassette: Cassette) -> timedelta | None:
    if cassette.heading is None or cassette.heading.origin != "live":
        return None
    return datetime.now(UTC) - datetime.fromisoformat(cassette.heading.recorded_at)
