import json
import zlib
from base64 import b64encode, encodebytes

import pytest

from contract_kit.scrubbing import Scrubber
from tests.scrubbing.places import based, told, traces
from tests.scrubbing.planted import ALNUM, ANYWHERE, drawn

SECRET = drawn("texts", ALNUM, 32)
PACKED = b64encode(zlib.compress(json.dumps({"api_key": SECRET}).encode())).decode()
KEY = ANYWHERE["private key"]("texts")

WRITTEN = {
    "an event stream": ('data: {"token": "%s"}\n\nevent: x\n', "text/event-stream"),
    "a data URI": (f"data:text/plain;base64,{based('password=' + SECRET)}", "text/plain"),
    "a meta tag": ('<meta name="csrf-token" content="%s" />', "text/html"),
    "a value before its name": ('<input value="%s" type="hidden" name="csrf">', "text/html"),
    "an element with a prefix": ("<w:Password Type='x'>%s</w:Password>", "text/xml"),
    "markup inside markup": ("<p>&lt;password&gt;%s&lt;/password&gt;</p>", "text/html"),
    "a link in markup": ('<a href="https://x.net/?access_token=%s&amp;n=1">', "text/html"),
    "a command": ("curl -H 'X-Api-Key: %s' https://x.net", "text/plain"),
    "a request in a log": ("GET / HTTP/1.1\r\nCookie: a=b; sid=%s\r\nHost: x\r\n", "text/plain"),
    "a sentence": ("The new password is %s, keep it.", "text/plain"),
    "an environment": ("export API_TOKEN=%s\n", "text/plain"),
    "YAML": ("api_token: %s\n", "application/yaml"),
    "a connection": ("Server=x;User Id=app;Password=%s;Port=1", "text/plain"),
    "a short password": ("Server=x;Password=%s;Port=1".replace("%s", "abcdef%s"), "text/plain"),
    "a database": ('{"at": "postgres://app:%s@db.net:5432/x"}', "application/json"),
    "a script": ('callback({"access_token": "%s"})', "text/javascript"),
    "a table by tabs": ("id\tapi_key\tn\n1\t%s\t2\n", "text/csv"),
    "a table by semicolons": ("id;api_key;n\n1;%s;2\n", "text/csv"),
    "headers in JSON": ('{"headers": {"Authorization": "Bearer %s"}}', "application/json"),
    "an object that tells": ('{"secrets": {"mail": "%s"}}', "application/json"),
    "zlib in base64": (json.dumps({"blob": PACKED}), "application/json"),
    "base64 in lines": (
        encodebytes(json.dumps({"n": "x" * 90, "api_key": SECRET}).encode()).decode(),
        "text/plain",
    ),
}


@pytest.mark.parametrize("what", WRITTEN)
def test_a_secret_is_gone_however_it_is_written(what: str) -> None:
    form, kind = WRITTEN[what]
    scrubbed = Scrubber().scrub(told(form.replace("%s", SECRET), kind), None)
    assert not traces(SECRET, scrubbed.exchange)
    assert PACKED.encode() not in scrubbed.exchange.answer.body
    assert scrubbed.withheld == ()


@pytest.mark.parametrize("charset", ["utf-16", "utf-8-sig"])
def test_a_byte_order_mark_says_how_a_text_is_written(charset: str) -> None:
    body = json.dumps({"note": f"token: {SECRET}"}).encode(charset)
    exchange = told(body)
    scrubbed = Scrubber().scrub(exchange, None).exchange.answer.body
    assert SECRET not in scrubbed.decode(charset)
    assert scrubbed.decode(charset).startswith('{"note": "token: redacted-token-1')


def test_a_table_keeps_its_form() -> None:
    body = 'id;api_key;"n"\r\n1;"a""b1";x\r\n2;;y\r\n'
    answer = Scrubber().scrub(told(body, "text/csv"), None).exchange.answer
    assert answer.body.decode() == 'id;api_key;"n"\r\n1;"redacted-token-1";x\r\n2;;y\r\n'


def test_what_is_left_beside_a_substitute_is_looked_at_again() -> None:
    token = ANYWHERE["AWS access key"]("texts")
    body = json.dumps({"note": f"{token}{KEY}{token}", "access_token": f"{KEY}{token}"})
    assert not traces(token, Scrubber().scrub(told(body), None).exchange)


def test_a_token_that_had_a_key_in_it_is_replaced_as_a_whole() -> None:
    once = Scrubber().scrub(told(json.dumps({"access_token": f"{KEY}-tail"})), None).exchange
    assert Scrubber().scrub(once, None).exchange == once


def test_a_substitute_does_not_grow_together_with_a_word() -> None:
    answer = Scrubber().scrub(told(f"so{KEY}it is", "text/plain"), None).exchange.answer
    assert answer.body == b"so redacted-private-key-1 it is"


def test_a_word_that_is_a_password_somewhere_is_a_word_elsewhere() -> None:
    body = json.dumps({"password": "administrator", "role": "administrator"})
    answer = Scrubber().scrub(told(body), None).exchange.answer
    assert json.loads(answer.body) == {"password": "redacted-token-1", "role": "administrator"}


def test_what_only_the_lines_of_a_block_make_is_seen_in_the_proof() -> None:
    lines = encodebytes(("x" * 48 + " " + ANYWHERE["AWS access key"]("lines")).encode())
    assert [leak.place for leak in Scrubber().prove(lines)] == ["line 1"]
