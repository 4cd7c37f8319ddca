"""No request, however odd, makes the server fail.

A status of 500 or above says that the server met something that it was not written for. Whatever is
sent to it, valid or not, an API answers with a status that speaks of the request. One that the
specification describes (a 503 of a maintenance, say) is a promise of its own.

Kinds: `server-error`. The pointer is `status`.
What to do: send the request of the finding again and read the server's log.
"""

from collections.abc import Iterator, Mapping

from contract_kit.model.finding import Finding, Severity
from contract_kit.model.sighting import Sighting

KINDS: Mapping[str, Severity] = {"server-error": "error"}
_FAILING = 500


def judge(sighting: Sighting) -> Iterator[Finding]:
    """A failing status that is not documented, or that the fuzzer has complained of."""
    operation, status = sighting.operation, sighting.exchange.answer.status
    complained = any(failed.check == "not_a_server_error" for failed in sighting.failed)
    if not complained and (status < _FAILING or operation.answer(status) is not None):
        return
    yield Finding(
        rule="survives_every_request",
        kind="server-error",
        api=sighting.api,
        operation=operation.id,
        status=str(status),
        pointer="status",
        expected="a status below 500",
        actual=str(status),
        message=f"the server failed with status {status}",
        severity=KINDS["server-error"],
    )
