"""The vendor's words for a refusal."""

from typing import Any

import pytest

from contract_kit.emulator.vendor import Refusal
from contract_kit.emulator.zendesk_support.errors import refuse


@pytest.mark.parametrize(
    ("refusal", "content"),
    [
        (Refusal(401, "Couldn't authenticate you"), {"error": "Couldn't authenticate you"}),
        (Refusal(403, "why"), {"error": {"title": "Forbidden", "message": "why"}}),
        (Refusal(404, "why"), {"error": "RecordNotFound", "description": "Not found"}),
        (
            Refusal(404, "why", reason="path"),
            {"error": "InvalidEndpoint", "description": "Not found"},
        ),
        (Refusal(400, "why"), {"error": "InvalidValue", "description": "why"}),
        (Refusal(400, "why", reason="type"), {"error": "InvalidValue", "description": "why"}),
        (
            Refusal(400, "why", reason="maxItems"),
            {"error": "TooManyValues", "description": "why", "max_count": 100},
        ),
        (Refusal(405, "why"), {"error": "MethodNotAllowed", "description": "why"}),
        (Refusal(413, "why"), {"error": "PayloadTooLarge", "description": "why"}),
        (Refusal(414, "why"), {"error": "URITooLong", "description": "why"}),
        (
            Refusal(415, "why", reason="media-type"),
            {"error": "UnsupportedMediaType", "description": "why"},
        ),
        (Refusal(429, "why"), {"error": "TooManyRequests", "description": "why"}),
        (
            Refusal(429, "why", code="TooManyJobs"),
            {"error": "TooManyJobs", "description": "why", "max_count": 30},
        ),
        (Refusal(503, "why"), {"error": "ServiceUnavailable", "description": "why"}),
    ],
)
def test_a_refusal_has_its_word(refusal: Refusal, content: Any) -> None:
    reply = refuse(refusal)
    assert (reply.status, reply.content) == (refusal.status, content)


def test_a_refusal_keeps_its_headers() -> None:
    assert refuse(Refusal(429, "why", headers={"Retry-After": "7"})).headers == {"Retry-After": "7"}
