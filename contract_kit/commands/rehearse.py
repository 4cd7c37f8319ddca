"""`contract-kit rehearse`: puts recorded requests to the emulator, and scores its fidelity."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from contract_kit.commands.opening import chosen, contract_of
from contract_kit.commands.options import Options
from contract_kit.configuration import Api, Project
from contract_kit.emulator.emulator import Settings
from contract_kit.emulator.registry import Running, emulated, started
from contract_kit.emulator.state import StateName
from contract_kit.formats import store
from contract_kit.formats.rebasing import rebased
from contract_kit.model.cassette import Cassette, Recorded
from contract_kit.model.contract import Contract
from contract_kit.model.errors import CouldNotLook, Mistake
from contract_kit.model.exchange import Request, header
from contract_kit.model.fidelity import ASPECTS, Aspect, Likeness, likenesses, renamed, with_names
from contract_kit.model.report import Progress
from contract_kit.model.target import Target
from contract_kit.stories import Line, login_of
from contract_kit.targets import ALL, Guard, credentials_for


@dataclass(frozen=True, slots=True)
class Score:
    """Of an operation and by aspect: how many recorded answers the emulator has, of how many.

    `differences` are those that it has otherwise, each once.
    """

    api: str
    operation: str
    kept: Mapping[Aspect, tuple[int, int]]
    differences: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """All scores; `left_out` names recordings that were not put to the emulator, and why."""

    scores: tuple[Score, ...]
    left_out: tuple[tuple[Path, str], ...]

    @property
    def percent(self) -> float:
        """All aspects of all operations together; 100 where the emulator has everything."""
        counted = [pair for score in self.scores for pair in score.kept.values()]
        return 100 * sum(kept for kept, _ in counted) / sum(of for _, of in counted)


def rehearse(
    project: Project, names: Sequence[str], options: Options, progress: Progress
) -> Rehearsal:
    """Puts every recorded request to the emulator, in order, each recording from its first state.

    Ids, cursors and other names that the emulator gives are used in place of the recorded ones.
    What the emulator itself has made is left out, it would score itself. Raises `CouldNotLook`
    where nothing else is recorded.
    """
    scores: list[Score] = []
    left_out: list[tuple[Path, str]] = []
    for api in chosen(project, names):
        if api.name not in emulated():
            raise Mistake(f"there is no emulator of {api.name!r} to rehearse")
        contract = contract_of(api)
        cassettes = dict(_cassettes(project, api, left_out))
        likes: list[Likeness] = []
        with started(contract, Settings(seed=options.seed, limits="off")) as running:
            stage = _stage(contract, running)
            for done, (path, cassette) in enumerate(cassettes.items(), 1):
                progress(f"{api.name}: {path.stem}", done, len(cassettes))
                likes += _rehearsed(stage, cassette)
        scores += _scores(contract, likes)
    if not scores:
        raise CouldNotLook(
            "no-data", "only the emulator's own recordings are there: nothing to score"
        )
    return Rehearsal(tuple(scores), tuple(left_out))


def _cassettes(
    project: Project, api: Api, left_out: list[tuple[Path, str]]
) -> Iterator[tuple[Path, Cassette]]:
    for path in sorted(project.cassettes(api).glob("**/*.yaml")):
        cassette = store.load(path)
        if cassette.heading is None:
            left_out.append((path, "nobody knows which API it is of: another tool made it"))
        elif cassette.heading.origin == "emulator":
            left_out.append((path, "the emulator made it"))
        else:
            yield path, cassette


@dataclass(frozen=True, slots=True)
class _Stage:
    """A running emulator and the line to it."""

    line: Line
    reset: Callable[[int | None, StateName | None], None]


def _stage(contract: Contract, running: Running) -> _Stage:
    target = Target("emulator", running.url, credentials_for(contract.api, running.url, {}))
    line = Line(contract, target, Guard(contract, target, ALL).session())
    return _Stage(line, running.emulator.reset)


_Scene = list[tuple[Request, tuple[Likeness, ...]]]


def _rehearsed(stage: _Stage, cassette: Cassette) -> Iterator[Likeness]:
    """What a recording comes to.

    A document shows answers out of context: one holds where the emulator has it in its prepared
    state or on the way from an empty one, and of several answers to one request any suffices. As an
    example stands outside of time, the state of its job is not counted.
    """
    heading = cassette.heading
    base = heading.base_url if heading else stage.line.contract.server
    exchanges = rebased(cassette, base, stage.line.target.url).exchanges
    if heading is None or heading.origin != "document":
        stage.reset(None, None)
        yield from (
            like for _, likes in _asked(stage, exchanges, as_somebody=False) for like in likes
        )
        return
    scenes: _Scene = []
    stage.reset(None, "empty")
    scenes += _asked(stage, exchanges, as_somebody=True)
    for one in exchanges:
        stage.reset(None, "prepared")
        scenes += _asked(stage, (one,), as_somebody=True)
    stage.reset(None, None)
    for request in dict.fromkeys(request for request, _ in scenes):
        best = min((likes for other, likes in scenes if other == request), key=_loss)
        yield from (like for like in best if like.aspect != "lifecycle")


def _asked(stage: _Stage, exchanges: Iterable[Recorded], *, as_somebody: bool) -> _Scene:
    """Recorded requests put to the emulator one after the other, with its own names."""
    names: dict[str, str] = {}
    scene: _Scene = []
    for one in exchanges:
        operation = stage.line.contract.operations.get(one.operation)
        if operation is not None and not one.withheld:
            asked = stage.line.ask(_request(stage.line, one, names, as_somebody=as_somebody))
            names |= renamed(operation, one.exchange.answer, asked.answer)
            likes = likenesses(operation, one.exchange.answer, asked.answer)
            scene.append((one.exchange.request, tuple(likes)))
    return scene


def _loss(likes: Sequence[Likeness]) -> tuple[int, int]:
    """How much an answer is another; where the status is, nothing more was counted."""
    return -len(likes), sum(len(like.differences) for like in likes)


def _request(line: Line, one: Recorded, names: Mapping[str, str], *, as_somebody: bool) -> Request:
    """The recorded request with the emulator's names and credentials; as nobody if it had none."""
    recorded = one.exchange.request
    url, body = with_names(recorded, names)
    kept = tuple(
        pair
        for pair in recorded.headers
        if pair[0].lower() not in ("authorization", "host", "content-length", "cookie")
    )
    logged_in = as_somebody or header(recorded.headers, "authorization") is not None
    login = login_of(line, line.contract.operations[one.operation], "" if logged_in else "none")
    return replace(recorded, url=url, body=body, headers=(*kept, *login.items()))


def _scores(contract: Contract, likes: Sequence[Likeness]) -> Iterator[Score]:
    for name in contract.operations:
        own = [like for like in likes if like.operation == name]
        counted = {
            aspect: (sum(not like.differences for like in about), len(about))
            for aspect in ASPECTS
            if (about := [like for like in own if like.aspect == aspect])
        }
        if counted:
            told = dict.fromkeys(f"{one.aspect}: {text}" for one in own for text in one.differences)
            yield Score(contract.api, name, counted, tuple(told))
