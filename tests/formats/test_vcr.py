"""A recording comes back from its file as it was, or is refused; other players can play it."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_kit import documents
from contract_kit.formats.vcr import parse, render
from contract_kit.model.cassette import Cassette
from contract_kit.model.errors import Mistake
from contract_kit.model.exchange import Answer, Exchange, Request
from tests.formats.samples import HEADING, JSON, URL, answering, cassette, exchange
from tests.formats.strategies import cassettes
from tests.model.laws import law

GOLDEN = Path(__file__).with_name("golden.yaml")


def refusal(source: str | bytes) -> str:
    with pytest.raises(Mistake) as told:
        parse(source if isinstance(source, bytes) else source.encode(), "it.yaml")
    message = str(told.value)
    assert message.startswith("it.yaml:")
    assert "\n" not in message
    return message.removeprefix("it.yaml:")


@law
@given(cassettes)
def test_what_is_written_is_read_again(recorded: Cassette) -> None:
    source = render(recorded)
    assert parse(source, "it.yaml") == recorded
    assert parse(source.replace(b"\n", b"\r\n"), "it.yaml") == recorded  # as git may check it out


@law
@given(cassettes, st.data())
def test_a_file_that_was_cut_off_is_never_read_in_part(
    recorded: Cassette, data: st.DataObject
) -> None:
    source = render(recorded)
    anywhere = data.draw(st.integers(0, len(source) - 1))
    for end in (anywhere, *range(len(source) - 12, len(source) - 1)):
        assert refusal(source[:end])
    assert parse(source[:-1], "it.yaml") == recorded  # all but the end of the last line


def test_every_cut_of_a_short_file_is_refused() -> None:
    source = render(cassette(exchange(), exchange(2)))
    for end in range(len(source) - 1):
        assert refusal(source[:end])


def test_a_recording_looks_like_this() -> None:
    headers = (("Set-Cookie", "a=1; Path=/"), JSON, ("Set-Cookie", "b=2"))
    recorded = cassette(
        exchange(),
        Exchange(Request("GET", f"{URL}?a=b"), Answer(200, headers, '{"a":"é 😀"}'.encode())),
        Exchange(Request("GET", URL, (), b"\0"), Answer(404, (), b"<p>\n  no\n</p>\n")),
        Exchange(Request("DELETE", URL), Answer(204, (), b"\xff\xfe")),
    )
    last = replace(recorded.exchanges[3], withheld=("/response/body", "header:X-Key"))
    recorded = replace(recorded, exchanges=(*recorded.exchanges[:3], last))
    if os.environ.get("REFRESH_GOLDEN"):
        GOLDEN.write_bytes(render(recorded))
    assert render(recorded) == GOLDEN.read_bytes()


@pytest.mark.parametrize(
    "body",
    [
        b'{"a": 1, "b": [true, null, "x: y, z"]}',
        b'{"a":1,"b":[true,null,"x: y, z"]}',
    ],
)
def test_lengths_are_true_of_what_is_stored_and_of_what_is_read(body: bytes) -> None:
    recorded = answering(body, JSON, ("content-length", str(len(body))))
    data = documents.parse(render(recorded), "it.yaml")
    response = data["interactions"][0]["response"]
    stored = response["body"]["string"].encode()
    assert len(stored) > len(body)
    assert response["headers"]["content-length"] == [str(len(stored))]
    assert parse(render(recorded), "it.yaml") == recorded


def test_a_body_that_is_edited_by_hand_is_read_with_its_length() -> None:
    source = render(cassette(exchange())).replace(b"queued", b"completed")
    answer = parse(source, "it.yaml").exchanges[0].exchange.answer
    assert answer.body == b'{"data":{"id":"1","job_status":"completed","results":[]}}'
    assert answer.headers == (JSON, ("Content-Length", str(len(answer.body))))


@pytest.mark.parametrize("length", ["0", "7", "007", "many", ""])
def test_a_length_that_was_not_true_comes_back_as_it_was(length: str) -> None:
    recorded = answering(b'{"a":1}', ("Content-Length", f"{length} "), ("Content-Length", "7"))
    assert parse(render(recorded), "it.yaml") == recorded


SOURCE = render(cassette(exchange(), exchange(2))).decode()


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("{n: 2", "{n: 3", "48: interactions.1.contract_kit.n is 3 where 2 follows"),
        ("{n: 1", "{n: 2", "14: interactions.0.contract_kit.n is 2 where 1 follows"),
        ("{n: 1", "{n: yes", "14: interactions.0.contract_kit.n is text, not an integer"),
        ("{n: 1", "{n: true", "14: interactions.0.contract_kit.n is true or false, not an integer"),
        ("n: 1, ", "", "14: interactions.0.contract_kit lacks `n`"),
        ("at: 0.5", "at: soon", "14: interactions.0.contract_kit.at is text, not a number or an"),
        ("{n: 1", "{n: 1, m: 2", "14: interactions.0.contract_kit.m is no key that this kit"),
        ("json-spaced", "json", "14: interactions.0.contract_kit.body.request is none of raw, "),
        ("    method: POST\n", "", "15: interactions.0.request lacks `method`"),
        ("code: 201", "code: ok", "32: interactions.0.response.status.code is text, not an intege"),
        ("  request:", "  asked:", "14: interactions.0 lacks `request`"),
        ('- "65"', "- 65", "28: interactions.0.request.headers.Content-Length is no list of texts"),
        ('"queued",', '"queued"', "40: interactions.0.response.body.string is no JSON"),
        ("origin: emulator", "origin: moon", "6: contract_kit.origin is none of live, emulator"),
        ("made_by: story", "made_by: me", "4: contract_kit.made_by is none of story, test"),
        ("seed: 7", "seed: x", "8: contract_kit.seed is text, not an integer or null"),
        ("  api: zendesk-sunshine\n", "", "1: contract_kit lacks `api`"),
        ("  version: 1\n", "  version: 2\n", "2: contract_kit.version is not 1"),
        ("interactions: 2", "interactions: 3", "12: contract_kit.interactions says 3, but 2 are"),
        ("\nversion: 1\n", "\n", "1: does not end with `version: 1`: it was cut off or put toge"),
        ("\nversion: 1\n", "\nversion: x\n", "82: version is text, not an integer"),
        ("\nversion: 1\n", "\nmore: 1\nversion: 1\n", "82: more is no key that this kit"),
        (
            "contract_kit:\n",
            "contract_kit: 1\nx:\n",
            "1: contract_kit is an integer, not a mapping",
        ),
        ("  response:", "  response: {}\n  response:", "31: 'response' stands here twice"),
        ("    uri:", "    uri: !!python/name:os.system", "17: the tag tag:yaml.org,2002:python/na"),
        ("    uri:", "<<<<<<< HEAD\n    uri:", "18: could not find expected ':'"),
    ],
)
def test_a_file_edited_by_hand_is_refused_with_line_and_reason(
    old: str, new: str, reason: str
) -> None:
    assert SOURCE.count(old)
    assert refusal(SOURCE.replace(old, new, 1)).startswith(reason)


def test_interactions_taken_out_by_hand_are_missed() -> None:
    first, second, third = SOURCE.split("- contract_kit")
    assert "says 2, but 1 are there" in refusal(f"{first}- contract_kit{second}version: 1\n")
    rest = first.replace("interactions: 2", "interactions: 1")
    assert "n is 2 where 1 follows" in refusal(f"{rest}- contract_kit{third}")


@pytest.mark.parametrize(
    ("orders", "reason"),
    [
        ("{response: [A, B]}", "contract_kit.headers.response are not those of the response"),
        ("{response: [A, B, B]}", "contract_kit.headers.response are not those of the response"),
        ("{answer: [A, B, A]}", "contract_kit.headers.answer is no key that this kit"),
        ("[A, B, A]", "contract_kit.headers is a list, not a mapping"),
    ],
)
def test_an_order_of_headers_must_be_one_of_those_that_are_there(orders: str, reason: str) -> None:
    source = render(answering(b"", ("A", "1"), ("B", "2"), ("A", "3"))).decode()
    assert "headers: {response: [A, B, A]}" in source
    assert reason in refusal(source.replace("{response: [A, B, A]}", orders))


def test_a_bomb_is_refused_at_once() -> None:
    levels = [f"  - &l{n} [{', '.join([f'*l{n - 1}'] * 9)}]" for n in range(1, 12)]
    bomb = "\n".join(
        ("contract_kit:", "  a:", "  - &l0 b", *levels, "interactions: []", "version: 1")
    )
    assert "aliases stand for more than 1,000,000 values" in refusal(bomb)
    assert "larger than 64 MiB" in refusal(bytes(documents.LARGEST + 1))


def test_what_is_too_large_to_be_read_again_is_not_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(documents, "LARGEST", 1500)
    assert parse(render(cassette(exchange())), "it.yaml") == cassette(exchange())
    with pytest.raises(Mistake, match="post-job: the recording is larger than"):
        render(cassette(exchange(), exchange(2)))


@pytest.mark.parametrize(
    "recorded",
    [
        replace(cassette(exchange()), heading=None),
        Cassette(HEADING, cassette(exchange(), exchange(2)).exchanges[1:]),
        Cassette(HEADING, (replace(cassette(exchange()).exchanges[0], at=float("nan")),)),
    ],
)
def test_what_is_no_recording_of_the_kit_is_not_written(recorded: Cassette) -> None:
    with pytest.raises(ValueError, match=r"recording|numbered|no time"):
        render(recorded)
