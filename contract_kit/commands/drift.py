"""`contract-kit drift`: plays the stories again and tells what is not as it was recorded."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from contract_kit import rules
from contract_kit.commands.busy import breaches, turned_away
from contract_kit.commands.evidence import forget_turned_away, leave, leave_turned_away
from contract_kit.commands.keeping import kept
from contract_kit.commands.opening import budget_of
from contract_kit.commands.options import MOST_POLLS, Options
from contract_kit.commands.outage import until_outage, was_cut
from contract_kit.commands.past import Past, judged, learn, origin_of, past_of
from contract_kit.commands.playing import (
    events_of,
    may_play,
    seed_of,
    sighting_of,
    skip_of,
    stop_of,
    stories_of,
)
from contract_kit.commands.running import Run, run
from contract_kit.commands.showing import Shown, told
from contract_kit.configuration import Project
from contract_kit.model.exhibit import Comparison
from contract_kit.model.facts import NO_FACTS, facts_of, merge_facts
from contract_kit.model.finding import Finding
from contract_kit.model.report import NotLooked, Progress, Report
from contract_kit.model.sighting import Journey, Sighting
from contract_kit.stories import Played, Skipped, Story, uses
from contract_kit.targets import TurnedAway

_ALARMS = ("error", "warning")
_STORIES = "completes_its_stories"


def drift(project: Project, names: Sequence[str], options: Options, progress: Progress) -> Report:
    """Plays the stories that are marked for it, each to the end of what can be played.

    What they show is held against the specification and against the baseline of the same origin;
    a finding that alarms is looked at once more, as far as the budget of requests allows.
    """
    return run("drift", (_drift_stories,), project, names, options, progress)


def _drift_stories(run: Run) -> None:
    stories = {story.name: story for story in stories_of(run) if "drift" in uses(story)}
    past, seen = past_of(run), dict[str, _Seen]()
    forget_turned_away(run)
    for done, (name, story) in enumerate(stories.items(), 1):
        run.progress(f"{run.contract.api}: stories", done, len(stories))
        if may_play(run, story):
            seen[name] = _played(run, story)
    if not past.recordings:
        run.tally.not_looked.append(_without_baseline(run))
    run.tally.compared = bool(past.recordings)
    shown = _shown(run, past, seen)
    told_again = _asked_again(run, past, stories, seen, shown)
    run.tally.found += [told(run, past, one) for one in _causes(told_again)]
    if run.options.learn:
        learn(run, [kept(run, one.journey, seed_of(run)) for one in seen.values()])


@dataclass(frozen=True, slots=True)
class _Seen:
    """What a story showed, and the answers that turned a request away.

    Each of those is the last of a journey of its own, after what had come of the story by then.
    """

    journey: Journey
    turned_away: tuple[Journey, ...] = ()

    @property
    def answers(self) -> Journey:
        """The answers that turned a request away, alone: no step's, so that they move none."""
        last = tuple(one.sightings[-1] for one in self.turned_away)
        return replace(self.journey, sightings=last)


def _played(run: Run, story: Story) -> _Seen:
    """All that a story shows; what went wrong belongs to the exchange after which it did."""
    nothing = Journey(run.contract.api, story.name, run.target.url, ())
    seen: list[Sighting] = []
    turned: list[Journey] = []
    seed = seed_of(run)
    events = events_of(run, story, seed, go_on=True, most_polls=MOST_POLLS)
    for event in until_outage(run, story, events):
        if isinstance(event, Played):
            run.tally.count(event.operation, event.exchange.answer.status)
            seen.append(sighting_of(run, event))
        elif isinstance(event, TurnedAway):
            turned.append(replace(nothing, sightings=(*seen, turned_away(run, event))))
        elif isinstance(event, Skipped):
            skip = skip_of(run, story, event)
            if skip not in run.tally.not_looked:  # a story may be played twice
                run.tally.not_looked.append(skip)
        elif seen:
            seen[-1] = replace(seen[-1], failed=(*seen[-1].failed, stop_of(story, event)))
    played = _Seen(replace(nothing, sightings=tuple(seen)), tuple(turned))
    leave(run, played.journey, seed)
    leave_turned_away(run, played.answers, seed)
    return played


def _shown(run: Run, past: Past, seen: Mapping[str, _Seen]) -> dict[str, Shown]:
    """Every finding by its fingerprint, with the first exchange that shows it."""
    found: dict[str, Shown] = {}
    for one in seen.values():
        for finding in judged(one.journey):
            place = finding.evidence.exchange or len(one.journey.sightings)
            found.setdefault(finding.fingerprint, Shown(finding, _up_to(one.journey, place)))
        for journey in one.turned_away:
            for finding in breaches(journey.sightings[-1]):
                found.setdefault(finding.fingerprint, Shown(finding, journey))
    for finding in rules.judge(_comparison(run, past, seen.values())):
        if finding.fingerprint not in found:
            first = _first_to_show(run, past, seen.values(), finding)
            found[finding.fingerprint] = Shown(finding, first, compared=True)
    return found


def _up_to(journey: Journey, place: int) -> Journey:
    return replace(journey, sightings=journey.sightings[:place])


def _comparison(run: Run, past: Past, seen: Iterable[_Seen]) -> Comparison:
    now = NO_FACTS
    for journey in (journey for one in seen for journey in (one.journey, one.answers)):
        now = merge_facts(now, facts_of(journey))
    return Comparison(run.contract.api, run.contract.operations, past.facts, now, past.recordings)


def _first_to_show(run: Run, past: Past, seen: Iterable[_Seen], finding: Finding) -> Journey:
    """A story up to the first exchange that shows a difference all by itself.

    A difference that only many exchanges show is shown by the first that it is about.
    """
    nothing = Journey(run.contract.api, "", run.target.url, ())
    about = [
        (journey, alone)
        for journey, alone in _each(seen)
        if journey.sightings[-1].operation.id == finding.operation
        and finding.status in ("", str(journey.sightings[-1].exchange.answer.status))
    ]
    for journey, alone in about:
        if any(
            other.fingerprint == finding.fingerprint
            for other in rules.judge(_comparison(run, past, [alone]))
        ):
            return journey
    return about[0][0] if about else nothing


def _each(seen: Iterable[_Seen]) -> Iterator[tuple[Journey, _Seen]]:
    """Each exchange: the story up to it, and it alone."""
    for one in seen:
        for place, sighting in enumerate(one.journey.sightings, 1):
            alone = replace(one.journey, sightings=(sighting,))
            yield _up_to(one.journey, place), _Seen(alone)
        for journey in one.turned_away:
            yield journey, _Seen(replace(journey, sightings=()), (journey,))


def _asked_again(
    run: Run,
    past: Past,
    stories: Mapping[str, Story],
    seen: Mapping[str, _Seen],
    shown: Mapping[str, Shown],
) -> list[Shown]:
    """What was found, each story that alarms played once more; what does not recur alarms nobody.

    Short stories come first; a story that the budget has no room for is not asked again, and what
    it showed stays as it is.
    """
    kept = dict(shown)
    budget = budget_of("drift", run.api, run.target, run.options)
    alarming = {one.journey.name for one in shown.values() if one.finding.severity in _ALARMS}
    sizes = {name: len(one.journey.sightings) for name, one in seen.items() if name in alarming}
    for name in sorted(sizes, key=sizes.__getitem__):
        if budget is not None and run.guard.sent + sizes[name] > budget:
            break
        run.progress(f"{run.contract.api}: asking again", 0, None)
        played = _played(run, stories[name])
        if was_cut(run, name):
            continue  # what nobody could look at again is not gone
        again = _shown(run, past, {**seen, name: played})
        for fingerprint, one in shown.items():
            if one.journey.name == name and fingerprint not in again and _recurs(one, played):
                kept[fingerprint] = replace(one, finding=_once(one.finding))
    return list(kept.values())


def _recurs(shown: Shown, played: _Seen) -> bool:
    """Whether it would show again; how a target turns away shows only where it is busy again."""
    last = shown.journey.sightings[-1] if shown.journey.sightings else None
    if last is None or last.step:
        return True
    return any(one.operation.id == last.operation.id for one in played.answers.sightings)


def _causes(shown: Sequence[Shown]) -> Iterator[Shown]:
    """What was found, without the steps that stopped at a place of which a rule tells the cause."""
    told = {
        (one.finding.operation, one.finding.pointer)
        for one in shown
        if one.finding.rule != _STORIES and one.finding.severity in _ALARMS
    }
    for one in shown:
        finding = one.finding
        at = [pointer for operation, pointer in told if operation == finding.operation]
        stopped = finding.rule == _STORIES and finding.pointer
        if not stopped or not any(_is_about(pointer, finding.pointer) for pointer in at):
            yield one


def _is_about(one: str, other: str) -> bool:
    """Whether a place is another one, or above or below it."""
    return bool(one) and (f"{one}/".startswith(f"{other}/") or f"{other}/".startswith(f"{one}/"))


def _once(finding: Finding) -> Finding:
    message = f"{finding.message} (not seen again when asked once more)"
    return replace(finding, severity="info", message=message)


def _without_baseline(run: Run) -> NotLooked:
    origin = origin_of(run)
    detail = (
        f"there is no recording of origin {origin}, so only the specification was held against "
        f"it; contract-kit record {run.api.name} --target … makes one"
    )
    return NotLooked(run.contract.api, "", "no-baseline", detail)
