import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_kit.model.exchange import Answer, Exchange, Headers, Request
from contract_kit.scrubbing import Scrubber
from tests.model.laws import bodies, headers, law, queries, values
from tests.scrubbing.places import PAIRS, TEXTS
from tests.scrubbing.planted import ANYWHERE, NAMED, basic

SECRETS = [make(kind) for kind, make in ANYWHERE.items()]
NAMES = [*(name for name, _ in NAMED.values()), "id", "note", "cursor", "Cookie", "value", "name"]

fragments = st.sampled_from(
    SECRETS
    + [make(kind) for kind, (_, make) in NAMED.items()]
    + NAMES
    + ["=", "&", ": ", '"', "'", "\\", "%", " ", "\n", "{", "}", "/", "://", "Bearer ", "<a ", ">"]
    + [basic("a@b.org/token", "c4Rd-d0g"), "user-1@example.com", "redacted-token-1", "@", "eyJ"]
)
texts = st.lists(fragments | st.text(max_size=4), max_size=7).map("".join)
documents = st.recursive(
    values | texts,
    lambda inner: (
        st.dictionaries(st.sampled_from(NAMES) | texts, inner, max_size=3)
        | st.lists(inner, max_size=3)
    ),
    max_leaves=8,
)
coded = st.tuples(
    st.sampled_from(NAMES) | st.sampled_from(["Content-Type", "Content-Encoding", "Link"]),
    texts | st.sampled_from(["application/json", "gzip", "deflate", "br", "text/csv", "a/zip"])
    | st.sampled_from(["multipart/form-data; boundary=a", "application/x-www-form-urlencoded"]),
)  # fmt: skip
any_headers = headers | st.lists(coded, max_size=4).map(tuple)
contents = (
    bodies
    | texts.map(lambda text: text.encode("utf-8", "replace"))
    | documents.map(lambda value: json.dumps(value).encode())
    | st.sampled_from([b"\x1f\x8b\x08", b"PK\x03\x04", b"\x78\x9c", b"--a\r\n\r\n--a--"])
)
urls = st.builds("https://api.example.net/{}?{}".format, texts, queries | texts) | texts
exchanges = st.builds(
    Exchange,
    st.builds(Request, st.just("POST"), urls, any_headers, contents),
    st.builds(Answer, st.sampled_from([200, 304, 500]), any_headers, contents),
)


@law
@given(exchanges)
def test_any_exchange_can_be_scrubbed_and_gives_the_same_every_time(exchange: Exchange) -> None:
    assert Scrubber().scrub(exchange, None) == Scrubber().scrub(exchange, None)


@law
@given(exchanges)
def test_scrubbing_again_changes_nothing(exchange: Exchange) -> None:
    scrubber = Scrubber()
    once = scrubber.scrub(exchange, None).exchange
    assert scrubber.scrub(once, None).exchange == once
    assert Scrubber().scrub(once, None).exchange == once


@law
@given(exchanges)
def test_what_was_scrubbed_passes_the_proof(exchange: Exchange) -> None:
    scrubber = Scrubber()
    once = scrubber.scrub(exchange, None).exchange
    assert list(scrubber.prove(once.answer.body)) == []
    assert list(scrubber.prove(once.request.body)) == []


@law
@given(documents)
def test_json_keeps_its_shape(document: Any) -> None:
    body = json.dumps(document).encode()
    answer = Answer(200, (("Content-Type", "application/json"),), body)
    scrubbed = Scrubber().scrub(Exchange(Request("GET", "https://x.net/"), answer), None)
    assert _shape(json.loads(scrubbed.exchange.answer.body)) == _shape(document)


@pytest.mark.parametrize("place", TEXTS)
def test_the_same_secret_gets_the_same_substitute_and_another_another(place: str) -> None:
    scrubber = Scrubber()
    one, two = (ANYWHERE["GitHub token"](seed) for seed in ("one", "two"))
    first, second, third = (scrubber.scrub(TEXTS[place](t), None) for t in (one, two, one))
    assert first == third
    assert first != second


@pytest.mark.parametrize("kind", NAMED)
def test_a_secret_has_one_substitute_wherever_it_stands(kind: str) -> None:
    name, make = NAMED[kind]
    scrubber, bare = Scrubber(), set[str]()
    for plant in (PAIRS["JSON"], PAIRS["JSON in a text"], PAIRS["an object in JSON"]):
        answer = scrubber.scrub(plant(name, make(kind)), None).exchange.answer
        bare |= _texts(json.loads(answer.body))
    made = {text for text in bare if text != "x"}
    assert len(made) == 1


def test_length_and_coding_are_true_again() -> None:
    exchange = TEXTS["a gzip body"](SECRETS[0])
    answer = Scrubber().scrub(exchange, None).exchange.answer
    assert dict(answer.headers) == {
        "Content-Type": "application/json",
        "Content-Length": str(len(answer.body)),
    }


def test_the_length_of_a_body_that_was_not_sent_is_left() -> None:
    told: Headers = (("Content-Length", "1234"),)
    exchange = Exchange(Request("HEAD", "https://x.net/"), Answer(200, told))
    assert Scrubber().scrub(exchange, None).exchange == exchange


def _shape(value: Any) -> Any:
    if isinstance(value, dict):
        return [_shape(member) for member in value.values()]
    if isinstance(value, list):
        return [_shape(item) for item in value]
    return "number" if type(value) in (int, float) else type(value).__name__


def _texts(value: Any) -> set[str]:
    if isinstance(value, str):
        return _texts(json.loads(value)) if value.startswith("{") else {value}
    members = value.values() if isinstance(value, dict) else value
    return {text for member in members for text in _texts(member)}
