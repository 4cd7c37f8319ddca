"""`contract-kit drift`: plays the stories again and tells what is not as it was recorded."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from contract_kit import rules
from contract_kit.commands.evidence import leave
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
    past, journeys = past_of(run), dict[str, Journey]()
    for done, (name, story) in enumerate(stories.items(), 1):
        run.progress(f"{run.contract.api}: stories", done, len(stories))
        if may_play(run, story):
            journeys[name] = _played(run, story)
    if not past.recordings:
        run.tally.not_looked.append(_without_baseline(run))
    run.tally.compared = bool(past.recordings)
    shown = _shown(run, past, journeys)
    told_again = _asked_again(run, past, stories, journeys, shown)
    run.tally.found += [told(run, past, journeys, one) for one in _causes(told_again)]
    if run.options.learn:
        learn(run, [kept(run, journey, seed_of(run)) for journey in journeys.values()])


def _played(run: Run, story: Story) -> Journey:
    """All that a story shows; what went wrong belongs to the exchange after which it did."""
    seen: list[Sighting] = []
    seed = seed_of(run)
    events = events_of(run, story, seed, go_on=True, most_polls=MOST_POLLS)
    for event in until_outage(run, story, events):
        if isinstance(event, Played):
            run.tally.count(event.operation, event.exchange.answer.status)
            seen.append(sighting_of(run, event))
        elif isinstance(event, Skipped):
            skip = skip_of(run, story, event)
            if skip not in run.tally.not_looked:  # a story may be played twice
                run.tally.not_looked.append(skip)
        elif seen:
            seen[-1] = replace(seen[-1], failed=(*seen[-1].failed, stop_of(story, event)))
    journey = Journey(run.contract.api, story.name, run.target.url, tuple(seen))
    leave(run, journey, seed)
    return journey


def _shown(run: Run, past: Past, journeys: Mapping[str, Journey]) -> dict[str, Shown]:
    """Every finding by its fingerprint, with the first exchange that shows it."""
    found: dict[str, Shown] = {}
    for name, journey in journeys.items():
        for finding in judged(journey):
            place = finding.evidence.exchange or len(journey.sightings)
            found.setdefault(finding.fingerprint, Shown(finding, name, place))
    for finding in rules.judge(_comparison(run, past, journeys.values())):
        if finding.fingerprint not in found:
            name, place = _first_to_show(run, past, journeys, finding)
            found[finding.fingerprint] = Shown(finding, name, place, compared=True)
    return found


def _comparison(run: Run, past: Past, journeys: Iterable[Journey]) -> Comparison:
    now = NO_FACTS
    for journey in journeys:
        now = merge_facts(now, facts_of(journey))
    return Comparison(run.contract.api, run.contract.operations, past.facts, now, past.recordings)


def _first_to_show(
    run: Run, past: Past, journeys: Mapping[str, Journey], finding: Finding
) -> tuple[str, int]:
    """The story and the place of the first exchange that shows a difference all by itself.

    A difference that only many exchanges show is shown by the first that it is about.
    """
    about = [
        (name, place, replace(journey, sightings=(sighting,)))
        for name, journey in journeys.items()
        for place, sighting in enumerate(journey.sightings, 1)
        if sighting.operation.id == finding.operation
        and finding.status in ("", str(sighting.exchange.answer.status))
    ]
    for name, place, alone in about:
        if any(
            other.fingerprint == finding.fingerprint
            for other in rules.judge(_comparison(run, past, [alone]))
        ):
            return name, place
    return about[0][:2] if about else ("", 0)


def _asked_again(
    run: Run,
    past: Past,
    stories: Mapping[str, Story],
    journeys: Mapping[str, Journey],
    shown: Mapping[str, Shown],
) -> list[Shown]:
    """What was found, each story that alarms played once more; what does not recur alarms nobody.

    Short stories come first; a story that the budget has no room for is not asked again, and what
    it showed stays as it is.
    """
    kept = dict(shown)
    budget = budget_of("drift", run.api, run.target, run.options)
    alarming = {one.story for one in shown.values() if one.finding.severity in _ALARMS}
    for name in sorted(alarming & set(journeys), key=lambda name: len(journeys[name].sightings)):
        if budget is not None and run.guard.sent + len(journeys[name].sightings) > budget:
            break
        run.progress(f"{run.contract.api}: asking again", 0, None)
        played = _played(run, stories[name])
        if was_cut(run, name):
            continue  # what nobody could look at again is not gone
        again = _shown(run, past, {**journeys, name: played})
        for fingerprint, one in shown.items():
            if one.story == name and fingerprint not in again:
                kept[fingerprint] = replace(one, finding=_once(one.finding))
    return list(kept.values())


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
