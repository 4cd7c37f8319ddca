"""Prints the figures: by family, for the unseen API, for honest runs, and what was missed."""

from collections.abc import Iterable, Sequence

from benchmarks.drift import unseen
from benchmarks.drift.kind import FAMILIES
from benchmarks.drift.scoring import BUDGET, Outcome, Row, row
from benchmarks.drift.trial import Trial

_FOUND, _PLACED = 0.95, 0.90  # of the visible kinds


def print_figures(outcomes: Sequence[Outcome], trials: Sequence[tuple[str, Trial]]) -> bool:
    """Prints all of it; whether the goals are reached."""
    known = [one for one in outcomes if one.api != unseen.API]
    other = [one for one in outcomes if one.api == unseen.API]
    totals = [row("all", known), row(f"unseen: {unseen.API}", other)]
    _table([*_families(known), totals[0], *_families(other), totals[1]])
    _names("not visible within the budget", (one for one in outcomes if not one.visible))
    _names("missed", (one for one in outcomes if one.visible and not one.found))
    _names("misplaced", (one for one in outcomes if one.found and not one.placed))
    _names("broken off", (one for one in outcomes if one.broken))
    alarmed = _honest(trials)
    most = _requests(outcomes, trials)
    return all(map(_reached, totals)) and not alarmed and most <= BUDGET


def _families(outcomes: Sequence[Outcome]) -> list[Row]:
    return [
        row(family, of_it)
        for family in FAMILIES
        if (of_it := [one for one in outcomes if one.family == family])
    ]


def _table(rows: Iterable[Row]) -> None:
    print(
        f"{'family':<20}{'kinds':>7}{'visible':>9}{'found':>14}{'placed':>14}{'reading only':>14}"
    )
    for one in rows:
        parts = (_share(n, one.visible) for n in (one.found, one.placed, one.reading))
        print(f"{one.label:<20}{one.kinds:>7}{one.visible:>9}" + "".join(f"{p:>14}" for p in parts))


def _share(part: int, whole: int) -> str:
    return f"{part} ({part / whole:.0%})" if whole else "-"


def _names(label: str, outcomes: Iterable[Outcome]) -> None:
    found = list(outcomes)
    if found:
        print(f"\n{label}: {len(found)}")
    for one in found:
        shown = [
            f"{f.severity} {f.rule}.{f.kind} {f.operation} {f.pointer}" for f in one.findings[:3]
        ]
        told = one.broken or "; ".join(shown) or "nothing"
        print(f"  {one.family:<11} {one.name}: {told}")


def _honest(trials: Sequence[tuple[str, Trial]]) -> int:
    """Prints how many of the honest runs gave an alarm, and each cause with one of its runs."""
    alarmed = [(api, trial) for api, trial in trials if trial.alarms or trial.broken]
    print(f"\nhonest runs: {len(trials)}, false alarms in {len(alarmed)}")
    causes: dict[str, list[Trial]] = {}
    for api, trial in alarmed:
        for told in _causes(trial):
            causes.setdefault(f"{api}: {told}", []).append(trial)
    for cause, those in causes.items():
        least = min(those, key=lambda trial: len(trial.differences))
        print(f"  {len(those)} times {cause} (as with {', '.join(least.differences)})")
    return len(alarmed)


def _causes(trial: Trial) -> set[str]:
    told = {f"{f.rule}.{f.kind} {f.operation} {f.pointer}" for f in trial.alarms}
    return told | ({trial.broken} if trial.broken else set())


def _requests(outcomes: Sequence[Outcome], trials: Sequence[tuple[str, Trial]]) -> int:
    """Prints the most requests that a run sent, by API."""
    sent: dict[str, int] = {}
    for api, requests in [(one.api, one.requests) for one in outcomes] + [
        (api, trial.requests) for api, trial in trials
    ]:
        sent[api] = max(sent.get(api, 0), requests)
    told = ", ".join(f"{api} {most}" for api, most in sent.items())
    print(f"\nrequests at most: {told} (allowed {BUDGET})")
    return max(sent.values(), default=0)


def _reached(one: Row) -> bool:
    return one.found >= _FOUND * one.visible and one.placed >= _PLACED * one.visible
