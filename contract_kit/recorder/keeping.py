"""Makes an exchange fit to be kept: rebased, without the client's own headers, scrubbed, proved."""

import time
from dataclasses import replace

from contract_kit.formats import vcr
from contract_kit.formats.rebasing import rebased
from contract_kit.model.cassette import Cassette, Heading, Recorded
from contract_kit.model.contract import Contract, Operation
from contract_kit.model.exchange import Answer, Exchange, Headers, Request
from contract_kit.scrubbing import Scrubber

_OF_THE_CLIENT = frozenset(("user-agent", "accept-encoding", "connection"))  # its version, not ours
_WITHHELD = b"withheld"


class Keeper:
    """Keeps the exchanges of one recording, for one thread at a time.

    They were made with the server at `target_url`, and are stored as if with `heading.base_url`;
    neither has a slash at the end.
    """

    def __init__(self, contract: Contract, heading: Heading, target_url: str) -> None:
        self.contract, self.heading, self.target_url = contract, heading, target_url
        self._scrubber = Scrubber(contract.document)
        self._began = time.monotonic()
        self._servers = target_url, heading.base_url
        self._kept = 0

    def keep(
        self, exchange: Exchange, operation: Operation | None = None, step: str = ""
    ) -> Recorded:
        """What may be written of an exchange, numbered from 1; the unsafe is withheld.

        Without an `operation` it is the one that the contract finds for the request, if any.
        """
        self._kept += 1
        moved = rebased(exchange, *self._servers)
        operation = operation or self._operation(moved)
        request = replace(moved.request, headers=_kept(moved.request.headers))
        scrubbed = self._scrubber.scrub(replace(moved, request=request), operation)
        name = operation.id if operation else ""
        one = Recorded(
            self._kept, scrubbed.exchange, step, name, self._at(), tuple(scrubbed.withheld)
        )
        if any(self._scrubber.prove(vcr.render(Cassette(self.heading, (replace(one, n=1),))))):
            return replace(one, exchange=_emptied(one.exchange), withheld=("request:body", "body"))
        return one

    def operation_of(self, request: Request) -> Operation | None:
        """The operation that a request to the target is of, None where the contract has none."""
        return self._operation(rebased(Exchange(request, Answer(0)), *self._servers))

    def _operation(self, exchange: Exchange) -> Operation | None:
        url, base = exchange.request.url, self.heading.base_url
        if not url.startswith(base):
            return None
        path = replace(exchange.request, url=f"http://api{url.removeprefix(base)}").path
        match = self.contract.find(exchange.request.method, path)
        return match.operation if match else None

    def _at(self) -> float:
        """Seconds since the recording began; an emulator's time moves a second a request."""
        if self.heading.origin == "emulator":
            return float(self._kept - 1)
        return round(time.monotonic() - self._began, 3)


def _kept(headers: Headers) -> Headers:
    return tuple((name, value) for name, value in headers if name.lower() not in _OF_THE_CLIENT)


def _emptied(exchange: Exchange) -> Exchange:
    """The exchange without what nobody could make safe; its URL and status stay."""
    request = replace(
        exchange.request, headers=(), body=_WITHHELD if exchange.request.body else b""
    )
    return Exchange(request, replace(exchange.answer, headers=(), body=_WITHHELD))
