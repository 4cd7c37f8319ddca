"""`contract-kit nightly`: looks for drift unattended, and notices when it did not look."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from pathlib import Path

from contract_kit.commands.drift import drift
from contract_kit.commands.issues import Parts, Tonight, keep
from contract_kit.commands.opening import chosen, contract_of
from contract_kit.commands.options import Options
from contract_kit.commands.plan import plan
from contract_kit.configuration import Api, Project
from contract_kit.forge import Forge
from contract_kit.formats import heartbeat
from contract_kit.model.errors import CouldNotLook
from contract_kit.model.finding import Severity
from contract_kit.model.heartbeat import Stale, beaten, stale
from contract_kit.model.report import NotLooked, Progress, Report
from contract_kit.reports.issue import since
from contract_kit.stories import read_stories


@dataclass(frozen=True, slots=True)
class Night:
    """What came of a night.

    `stale` are the operations that were not looked at for too long, `before` is when the night
    before ran where that is too long ago, `unheard` why the forge could not be told. `parts` are
    the operations behind each name that the report's `not_looked` may have, by API.
    """

    report: Report
    at: datetime
    stale: tuple[Stale, ...] = ()
    before: datetime | None = None
    unheard: str = ""
    parts: Mapping[str, Parts] = field(default_factory=dict)

    def exit_status(self, fail_on: Severity) -> int:
        """As that of the report, and 3 as well where something is stale or could not be told."""
        status = self.report.exit_status(fail_on)
        return status or (3 if self.stale or self.unheard else 0)

    def told(self) -> tuple[str, ...]:
        """One line for each thing that the report does not tell."""
        return tuple(_told(self))


def nightly(
    project: Project,
    names: Sequence[str],
    options: Options,
    state: Path,
    limit: timedelta,
    clock: Callable[[], datetime],
    progress: Progress,
) -> Night:
    """Looks at one API after the other; that one cannot be looked at keeps from no other one.

    `state` is the folder of the heartbeat; what was not looked at for longer than `limit` is stale.
    """
    path = state / heartbeat.FILE
    before = heartbeat.load(path).night
    apis = chosen(project, names)
    parts = {api.name: _parts(project, api) for api in apis}
    planned = {api.name: _planned(project, api, options) & {*parts[api.name]} for api in apis}
    report = _merged([_looked(project, api, options, clock, progress) for api in apis])
    now = clock()
    looked = {(look.api, look.operation) for look in report.looks if look.looked}
    beats = heartbeat.update(path, lambda held: beaten(held, planned, looked, now))
    return Night(
        report,
        now,
        stale=tuple(stale(beats, list(planned), now, limit)),
        before=before if before is not None and now - before > limit else None,
        parts=parts,
    )


def tell(night: Night, forge: Forge, place: str, run: str) -> Night:
    """Keeps the issues of a forge; `place` names what was looked at, `run` is the URL of the run.

    A forge that cannot be told changes the night and raises nothing.
    """
    tonight = Tonight(place, night.at.date(), night.report, night.stale, night.parts, run)
    try:
        keep(forge, tonight)
    except CouldNotLook as error:
        return replace(night, unheard=str(error))
    return night


def _parts(project: Project, api: Api) -> Parts:
    """An operation's own name stands for it, `story NAME` for those of the story."""
    contract, path = contract_of(api), project.stories(api)
    stories = read_stories(path, contract) if path else ()
    alone = {name: frozenset([name]) for name in contract.operations}
    told = {
        f"story {story.name}": frozenset(step.operation for step in story.steps)
        for story in stories
    }
    return {**alone, **told}


def _planned(project: Project, api: Api, options: Options) -> frozenset[str]:
    """The operations that a night is to look at; of others nobody expects to hear."""
    [made] = plan(project, [_name(project, api)], options)
    return frozenset(one.operation for one in made.operations)


def _looked(
    project: Project,
    api: Api,
    options: Options,
    clock: Callable[[], datetime],
    progress: Progress,
) -> Report:
    try:
        return drift(project, [_name(project, api)], options, progress)
    except CouldNotLook as error:
        left_out = NotLooked(api.name, "", error.reason, str(error))
        started = clock().isoformat(timespec="seconds").replace("+00:00", "Z")
        return Report("drift", options.target or "", started, not_looked=(left_out,))


def _name(project: Project, api: Api) -> str:
    """What the API was called by: its name, or the path of its document."""
    return api.name if project.apis.get(api.name) == api else str(api.spec)


def _merged(reports: Sequence[Report]) -> Report:
    """One report of several."""
    return Report(
        verb="nightly",
        target=", ".join(dict.fromkeys(one.target for one in reports)),
        started=min((one.started for one in reports), default=""),
        findings=tuple(finding for one in reports for finding in one.findings),
        accepted=tuple(finding for one in reports for finding in one.accepted),
        stale=tuple(entry for one in reports for entry in one.stale),
        looks=tuple(look for one in reports for look in one.looks),
        not_looked=tuple(entry for one in reports for entry in one.not_looked),
        requests=sum(one.requests for one in reports),
        seconds=round(sum(one.seconds for one in reports), 3),
    )


def _told(night: Night) -> Iterator[str]:
    for one in night.stale:
        yield f"heartbeat: {one.api} {one.operation}: {since(one)}"
    if night.before is not None:
        yield f"heartbeat: no night has run since {night.before:%Y-%m-%d}"
    if night.unheard:
        yield f"issues: could not tell the forge: {night.unheard}"
