"""The vendor's words for a refusal."""

import pytest

from contract_kit.emulator.vendor import Refusal
from contract_kit.emulator.zendesk_sunshine.errors import refuse


@pytest.mark.parametrize(
    ("status", "code", "title"),
    [
        (400, "BadRequest", "Bad Request"),
        (401, "Unauthorized", "Unauthorized"),
        (403, "Forbidden", "Forbidden"),
        (404, "NotFound", "Not Found"),
        (405, "MethodNotAllowed", "Method Not Allowed"),
        (413, "PayloadTooLarge", "Payload Too Large"),
        (414, "URITooLong", "URI Too Long"),
        (415, "UnsupportedMediaType", "Unsupported Media Type"),
        (422, "UnprocessableEntity", "Unprocessable Entity"),
        (503, "ServiceUnavailable", "Service Unavailable"),
        (599, "Error", "Error"),
    ],
)
def test_a_status_has_its_code_and_title(status: int, code: str, title: str) -> None:
    reply = refuse(Refusal(status, "why"))
    error = {"code": code, "title": title, "status": str(status), "detail": "why"}
    assert (reply.status, reply.content) == (status, {"errors": [error]})


def test_a_limit_says_message_and_keeps_its_headers() -> None:
    reply = refuse(Refusal(429, "why", headers={"Retry-After": "7"}))
    assert reply.content == {
        "errors": [
            {
                "code": "TooManyRequests",
                "title": "Too Many Requests",
                "status": "429",
                "message": "why",
            }
        ]
    }
    assert reply.headers == {"Retry-After": "7"}


def test_a_code_of_its_own_wins() -> None:
    assert refuse(Refusal(400, "why", code="Special")).content["errors"][0]["code"] == "Special"
