import gzip
import json
from base64 import encodebytes

import pytest

from contract_kit.scrubbing import Leak, Scrubber
from tests.scrubbing.clean import FIELDS
from tests.scrubbing.places import TEXTS, based, told
from tests.scrubbing.planted import ANYWHERE, NAMED, basic, drawn


@pytest.mark.parametrize("kind", ANYWHERE)
def test_a_secret_that_is_still_there_is_named_by_line_and_kind_alone(kind: str) -> None:
    secret = ANYWHERE[kind](kind).replace("\n", "\\n")
    text = f"version: 1\ninteractions:\n- body: 'so: {secret} .'\n  n: 1\n"
    leaks = list(Scrubber().prove(text.encode()))
    assert [leak.place for leak in leaks] == ["line 3"]
    assert not any(part in repr(leaks) for part in secret.split("-") if len(part) > 6)


@pytest.mark.parametrize(
    "line",
    [
        "Basic " + "{basic}",
        "Authorization: Bearer {token}",
        '{{\\"password\\": \\"{token}\\"}}',
        "uri: https://somebody:{token}@api.example.net/x",
        "uri: https://api.example.net/x?page=2&access_token={token}",
        "string: {based}",
    ],
)
def test_a_secret_is_seen_in_the_text_of_a_cassette(line: str) -> None:
    token = drawn(line, "abcdefghijklmnop0123456789ABCDEFGH", 40)
    text = line.format(
        token=token,
        basic=basic("somebody", token),
        based=based(json.dumps({"client_secret": token})),
    )
    assert {leak.place for leak in Scrubber().prove(f"a: 1\n    {text}\n".encode())} == {"line 2"}


@pytest.mark.parametrize("kind", NAMED)
def test_a_secret_that_was_replaced_once_is_seen_wherever_it_stands(kind: str) -> None:
    name, make = NAMED[kind]
    secret, scrubber = make(kind), Scrubber()
    scrubber.scrub(told(json.dumps({name: secret})), None)
    told_apart = kind in ("card", "phone")  # digits mean nothing without a name beside them
    for text in (f"- it was {secret} there", f"- {based(f'it was {secret} there')}"):
        assert bool(list(scrubber.prove(text.encode()))) is not told_apart


def test_a_secret_over_several_lines_is_seen() -> None:
    key = ANYWHERE["private key"]("lines")
    assert next(iter(Scrubber().prove(f"a:\n{key}\nb:\n".encode()))) == Leak(
        "line 2", "private-key"
    )


def test_what_was_scrubbed_and_clean_fields_pass() -> None:
    scrubber = Scrubber()
    written = [json.dumps({name: text}, indent=1) for _, name, text in FIELDS]
    for kind, make in ANYWHERE.items():
        for plant in TEXTS.values():
            exchange = scrubber.scrub(plant(make(kind)), None).exchange
            bodies = (exchange.request.body, exchange.answer.body)
            written += [exchange.request.url, *(b.decode("utf-8", "replace") for b in bodies)]
    assert list(scrubber.prove("\n".join(written).encode())) == []


def test_any_bytes_can_be_proven() -> None:
    assert list(Scrubber().prove(bytes(range(256)) * 999)) == []
    assert list(Scrubber().prove(b"")) == []


def test_a_packed_body_of_many_lines_is_looked_into_as_one() -> None:
    secret = next(iter(ANYWHERE.values()))("packed").replace("\n", " ")
    noise = " ".join(drawn(f"noise {n}", "abcdefgh", 40) for n in range(200))

    def written(content: str) -> bytes:
        lines = encodebytes(gzip.compress(content.encode(), mtime=0)).decode().splitlines()
        return "\n".join(["a: !!binary |", *(f"  {line}" for line in lines), "b: 1"]).encode()

    assert len(written(noise).splitlines()) > 10
    assert list(Scrubber().prove(written(noise))) == []
    leaks = list(Scrubber().prove(written(f"{noise} {secret}")))
    assert {leak.place for leak in leaks} == {"line 2"}
