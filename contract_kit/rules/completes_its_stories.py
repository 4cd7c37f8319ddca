"""A journey that clients make gets to its end.

A story is a workflow in `specs/<api>.arazzo.yaml`: create, wait for the job, find what it made,
clean up. A step that expects what does not come stops it. Where the answer breaks the specification
as well, that is told beside it, by the rule whose promise it is.

Kinds: `stopped`, `left-behind` (what a run has created on a server could not be deleted). The
operation is that of the step that stopped or should have deleted, the pointer what it looked at.
What to do: read what the step expected and what came, and run the commands of the finding in order;
`contract-kit sweep` tries once more to delete what was left.
"""

from collections.abc import Iterator, Mapping

from contract_kit.model.exhibit import Exhibit
from contract_kit.model.finding import Finding, Severity
from contract_kit.rules.checked import Promise, findings

KINDS: Mapping[str, Severity] = {"stopped": "error", "left-behind": "warning"}
_PROMISES = {"story": Promise("stopped", "{}")}


def judge(exhibit: Exhibit) -> Iterator[Finding]:
    """The expectation of a step that was not met."""
    return findings("completes_its_stories", KINDS, _PROMISES, exhibit)
