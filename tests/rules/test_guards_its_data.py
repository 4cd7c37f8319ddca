"""What a server shows of its inside is told; hashes, cursors and free data are not."""

from typing import Any

import pytest

from contract_kit.model.sighting import Sighting
from contract_kit.rules.guards_its_data import judge
from tests.rules.shop import answer, visit

_JWT = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9P"
_TRACE = "Traceback (most recent call last):"


def told(sighting: Sighting) -> list[tuple[str, str]]:
    return [(finding.kind, finding.pointer) for finding in judge(sighting)]


def shown(body: Any, status: int = 200, *, sent: Any = None, **headers: str) -> Sighting:
    came = answer(body, status, **headers)
    return visit("createBook", came, sent=sent, path="/books?from=10.9.8.7")


@pytest.mark.parametrize(
    "value",
    [
        "550e8400-e29b-41d4-a716-446655440000",
        "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "eyJvIjoibmFtZSIsInYiOiJhYmMifQ==",
        "2026-01-01T00:00:00.000Z",
        "AKIA",
        "https://shop.example.com/a:b@c",
        "mail@example.com",
        "https://s.example.com/x?X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20260101",
        "version 10.0.19041.1",
        "",
    ],
)
def test_ids_hashes_cursors_and_signed_links_are_no_secrets(value: str) -> None:
    assert told(shown({"book": {"errors": value}}, 404)) == []


@pytest.mark.parametrize(
    "value",
    [
        _JWT,
        f"Bearer {_JWT}",
        "ghp_" + "a1B2" * 9,
        "AKIAIOSFODNN7EXAMPLE",
        "sk_live_" + "0a1b2c3d" * 3,
        "AIza" + "a1B2c-_" * 5,
        "https://me:hunter2@db.example.com/x",
    ],
)
def test_secrets_are_told_by_their_grammar_without_showing_them(value: str) -> None:
    (finding,) = judge(shown({"book": {"memo": [value]}}))
    assert (finding.kind, finding.pointer) == ("secret", "/book/memo/*")
    assert value not in finding.message + finding.actual


def test_each_place_and_kind_is_told_once() -> None:
    body = {"errors": [{"text": _TRACE + _TRACE}, {"text": _TRACE}]}
    assert told(shown(body)) == [("stack-trace", "/errors/*/text")]


def test_what_the_request_said_is_no_leak() -> None:
    sent = {"book": {"title": _JWT}}
    assert told(shown(sent, sent=sent)) == []
    assert told(shown({"error": "no route to 10.9.8.7"}, 404)) == []
    assert told(shown({"error": "no route to 10.9.8.6"}, 404)) == [("internal-host", "/error")]


def test_free_text_of_success_may_hold_a_trace_or_a_host() -> None:
    assert told(shown({"book": {"title": _TRACE, "about": "10.1.1.1"}})) == []


def test_volatile_and_free_data_and_tokens_are_not_searched() -> None:
    book = {"note": {"deep": [_JWT]}, "cursor": _JWT, "pass": _JWT, "access_token": _JWT}
    assert told(shown({"book": book})) == []


@pytest.mark.parametrize("kind", ["text/plain", "application/json"])
def test_a_body_that_is_no_json_is_searched_as_text(kind: str) -> None:
    assert told(shown(f"oops\n{_TRACE}", 404, Content_Type=kind)) == [("stack-trace", "")]
