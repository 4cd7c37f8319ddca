"""`contract-kit fuzz`: generated requests against a target, judged by the rules."""

import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

from contract_kit import rules
from contract_kit.commands.opening import chosen, contract_of, effects_allowed, target_of
from contract_kit.commands.options import Options
from contract_kit.commands.reproducing import evident
from contract_kit.configuration import Api, Project
from contract_kit.fuzzer import Budget, Shot
from contract_kit.fuzzer import fuzz as shots_of
from contract_kit.model.contract import Contract, Effect
from contract_kit.model.finding import SEVERITIES, Finding, Verdict
from contract_kit.model.report import Look, NotLooked, Progress, Report
from contract_kit.model.target import Target
from contract_kit.targets import Guard


def fuzz(project: Project, names: Sequence[str], options: Options, progress: Progress) -> Report:
    """Fuzzes the APIs one after the other; the report has one finding for one cause."""
    started, began = datetime.now(UTC), time.monotonic()
    tallies = [_fuzz_one(api, options, progress) for api in chosen(project, names)]
    return Report(
        verb="fuzz",
        target=options.target or "emulator",
        started=started.isoformat(timespec="seconds").replace("+00:00", "Z"),
        findings=tuple(finding for tally in tallies for finding in tally.findings()),
        looks=tuple(look for tally in tallies for look in tally.looks()),
        not_looked=tuple(entry for tally in tallies for entry in tally.not_looked),
        requests=sum(tally.requests for tally in tallies),
        seconds=round(time.monotonic() - began, 3),
    )


def _fuzz_one(api: Api, options: Options, progress: Progress) -> "_Tally":
    contract = contract_of(api, options.operations)
    with target_of(contract, options) as target:
        effects = effects_allowed(api, target, options)
        tally = _Tally(contract, target)
        allowed = tuple(_allowed(contract, effects, options, tally))
        if allowed:
            guard = Guard(contract, target, effects)
            budget = Budget(options.cases, options.seed, allowed, gentle=not target.loopback)
            for shot in shots_of(contract, target, guard, budget, progress):
                tally.add(shot)
            tally.requests = guard.sent
    return tally


def _allowed(
    contract: Contract, effects: frozenset[Effect], options: Options, tally: "_Tally"
) -> Iterator[str]:
    for operation in contract.operations.values():
        if options.operations and operation.id not in options.operations:
            continue
        if operation.effect in effects:
            yield operation.id
        else:
            detail = f"has the effect {operation.effect}; --allow-writes lets it"
            tally.not_looked.append(NotLooked(contract.api, operation.id, "writes", detail))


@dataclass(slots=True)
class _Tally:
    """What one API's run adds up to: counts, and the simplest evidence of each cause."""

    contract: Contract
    target: Target
    not_looked: list[NotLooked] = field(default_factory=list)
    requests: int = 0
    _cases: dict[str, Counter[str]] = field(default_factory=dict)
    _causes: dict[str, tuple[tuple[int, int, str], Finding]] = field(default_factory=dict)

    def add(self, shot: Shot | NotLooked) -> None:
        """Counts a shot and judges it; of two shots that show one cause the simpler is kept."""
        if isinstance(shot, NotLooked):
            self.not_looked.append(shot)
            return
        sighting = shot.sighting
        answered = f"{sighting.exchange.answer.status // 100}xx"
        self._cases.setdefault(sighting.operation.id, Counter())[answered] += 1
        for finding in rules.judge(sighting):
            request = sighting.exchange.request
            size = (len(shot.before), len(request.url) + len(request.body), request.url)
            known = self._causes.get(finding.fingerprint)
            if known is None or size < known[0]:
                exchanges = (*shot.before, sighting.exchange)
                judged = replace(finding, verdict=self._verdict())
                shown = evident(judged, self.contract.api, self.target, exchanges)
                self._causes[finding.fingerprint] = size, shown

    def looks(self) -> Iterator[Look]:
        """One look an operation that was tried, in the document's order."""
        for name in self.contract.operations:
            if name in self._cases:
                yield Look(self.contract.api, name, dict(sorted(self._cases[name].items())))

    def findings(self) -> list[Finding]:
        """One finding a cause, the gravest first, and a warning where nothing ever succeeded."""
        order = list(self.contract.operations)
        found = [*(finding for _, finding in self._causes.values()), *self._never_answered()]
        return sorted(
            found,
            key=lambda f: (SEVERITIES.index(f.severity), order.index(f.operation), f.fingerprint),
        )

    def _never_answered(self) -> Iterator[Finding]:
        for name, cases in self._cases.items():
            if not cases["2xx"]:
                seen = ", ".join(f"{count} × {status}" for status, count in sorted(cases.items()))
                yield Finding(
                    rule="accepts_valid_requests",
                    kind="never-answered",
                    api=self.contract.api,
                    operation=name,
                    status="",
                    pointer="",
                    expected="2xx at least once",
                    actual=seen,
                    message="no request was answered with success, so its answers were not judged; "
                    "an example in the specification that exists on the target helps",
                    severity="warning",
                )

    def _verdict(self) -> Verdict:
        return "emulator" if self.target.name == "emulator" else "unknown"
