"""A broken promise with its evidence, and the fingerprint that is the same every night."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Literal

from contract_kit.model.acceptance import Acceptance

Severity = Literal["error", "warning", "info"]
Verdict = Literal["document", "vendor", "recording", "emulator", "client", "unknown"]

SEVERITIES: tuple[Severity, ...] = ("error", "warning", "info")


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where a finding can be seen: a recorded exchange, or commands that show it again.

    `setup` starts the target in the state that the finding needs (empty where it runs anyway),
    `curl` sends the request.
    """

    cassette: str = ""
    exchange: int | None = None
    setup: str = ""
    curl: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """One broken promise.

    `status` is the answer's status as text, empty where none is concerned. `pointer` is `""`, a
    body pointer with `*` for indices, `header:Name` or `status`; `kind` a word of the rule's
    closed list. `expected`, `actual` and `message` are for people and may vary from run to run.
    `accepted` is its acceptance, where the team has taken it.
    """

    rule: str
    kind: str
    api: str
    operation: str
    status: str
    pointer: str
    expected: str
    actual: str
    message: str
    severity: Severity = "error"
    verdict: Verdict = "unknown"
    evidence: Evidence = Evidence()
    accepted: Acceptance | None = None

    @property
    def fingerprint(self) -> str:
        """Twelve hex digits that name the cause, never a value, id, date, count or target.

        SHA-256 over rule, api, operation, status class, pointer and kind, joined by newlines.
        """
        status_class = f"{self.status[0]}xx" if self.status else ""
        cause = (self.rule, self.api, self.operation, status_class, self.pointer, self.kind)
        return sha256("\n".join(cause).encode()).hexdigest()[:12]
