"""No request, however odd, makes the server fail.

A status of 500 or above says that the server met something that it was not written for. Whatever is
sent to it, valid or not, an API answers with a status that speaks of the request. One that the
specification describes (a 503 of a maintenance, say) is a promise of its own.

Kinds: `server-error`. The pointer is `status`.
What to do: send the request of the finding again and read the server's log.
"""

from collections.abc import Iterator, Mapping

from contract_kit.model.exhibit import Exhibit
from contract_kit.model.finding import Finding, Severity
from contract_kit.model.sighting import Sighting
from contract_kit.rules.telling import Telling

KINDS: Mapping[str, Severity] = {"server-error": "error"}
_told = Telling("survives_every_request", KINDS)
_FAILING = 500


def judge(exhibit: Exhibit) -> Iterator[Finding]:
    """A failing status that is not documented, or that the fuzzer has complained of."""
    if not isinstance(exhibit, Sighting):
        return
    sighting = exhibit
    operation, status = sighting.operation, sighting.exchange.answer.status
    complained = any(failed.check == "not_a_server_error" for failed in sighting.failed)
    if not complained and (status < _FAILING or operation.answer(status) is not None):
        return
    yield _told(
        sighting,
        "server-error",
        "status",
        expected="a status below 500",
        actual=str(status),
        message=f"the server failed with status {status}",
    )
