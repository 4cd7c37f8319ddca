"""No request, however odd, makes the server fail.

A status of 500 or above says that the server met something that it was not written for. Whatever is
sent to it, valid or not, an API answers with a status that speaks of the request.

Kinds: `server-error`. Seen by: the fuzzer's check `not_a_server_error`.
What to do: send the request of the finding again and read the server's log.
"""

from collections.abc import Iterator, Mapping

from contract_kit.model.finding import Finding, Severity
from contract_kit.model.sighting import Sighting
from contract_kit.rules.checked import Promise, findings

KINDS: Mapping[str, Severity] = {"server-error": "error"}
_PROMISES = {"not_a_server_error": Promise("server-error")}


def judge(sighting: Sighting) -> Iterator[Finding]:
    """Failed checks of valid data, invalid data or credentials, as findings of this rule."""
    return findings("survives_every_request", KINDS, _PROMISES, sighting)
