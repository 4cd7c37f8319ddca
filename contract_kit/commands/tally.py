"""Adds up what a run over one API has seen: counts, and one finding for one cause."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from contract_kit import rules
from contract_kit.commands.reproducing import evident
from contract_kit.model.contract import Contract
from contract_kit.model.exchange import Exchange
from contract_kit.model.exhibit import Exhibit
from contract_kit.model.finding import SEVERITIES, Evidence, Finding, Verdict
from contract_kit.model.report import Look, NotLooked
from contract_kit.model.sighting import Sighting
from contract_kit.model.target import Target


@dataclass(slots=True)
class Tally:
    """What one API's run adds up to: counts, and the simplest evidence of each cause.

    `found` are findings that no rule made of an exchange; `fuzzed` the operations that were tried
    in every way, and should have succeeded in some; `compared` says that all was held against
    recordings.
    """

    contract: Contract
    target: Target
    not_looked: list[NotLooked] = field(default_factory=list)
    found: list[Finding] = field(default_factory=list)
    fuzzed: set[str] = field(default_factory=set)
    compared: bool = False
    requests: int = 0
    _cases: dict[str, Counter[str]] = field(default_factory=dict)
    _causes: dict[str, tuple[tuple[int, int, str], Finding]] = field(default_factory=dict)

    def add(
        self,
        sighting: Sighting,
        before: Sequence[Exchange] = (),
        recorded: Evidence | None = None,
    ) -> None:
        """Counts an exchange and judges it, with those that led to it.

        Of two that show one cause the simpler is kept as evidence: the commands that show it again,
        or where it is `recorded`.
        """
        self.count(sighting.operation.id, sighting.exchange.answer.status)
        self.judge(sighting, (*before, sighting.exchange), recorded)

    def judge(
        self,
        exhibit: Exhibit,
        exchanges: Sequence[Exchange],
        recorded: Evidence | None = None,
    ) -> None:
        """Judges what its exchanges show."""
        self.keep(rules.judge(exhibit), exchanges, recorded)

    def keep(
        self,
        findings: Iterable[Finding],
        exchanges: Sequence[Exchange],
        recorded: Evidence | None = None,
    ) -> None:
        """Keeps what exchanges show; a finding of a journey names the last one it needs."""
        for finding in findings:
            place = finding.evidence.exchange or len(exchanges)
            needed = exchanges[:place]
            request = needed[-1].request
            size = (len(needed), len(request.url) + len(request.body), request.url)
            known = self._causes.get(finding.fingerprint)
            if known is None or size < known[0]:
                judged = replace(finding, verdict=self._verdict())
                if recorded is not None:
                    shown = replace(judged, evidence=_at(recorded, place))
                else:
                    shown = evident(judged, self.contract.api, self.target, needed)
                self._causes[finding.fingerprint] = size, shown

    def count(self, operation: str, status: int) -> None:
        """One answer more of an operation."""
        self._cases.setdefault(operation, Counter())[f"{status // 100}xx"] += 1

    def looks(self) -> Iterator[Look]:
        """One look an operation that was tried, in the document's order."""
        for name in self.contract.operations:
            if name in self._cases:
                yield Look(self.contract.api, name, dict(sorted(self._cases[name].items())))

    def findings(self) -> list[Finding]:
        """One finding a cause, the gravest first, and a warning where nothing ever succeeded."""
        order = list(self.contract.operations)
        seen = (finding for _, finding in self._causes.values())
        found = [*seen, *self.found, *self._never_answered()]
        return sorted(
            found,
            key=lambda f: (SEVERITIES.index(f.severity), order.index(f.operation), f.fingerprint),
        )

    def _never_answered(self) -> Iterator[Finding]:
        for name, cases in self._cases.items():
            if name in self.fuzzed and not cases["2xx"]:
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


def _at(recorded: Evidence, place: int) -> Evidence:
    """Where in a recording; one exchange taken alone knows its own number."""
    return recorded if recorded.exchange else replace(recorded, exchange=place)
