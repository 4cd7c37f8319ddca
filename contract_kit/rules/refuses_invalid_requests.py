"""A request that the specification forbids is refused.

An API that takes what its specification forbids does something with it that nobody has described:
it ignores it, cuts it, or stores it.

Kinds: `accepted` (invalid data was answered with success), `header-not-required` (a required
header was left out and not missed), `undeclared-method` (a method that the path does not have was
not answered 405), `allow-header` (the 405 lists other methods than the specification).
What to do: mend the server's validation, or say in the schema what is really allowed.
"""

from collections.abc import Iterator, Mapping

from contract_kit.model.exhibit import Exhibit
from contract_kit.model.finding import Finding, Severity
from contract_kit.rules.checked import Promise, findings

KINDS: Mapping[str, Severity] = {
    "accepted": "error",
    "header-not-required": "error",
    "undeclared-method": "error",
    "allow-header": "warning",
}
_PROMISES = {
    "negative_data_rejection": Promise("accepted"),
    "missing_required_header": Promise("header-not-required"),
    "unsupported_method": Promise("undeclared-method"),
    "allow_header_conformance": Promise("allow-header", "header:Allow"),
}


def judge(exhibit: Exhibit) -> Iterator[Finding]:
    """What the checks of the fuzzer say that this rule answers for."""
    return findings("refuses_invalid_requests", KINDS, _PROMISES, exhibit)
