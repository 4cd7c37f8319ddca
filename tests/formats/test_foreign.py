"""What vcrpy wrote is read, quirks and all, and what it could not have written is refused."""

import base64
import gzip
import json
import zlib
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from contract_kit import documents
from contract_kit.formats.vcr import parse
from contract_kit.model.errors import Mistake
from contract_kit.model.exchange import Answer, Exchange, Request
from tests.model.laws import law, values

URL = "https://example.zendesk.com/api"
REQUEST: dict[str, Any] = {
    "method": "GET",
    "uri": URL,
    "body": None,
    "headers": {"Accept": ["*/*"]},
}
RESPONSE: dict[str, Any] = {
    "status": {"code": 200, "message": "OK"},
    "headers": {"Set-Cookie": ["a=1", "b=2"], "Date": ["today"]},
    "body": {"string": "hi"},
}


def source_of(data: Any) -> bytes:
    return yaml.dump(data, sort_keys=False).encode()


def written(request: Any = REQUEST, response: Any = RESPONSE) -> Any:
    return {"version": 1, "interactions": [{"request": request, "response": response}]}


def exchange_of(data: Any) -> Exchange:
    recorded = parse(source_of(data), "it.yaml")
    assert recorded.heading is None
    return recorded.exchanges[0].exchange


def answer_of(**response: Any) -> Answer:
    return exchange_of(written(response=RESPONSE | response)).answer


def refusal(data: Any) -> str:
    with pytest.raises(Mistake) as told:
        parse(source_of(data), "it.yaml")
    return str(told.value)


def test_yaml_and_json_of_vcrpy_are_read_alike() -> None:
    data = written()
    recorded = parse(source_of(data), "it.yaml")
    assert recorded == parse(json.dumps(data, indent=4).encode(), "it.json")
    assert [one.n for one in recorded.exchanges] == [1]
    assert recorded.exchanges[0].exchange == Exchange(
        Request("GET", URL, (("Accept", "*/*"),)),
        Answer(200, (("Set-Cookie", "a=1"), ("Set-Cookie", "b=2"), ("Date", "today")), b"hi"),
    )


@pytest.mark.parametrize("data", [{"interactions": []}, {"interactions": None, "version": 2}])
def test_a_file_without_exchanges_or_version_is_read(data: Any) -> None:
    assert parse(source_of(data), "it.yaml").exchanges == ()


def test_lists_that_are_written_once_and_named_after_are_read() -> None:
    headers = {"A": ["1"]}
    data = written(REQUEST | {"headers": headers}, RESPONSE | {"headers": headers})
    assert b"*id001" in source_of(data)
    exchange = exchange_of(data)
    assert exchange.request.headers == exchange.answer.headers == (("A", "1"),)


@pytest.mark.parametrize(
    ("body", "content"),
    [
        ({"string": "é"}, "é".encode()),
        ({"string": b"\xff\0"}, b"\xff\0"),
        ({"string": "a", "encoding": None}, b"a"),
        ({"string": None}, b""),
        ({"string": "", "base64_string": base64.b64encode(b"\xff").decode()}, b"\xff"),
        ({"string": {"a": ["é", 1.5]}}, '{"a":["é",1.5]}'.encode()),
        ({"a": 1}, b'{"a":1}'),
        ([], b"[]"),
        ("text", b"text"),
        (None, b""),
    ],
)
def test_a_body_is_read_however_it_is_kept(body: Any, content: bytes) -> None:
    assert answer_of(body=body).body == content
    assert exchange_of(written(REQUEST | {"body": body})).request.body == content


@pytest.mark.parametrize("chunks", [["a", "b"], [b"a", b"b"]])
def test_a_body_that_was_sent_in_chunks_is_put_together(chunks: Any) -> None:
    assert exchange_of(written(REQUEST | {"body": chunks})).request.body == b"ab"


def test_an_answer_as_old_versions_kept_it_of_httpx_is_read() -> None:
    old = {"status_code": 404, "http_version": "HTTP/1.1", "headers": {"A": "1"}, "content": "no"}
    assert exchange_of(written(response=old)).answer == Answer(404, (("A", "1"),), b"no")


@pytest.mark.parametrize("status", [200, "200", {"code": "200"}, {"code": 200, "message": None}])
def test_a_status_is_read_however_it_is_kept(status: Any) -> None:
    assert answer_of(status=status).status == 200


def test_headers_are_read_however_they_are_kept() -> None:
    headers = {"A": "1", "B": 2, "C": [b"\xe9", 3], b"D": ["x"]}
    assert answer_of(headers=headers).headers == (
        ("A", "1"),
        ("B", "2"),
        ("C", "é"),
        ("C", "3"),
        ("D", "x"),
    )
    assert answer_of(headers=None).headers == ()


@pytest.mark.parametrize("pack", [gzip.compress, zlib.compress, lambda plain: plain])
@pytest.mark.parametrize("coding", ["gzip", "GZIP ", "deflate"])
def test_a_packed_body_is_unpacked_and_a_plain_one_is_left(pack: Any, coding: str) -> None:
    packed = pack(b'{"a": 1}' * 9)
    headers = {"content-encoding": [coding], "Content-Length": [str(len(packed))], "A": ["1"]}
    answer = answer_of(headers=headers, body={"string": packed})
    assert answer.body == b'{"a": 1}' * 9
    assert answer.headers == (("Content-Length", "72"), ("A", "1"))


@pytest.mark.parametrize(
    ("coding", "body"), [("br", b"\x0b\x02"), ("gzip", gzip.compress(b"a" * 99, mtime=0)[:-9])]
)
def test_a_body_that_cannot_be_unpacked_is_left_as_it_came(coding: str, body: bytes) -> None:
    answer = answer_of(headers={"Content-Encoding": [coding]}, body={"string": body})
    assert (answer.body, answer.headers) == (body, (("Content-Encoding", coding),))


def test_what_unpacks_to_more_than_a_file_may_hold_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(documents, "LARGEST", 2**20)
    packed = {"string": gzip.compress(bytes(2**19))}
    one = {"request": REQUEST, "response": RESPONSE | {"body": packed}}
    one["response"]["headers"] = {"Content-Encoding": ["gzip"]}
    assert exchange_of({"interactions": [one, one]}).answer.body == bytes(2**19)
    assert "interactions.2 unpacks to more than 1 MiB" in refusal({"interactions": [one] * 3})


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (None, "it.yaml:1: has no `interactions`: vcrpy did not write it"),
        ({"http_interactions": []}, "it.yaml:1: has no `interactions`: vcrpy did not write it"),
        ([{"request": {}}], "it.yaml:1: is of vcrpy before 1.0: record it anew"),
        ({"interactions": {}}, "it.yaml:1: interactions is no list"),
        ({"interactions": [1]}, "it.yaml:2: interactions.0 has no request"),
        ({"interactions": [{"response": RESPONSE}]}, "it.yaml:2: interactions.0 has no request"),
        (written(response=None), "it.yaml:3: interactions.0 has no response"),
        (written(REQUEST | {"method": 1}), "it.yaml:3: interactions.0.request lacks the text `me"),
        (written({"method": "GET"}), "it.yaml:3: interactions.0.request lacks the text `uri`"),
        (written(response={}), "it.yaml:10: interactions.0.response has no status"),
        (
            written(response=RESPONSE | {"headers": []}),
            "it.yaml:14: interactions.0.response.headers are no mapping",
        ),
        (
            written(response=RESPONSE | {"body": {"base64_string": "é"}}),
            "it.yaml:21: interactions.0.response.body.base64_string is no base64",
        ),
        (
            written(response=RESPONSE | {"body": {"a": b"1"}}),
            "it.yaml:20: interactions.0.response.body is neither text nor bytes nor JSON",
        ),
    ],
)
def test_what_is_no_recording_is_refused_with_line_and_reason(data: Any, reason: str) -> None:
    assert refusal(data).startswith(reason)


@pytest.mark.parametrize(
    "tag",
    ["!!python/object/new:_io.BytesIO {}", "!!python/tuple [a]", "!!python/str a", "!!set {a}"],
)
def test_no_tag_but_that_of_bytes_is_read(tag: str) -> None:
    with pytest.raises(Mistake, match=r"it\.yaml:3: the tag .* is not read"):
        parse(f"interactions:\n- request:\n    body: {tag}\n".encode(), "it.yaml")


_members = st.sampled_from(
    ("status", "status_code", "code", "headers", "body", "string", "base64_string", "content")
)
_messages = st.dictionaries(_members | st.sampled_from(("method", "uri")), values, max_size=5)


@law
@given(_messages, _messages, values)
def test_any_data_are_read_or_refused_in_one_line(request: Any, response: Any, data: Any) -> None:
    for written_data in (written(REQUEST | request, RESPONSE | response), data):
        source = json.dumps(written_data).encode()
        try:
            recorded = parse(source, "it.json")
        except Mistake:
            assert "\n" not in refusal(written_data)
        else:
            assert recorded.heading is None
