"""What needs credentials is not given without them, nor with somebody else's.

Kinds: `open` (answered with success without credentials, or with wrong ones), `shared` (one
identity was given an object of another), `withheld` (an exchange held what might be a secret and
could not be made safe, so `record` left that part out).
What to do: check the server's access control for the operation; if the operation is meant to be
public, say `security: []` in the specification.
"""

from collections.abc import Iterator, Mapping

from contract_kit.model.exhibit import Exhibit
from contract_kit.model.finding import Finding, Severity
from contract_kit.rules.checked import Promise, findings

KINDS: Mapping[str, Severity] = {"open": "error", "shared": "error", "withheld": "error"}
_PROMISES = {
    "ignored_auth": Promise("open"),
    "object_level_authorization": Promise("shared"),
}


def judge(exhibit: Exhibit) -> Iterator[Finding]:
    """What the checks of the fuzzer say that this rule answers for."""
    return findings("guards_its_data", KINDS, _PROMISES, exhibit)
