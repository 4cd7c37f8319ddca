"""Sets what an API answered before beside what it answers now, for the rules that compare."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from contract_kit.changes import changes
from contract_kit.model.change import Change
from contract_kit.model.contract import AnswerPromise, Operation
from contract_kit.model.exhibit import Comparison
from contract_kit.model.facts import AnswerFacts
from contract_kit.model.finding import Finding, Severity
from contract_kit.model.remembering import remembered


@dataclass(frozen=True)
class Pair:
    """The answers of one operation and status, before and now."""

    api: str
    operation: Operation
    status: str
    before: AnswerFacts = field(default_factory=AnswerFacts)
    now: AnswerFacts = field(default_factory=AnswerFacts)

    @property
    def promise(self) -> AnswerPromise | None:
        """What the specification says of these answers; None where it does not know the status."""
        return self.operation.answer(int(self.status))

    @property
    @remembered
    def changes(self) -> tuple[Change, ...]:
        """What of the bodies is not as it was."""
        return changes(self.before.body, self.now.body)


@remembered
def pairs(comparison: Comparison) -> tuple[Pair, ...]:
    """All answers that were seen before as well as now."""
    operations, before = comparison.operations, comparison.before.answers
    return tuple(
        Pair(comparison.api, operations[name], status, before[name, status], now)
        for (name, status), now in comparison.now.answers.items()
        if name in operations and (name, status) in before
    )


@dataclass(frozen=True, slots=True)
class Comparing:
    """Makes the findings of one rule that compares, each as grave as its kind."""

    rule: str
    kinds: Mapping[str, Severity]

    def __call__(
        self, pair: Pair, kind: str, pointer: str, *, expected: str, actual: str, message: str
    ) -> Finding:
        """What became another: `expected` is how it was, `actual` how it is."""
        return Finding(
            rule=self.rule,
            kind=kind,
            api=pair.api,
            operation=pair.operation.id,
            status=pair.status,
            pointer=pointer,
            expected=expected,
            actual=actual,
            message=message,
            severity=self.kinds[kind],
        )


def once(findings: Iterable[Finding]) -> Iterator[Finding]:
    """Each cause once, by the first that tells of it: statuses of one class share it."""
    told = set()
    for finding in findings:
        if finding.fingerprint not in told:
            told.add(finding.fingerprint)
            yield finding
