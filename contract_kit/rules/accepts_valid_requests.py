"""A request that the specification allows is not refused.

Either the API refuses more than its specification says, or the specification lets through what it
should not. A refusal that no schema can express (a name that is taken, a quota) belongs into the
operation's `x-refuses`, with the reason in that answer's description.

Kinds: `refused`; `never-answered` (a warning: nothing that was sent to the operation was answered
with success, so its answers were never judged).
Seen by: the fuzzer's check `positive_data_acceptance`.
What to do: tighten the schema, list the status in `x-refuses`, or mend the server; where nothing is
answered, give the specification an example that exists on the target.
"""

from collections.abc import Iterator, Mapping

from contract_kit.model.exhibit import Exhibit
from contract_kit.model.finding import Finding, Severity
from contract_kit.rules.checked import Promise, findings

KINDS: Mapping[str, Severity] = {"refused": "error", "never-answered": "warning"}
_PROMISES = {"positive_data_acceptance": Promise("refused")}


def judge(exhibit: Exhibit) -> Iterator[Finding]:
    """What the checks of the fuzzer say that this rule answers for."""
    return findings("accepts_valid_requests", KINDS, _PROMISES, exhibit)
