"""A recording moves to another server and back without anything else changing."""

import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from contract_kit.formats.rebasing import rebased
from contract_kit.model.cassette import Cassette
from contract_kit.model.exchange import Answer, Exchange, Headers, Request, header
from tests.formats.samples import HEADING, JSON, cassette
from tests.formats.strategies import cassettes
from tests.model.laws import law

OLD = "https://example.zendesk.com"
NEW = "http://127.0.0.1:8123"


def moved_body(text: str) -> str:
    body = rebased(answering(text.encode(), JSON), OLD, NEW).answer.body
    return body.decode()


def answering(body: bytes, *headers: tuple[str, str]) -> Exchange:
    return Exchange(Request("GET", f"{OLD}/a"), Answer(200, headers, body))


@pytest.mark.parametrize(
    ("url", "moved"),
    [
        (OLD, NEW),
        (f"{OLD}/a?b=c", f"{NEW}/a?b=c"),
        (f"{OLD}?b=c", f"{NEW}?b=c"),
        (f"{OLD}//a", f"{NEW}//a"),
        (f"{OLD}:8443/a", f"{OLD}:8443/a"),
        (f"{OLD}.org/a", f"{OLD}.org/a"),
        (f"{OLD}@other.org/a", f"{OLD}@other.org/a"),
        (f"{OLD}/a?to={OLD}/b", f"{NEW}/a?to={OLD}/b"),
        (f"https://other.org/{OLD}/a", f"https://other.org/{OLD}/a"),
    ],
)
def test_the_url_moves_where_it_is_below_the_base(url: str, moved: str) -> None:
    exchange = rebased(Exchange(Request("GET", url), Answer(200)), OLD, NEW)
    assert exchange.request.url == moved


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        (f'{{"url":"{OLD}/a"}}', f'{{"url":"{NEW}/a"}}'),
        (f'["{OLD}"]', f'["{NEW}"]'),
        (f'["see {OLD}/a, {OLD}/b"]', f'["see {NEW}/a, {NEW}/b"]'),
        ('["https:\\/\\/example.zendesk.com\\/a"]', '["http:\\/\\/127.0.0.1:8123\\/a"]'),
        (f'["{OLD}.org/a"]', f'["{OLD}.org/a"]'),
        (f'["{OLD}8/a"]', f'["{OLD}8/a"]'),
        (f'["x{OLD}/a"]', f'["x{OLD}/a"]'),
        ('["example.zendesk.com/a"]', '["example.zendesk.com/a"]'),
        (f'["https://other.org/?to={OLD}/a"]', f'["https://other.org/?to={OLD}/a"]'),
    ],
)
def test_a_body_moves_where_a_url_begins_with_the_base(text: str, moved: str) -> None:
    assert moved_body(text) == moved


def test_links_and_host_move_and_other_headers_stay() -> None:
    told: Headers = (("Location", f"{OLD}/a"), ("Link", f'<{OLD}/b>; rel="next"'), ("X-At", OLD))
    asked: Headers = (("Host", "example.zendesk.com"), ("Referer", f"{OLD}/"), ("User-Agent", OLD))
    exchange = rebased(Exchange(Request("GET", OLD, asked), Answer(201, told)), OLD, NEW)
    assert exchange.answer.headers == (
        ("Location", f"{NEW}/a"),
        ("Link", f'<{NEW}/b>; rel="next"'),
        ("X-At", OLD),
    )
    assert exchange.request.headers == (
        ("Host", "127.0.0.1:8123"),
        ("Referer", f"{NEW}/"),
        ("User-Agent", OLD),
    )


def test_a_body_that_is_no_json_stays() -> None:
    exchange = answering(f"<a href='{OLD}/a'>".encode(), ("Content-Type", "text/html"))
    assert rebased(exchange, OLD, NEW).answer == exchange.answer


def test_a_true_length_stays_true() -> None:
    body = f'["{OLD}/a"]'.encode()
    answer = rebased(answering(body, JSON, ("Content-Length", str(len(body)))), OLD, NEW).answer
    assert header(answer.headers, "content-length") == str(len(answer.body))


def test_the_heading_moves_with_its_recording() -> None:
    moved = rebased(cassette(answering(b"")), OLD, NEW)
    assert moved.heading is not None
    assert moved.heading.base_url == NEW
    assert moved.exchanges[0].exchange.request.url == f"{NEW}/a"
    elsewhere = rebased(cassette(heading=HEADING), "https://other.org", NEW)
    assert elsewhere.heading == HEADING


_words = st.sampled_from(
    (OLD, OLD.replace("/", "\\/"), "/a", "?", '"', " ", ",", "x", ".", "=", ":80", "<", "\\", "é")
)
_texts = st.lists(_words, max_size=8).map("".join)


@law
@given(cassettes, _texts, _texts, st.sampled_from((NEW, f"{OLD}/v2", "https://ö.example")))
def test_there_and_back_is_where_it_was(recorded: Cassette, url: str, text: str, new: str) -> None:
    body = text.encode() + b"\xff"
    headers = (JSON, ("Link", text), ("Content-Length", str(len(body))))
    exchange = Exchange(Request("GET", url, headers, body), Answer(200, headers, body))
    recording = Cassette(recorded.heading, (*recorded.exchanges, *cassette(exchange).exchanges))
    assume(new not in url + text and new.replace("/", "\\/") not in text)
    assert rebased(rebased(recording, OLD, new), new, OLD) == recording


def test_what_moves_stays_json() -> None:
    assert json.loads(moved_body(json.dumps({"a": [f"{OLD}/é", OLD]}))) == {"a": [f"{NEW}/é", NEW]}
