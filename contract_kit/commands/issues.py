"""Keeps one issue a cause: opened when it is found, closed when it is accepted or gone.

What is to be done is decided from the issues as they are and what the night saw, without a memory
beside them; so two nights at once, or one that was broken off, leave nothing that the next one
would not put right.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from contract_kit.forge import Forge, Issue, Reason, State
from contract_kit.model.finding import Finding
from contract_kit.model.heartbeat import Stale
from contract_kit.model.notice import Notice, Sight, read, written
from contract_kit.model.report import NotLooked, Report
from contract_kit.reports import issue as wording
from contract_kit.reports.glance import visible
from contract_kit.reports.markdown import code

HEARTBEAT = "contract-drift-heartbeat"
Parts = Mapping[str, frozenset[str]]
_ALARMS = ("error", "warning")


@dataclass(frozen=True, slots=True)
class Tonight:
    """What a night saw at a place.

    `parts` are, for each API, the operations behind each name that a report's `not_looked` may
    have: a story, or the operation itself. `run` is the URL of the run that has the reports.
    """

    place: str
    day: date
    report: Report
    stale: tuple[Stale, ...]
    parts: Mapping[str, Parts]
    run: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be done with an issue; without a `number` it is to be opened."""

    number: int | None
    title: str
    body: str
    state: State = "open"
    reason: Reason | None = None
    comment: str = ""


@dataclass(frozen=True, slots=True)
class _Known:
    """An issue of ours, with what it remembers and its text for people."""

    issue: Issue
    notice: Notice
    text: str


def keep(forge: Forge, tonight: Tonight) -> None:
    """Brings the issues of a forge to what was seen.

    Before something is opened it is looked for again, and afterwards whether another run did the
    same; then the younger one is closed. Raises `CouldNotLook` where the forge does not answer.
    """
    for step in decided(forge.issues(), tonight):
        if step.number is not None:
            _apply(forge, step.number, step)
    if not _missing(forge, tonight):
        return
    forge.make_label()
    for step in _missing(forge, tonight):
        forge.open(step.title, step.body)
    for step in _doubles(forge.issues()):
        if step.number is not None:
            _apply(forge, step.number, step)


def decided(issues: Sequence[Issue], tonight: Tonight) -> Iterator[Step]:
    """What is to be done; nothing for what could not be looked for."""
    yield from _doubles(issues)
    known = {key: ours[0] for key, ours in _by_key(issues).items()}
    seen = {finding.fingerprint for finding in tonight.report.findings}
    for finding in tonight.report.findings:
        if finding.severity in _ALARMS:
            yield from _found(known.get(finding.fingerprint), tonight, finding)
    if tonight.stale:
        seen.add(HEARTBEAT)
        yield from _unlooked(known.get(HEARTBEAT), tonight)
    accepted = {finding.fingerprint: finding for finding in tonight.report.accepted}
    for key, one in known.items():
        if one.issue.state == "open" and key in accepted:
            yield _taken(one, accepted[key])
        elif one.issue.state == "open" and key not in seen and _looked_for(one, tonight):
            yield _gone(one, tonight)


def _missing(forge: Forge, tonight: Tonight) -> list[Step]:
    return [step for step in decided(forge.issues(), tonight) if step.number is None]


def _apply(forge: Forge, number: int, step: Step) -> None:
    forge.change(number, step.title, step.body, step.state, step.reason)
    if step.comment:
        forge.comment(number, step.comment)


def _by_key(issues: Iterable[Issue]) -> dict[str, list[_Known]]:
    """Our issues by what they are about, the oldest first."""
    found: dict[str, list[_Known]] = {}
    for issue in sorted(issues, key=lambda issue: issue.number):
        remembered = read(issue.body)
        if remembered is not None:
            found.setdefault(remembered[0].key, []).append(_Known(issue, *remembered))
    return found


def _doubles(issues: Iterable[Issue]) -> Iterator[Step]:
    for first, *others in _by_key(issues).values():
        for one in others:
            if one.issue.state == "open":
                comment = f"The same as #{first.issue.number}, which is kept."
                yield _closed(one, one.notice, "not_planned", comment)


def _found(known: _Known | None, tonight: Tonight, finding: Finding) -> Iterator[Step]:
    at = _seen_at(known, tonight, finding.api)
    told = wording.facts(finding)
    notice = Notice(finding.fingerprint, finding.api, finding.operation, told, at)
    text = wording.text(finding, at, tonight.run)
    yield from _there(known, tonight, notice, wording.title(finding), text)


def _unlooked(known: _Known | None, tonight: Tonight) -> Iterator[Step]:
    at = _seen_at(known, tonight, "")
    text = wording.heartbeat_text(tonight.stale, at, tonight.run)
    yield from _there(known, tonight, Notice(HEARTBEAT, at=at), wording.heartbeat_title(), text)


def _seen_at(known: _Known | None, tonight: Tonight, api: str) -> Mapping[str, Sight]:
    without = {_named(entry) for entry in tonight.report.not_looked if entry.api == api}
    sight = Sight(tonight.day.isoformat(), tuple(sorted(without)))
    return {**(known.notice.at if known else {}), tonight.place: sight}


def _there(
    known: _Known | None, tonight: Tonight, notice: Notice, title: str, text: str
) -> Iterator[Step]:
    """Opens, reopens or updates the issue of what was seen."""
    body = written(notice, text)
    if known is None:
        yield Step(None, title, body)
    elif known.issue.state == "closed":
        comment = f"There on {tonight.day} at {code(tonight.place)}."
        yield Step(known.issue.number, title, body, "open", "reopened", comment)
    elif body != known.issue.body:
        comment = _changed(known.notice.facts, notice.facts)
        yield Step(known.issue.number, title, body, comment=comment)


def _changed(before: Mapping[str, str], now: Mapping[str, str]) -> str:
    told = (
        f"The {name} is now {code(visible(word))}, it was {code(visible(before[name]))}."
        for name, word in now.items()
        if before.get(name, word) != word
    )
    return " ".join(told)


def _taken(one: _Known, finding: Finding) -> Step:
    comment = ""
    if finding.accepted is not None:
        until, why = finding.accepted.until, code(visible(finding.accepted.why))
        comment = f"Accepted until {until}: {why}. If it is still there then, this is reopened."
    return _closed(one, one.notice, "not_planned", comment)


def _gone(one: _Known, tonight: Tonight) -> Step:
    """Closes what is nowhere any more; else only this place is taken out."""
    left = {place: sight for place, sight in one.notice.at.items() if place != tonight.place}
    notice = replace(one.notice, at=left)
    if left:
        return Step(one.issue.number, one.issue.title, written(notice, one.text))
    comment = f"Looked for on {tonight.day} at {code(tonight.place)}, and gone."
    return _closed(one, notice, "completed", comment)


def _closed(one: _Known, notice: Notice, reason: Reason, comment: str) -> Step:
    body = written(notice, one.text)
    return Step(one.issue.number, one.issue.title, body, "closed", reason, comment)


def _looked_for(one: _Known, tonight: Tonight) -> bool:
    """Whether this night would have seen what an earlier one saw at the same place.

    A part that was left out does not matter if it was left out in that night as well.
    """
    notice = one.notice
    if tonight.place not in notice.at:
        return False
    if notice.key == HEARTBEAT:
        return True
    without = notice.at[tonight.place].without
    looks = tonight.report.looks
    return any(
        look.looked and (look.api, look.operation) == (notice.api, notice.operation)
        for look in looks
    ) and not any(
        _named(entry) not in without and _concerns(entry, notice.operation, tonight)
        for entry in tonight.report.not_looked
        if entry.api == notice.api
    )


def _concerns(entry: NotLooked, operation: str, tonight: Tonight) -> bool:
    """Whether what was left out may have shown an operation; what nobody knows may show all."""
    parts = tonight.parts.get(entry.api, {})
    return operation in parts.get(entry.operation, {operation})


def _named(entry: NotLooked) -> str:
    return f"{entry.operation} ({entry.reason})".strip()
