"""A thing that was created is there, and one that was deleted is gone.

Kinds: `still-there` (a deleted resource is still answered), `not-there` (a resource is not found
right after its creation was confirmed).
Seen by: the fuzzer's stateful phase, which follows the specification's links.
What to do: run the commands of the finding in their order and compare the two answers.
"""

from collections.abc import Iterator, Mapping

from contract_kit.model.exhibit import Exhibit
from contract_kit.model.finding import Finding, Severity
from contract_kit.rules.checked import Promise, findings

KINDS: Mapping[str, Severity] = {"still-there": "error", "not-there": "error"}
_PROMISES = {
    "use_after_free": Promise("still-there"),
    "ensure_resource_availability": Promise("not-there"),
}


def judge(exhibit: Exhibit) -> Iterator[Finding]:
    """What the checks of the fuzzer say that this rule answers for."""
    return findings("follows_lifecycle", KINDS, _PROMISES, exhibit)
