import json

import pytest

from contract_kit.model.exchange import Answer, Exchange, Request
from contract_kit.scrubbing import Scrubber
from tests.scrubbing.clean import FIELDS, KINDS, digest
from tests.scrubbing.places import PAIRS, TEXTS, URL, told


def test_there_are_a_thousand_clean_fields() -> None:
    assert len({text for _, _, text in FIELDS}) >= 1000


@pytest.mark.parametrize("kind", KINDS)
def test_no_clean_field_is_changed_in_json(kind: str) -> None:
    fields = [(name, text) for of, name, text in FIELDS if of == kind]
    body = json.dumps([{name: text, "x": text} for name, text in fields], indent=1).encode()
    scrubbed = Scrubber().scrub(told(body.decode()), None)
    assert scrubbed.withheld == ()
    changed = set(scrubbed.exchange.answer.body.splitlines()) - set(body.splitlines())
    assert not changed


@pytest.mark.parametrize("kind", KINDS)
def test_no_clean_field_is_changed_anywhere(kind: str) -> None:
    scrubber = Scrubber()
    fields = [(name, text) for of, name, text in FIELDS if of == kind][:12]
    for name, text in fields:
        for plant in TEXTS.values():
            _unchanged(scrubber, plant(text))
        for pair in PAIRS.values():
            _unchanged(scrubber, pair(name, text))


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("token_type", "Bearer"),
        ("expires_in", "3600"),
        ("password_changed_at", "2020-06-09T22:02:24Z"),
        ("password", "****"),
        ("has_token", "true"),
        ("key", "PROJ-1234"),
        ("object_type_key", "zen:ticket"),
        ("key", "559ae838-c9a0-11e7-abc4-cec278b6b50a"),
        ("auth", "https://example.net/oauth/authorizations/new"),
        ("code", "TokenHasExpiredSinceYesterday"),
        ("signature", "Kind regards\nSomebody from support"),
        ("next_page_token", "CAUQAA" + "x8Kp2Qz71mNd4RtW0"),
        ("author", digest(1)),
        ("card", "4111"),
        ("phone", "none"),
        ("monkey", "aB3dE5gH7jK9mN1pQ3sT5vW7"),
        ("Idempotency-Key", "aB3dE5gH7jK9mN1pQ3sT5vW7"),
    ],
)
def test_a_name_that_sounds_alike_tells_nothing(name: str, text: str) -> None:
    _unchanged(Scrubber(), told(json.dumps({name: text})))


@pytest.mark.parametrize(
    "header",
    [
        ("WWW-Authenticate", 'Bearer realm="example", error="invalid_token"'),
        ("Access-Control-Allow-Headers", "Authorization, X-Api-Key, X-CSRF-Token"),
        ("ETag", f'W/"{digest(2)}"'),
        ("Content-Type", "multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxkTrZu0gW"),
        ("User-Agent", "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/126.0.0.0"),
        ("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),
        ("Content-Security-Policy", "default-src 'self'; script-src 'nonce-abc' https://x.net"),
        ("X-Request-Id", "8b72559a-e838-c9a0-11e7-abc4cec278b6"),
        ("CF-RAY", "5a0f4e8e6c3dd6e1-FRA"),
        ("X-Rate-Limit-Remaining", "2499"),
        ("Date", "Tue, 09 Jun 2020 22:02:24 GMT"),
        ("Vary", "Accept, Cookie, Authorization"),
    ],
)
def test_a_common_header_stays_as_it_is(header: tuple[str, str]) -> None:
    _unchanged(Scrubber(), Exchange(Request("GET", URL, (header,)), Answer(200, (header,))))


def _unchanged(scrubber: Scrubber, exchange: Exchange) -> None:
    """Exchanges with a packed body are compared by what stays of them the second time."""
    scrubbed = scrubber.scrub(exchange, None)
    assert scrubbed.withheld == ()
    if any(name == "Content-Encoding" for name, _ in exchange.answer.headers):
        assert b"redacted" not in scrubbed.exchange.answer.body
    else:
        assert scrubbed.exchange == exchange
