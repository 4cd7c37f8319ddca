import gzip
import io
import json
import zipfile
from base64 import b64encode

import pytest

from contract_kit.model.exchange import Answer, Exchange, Request
from contract_kit.scrubbing import Scrubbed, Scrubber
from tests.scrubbing.places import TEXTS, URL, asked, told, traces
from tests.scrubbing.planted import ANYWHERE

TOKEN = ANYWHERE["GitHub token"]("withheld")


def archive(text: str) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as written:
        written.writestr("a.txt", text)
    return file.getvalue()


def layers(text: str, count: int) -> str:
    for _ in range(count):
        text = b64encode(text.encode()).decode()
    return text


UNSAFE = {
    "an archive with a secret": (archive(f"so: {TOKEN}"), "application/zip", ""),
    "a broken archive": (archive(TOKEN)[:-30], "application/zip", ""),
    "a picture with a secret": (b"\x89PNG\xff" + TOKEN.encode() + b"\xff", "image/png", ""),
    "a gzip body that is cut off": (gzip.compress(TOKEN.encode())[:-9], "text/plain", "gzip"),
    "a gzip file that is cut off": (gzip.compress(TOKEN.encode())[:-9], "application/gzip", ""),
    "gzip with something after it": (gzip.compress(b"a") + b"\xff\xfe", "text/plain", "gzip"),
    "a coding that nobody knows": (b"\x28\xb5\x2f\xfd\x04", "text/plain", "zstd"),
    "brotli that is broken": (b"\xff\xfe\x04\x00", "text/plain", "br"),
    "a bomb": (gzip.compress(bytes(65 * 1024 * 1024), 1), "text/plain", "gzip"),
    "base64 without end": (layers(TOKEN, 12).encode(), "text/plain", ""),
}


@pytest.mark.parametrize("what", UNSAFE)
def test_a_body_that_cannot_be_made_safe_is_withheld(what: str) -> None:
    body, kind, coding = UNSAFE[what]
    headers = (("Content-Type", kind), ("Content-Encoding", coding), ("Content-Length", "1"))
    scrubbed = Scrubber().scrub(Exchange(Request("GET", URL), Answer(200, headers, body)), None)
    assert scrubbed.withheld == ("body",)
    assert scrubbed.exchange.answer.body == b"withheld"
    assert scrubbed.exchange.answer.headers == (("Content-Type", kind), ("Content-Length", "8"))


def test_only_the_value_is_withheld_where_json_is_around_it() -> None:
    blob = b64encode(archive(TOKEN)).decode()
    body = json.dumps({"data": [{"id": 1, "blob": blob}], "n": 2})
    scrubbed = Scrubber().scrub(told(body), None)
    assert scrubbed.withheld == ("/data/0/blob",)
    assert json.loads(scrubbed.exchange.answer.body) == {
        "data": [{"id": 1, "blob": "withheld"}],
        "n": 2,
    }


def test_a_header_a_url_and_a_body_of_the_request_are_named_as_such() -> None:
    blob = b64encode(archive(TOKEN)).decode()
    exchange = asked(f"{URL}?blob={blob.rstrip('=')}", (("X-Blob", blob),), blob.encode())
    scrubbed = Scrubber().scrub(exchange, None)
    assert scrubbed.withheld == ("request:url", "request:header:X-Blob", "request:body")
    assert not traces(TOKEN, scrubbed.exchange)


def test_a_withheld_body_of_json_stays_json() -> None:
    headers = (("Content-Type", "application/json"), ("Content-Encoding", "gzip"))
    answer = Answer(200, headers, gzip.compress(b"{}")[:-3])
    scrubbed = Scrubber().scrub(Exchange(Request("GET", URL), answer), None)
    assert json.loads(scrubbed.exchange.answer.body) == "withheld"


CLEAN = {
    "an archive": (archive("nothing to hide"), "application/zip"),
    "a picture": (bytes(range(256)) * 40, "image/png"),
    "a gzip file": (gzip.compress(b"nothing to hide", 3), "application/gzip"),
}


@pytest.mark.parametrize("what", CLEAN)
def test_a_file_without_secrets_stays_as_it_is(what: str) -> None:
    body, kind = CLEAN[what]
    exchange = Exchange(Request("GET", URL), Answer(200, (("Content-Type", kind),), body))
    assert Scrubber().scrub(exchange, None) == Scrubbed(exchange)


@pytest.mark.parametrize("coding", ["gzip", "deflate", "br", "GZIP, identity"])
def test_a_body_that_was_decoded_before_is_taken_as_it_is(coding: str) -> None:
    exchange = told(f'{{"note": "{TOKEN}"}}', coding=coding)
    answer = Scrubber().scrub(exchange, None).exchange.answer
    assert json.loads(answer.body) == {"note": "redacted-token-1-" + "x" * 23}
    assert "Content-Encoding" not in dict(answer.headers)


@pytest.mark.parametrize("depth", range(1, 6))
def test_layers_of_encoding_are_looked_through_and_put_back(depth: int) -> None:
    exchange = told(layers(f"see {TOKEN}", depth), "text/plain")
    scrubbed = Scrubber().scrub(exchange, None)
    made = layers("see redacted-token-1-" + "x" * 23, depth)
    assert scrubbed == Scrubber().scrub(scrubbed.exchange, None)
    assert scrubbed.exchange.answer.body == made.encode()


def test_what_is_withheld_is_not_told() -> None:
    scrubbed = Scrubber().scrub(TEXTS["JSON"](layers(TOKEN, 12)), None)
    assert scrubbed.withheld == ("/note",)
    assert TOKEN not in repr(scrubbed)
