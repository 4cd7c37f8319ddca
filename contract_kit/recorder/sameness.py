"""Makes two requests the same that differ only in what a client makes up anew each time.

The parts of a multipart body (RFC 2046, section 5.1.1) are separated by a random text, which nobody
means anything by.
"""

import re
from collections.abc import Iterable
from dataclasses import replace

from contract_kit.model.cassette import Recorded
from contract_kit.model.exchange import Request, header

_BOUNDARY = re.compile(r'boundary=(?:"([^"]+)"|([^\s;,"]+))', re.IGNORECASE)
_SAME = "boundary"


def comparables(recorded: Iterable[Recorded]) -> tuple[Recorded, ...]:
    """Recorded exchanges whose requests are comparable."""
    return tuple(
        replace(one, exchange=replace(one.exchange, request=comparable(one.exchange.request)))
        for one in recorded
    )


def comparable(request: Request) -> Request:
    """The request with a fixed boundary if it has one, else as it is."""
    kind = header(request.headers, "content-type") or ""
    found = _BOUNDARY.search(kind) if kind.lower().startswith("multipart/") else None
    if found is None:
        return request
    made_up = found[1] or found[2]
    body = request.body.replace(f"--{made_up}".encode(), f"--{_SAME}".encode())
    headers = tuple(
        (name, value.replace(made_up, _SAME) if value == kind else value)
        for name, value in request.headers
    )
    return replace(request, headers=headers, body=body)
