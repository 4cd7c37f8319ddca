import json

import pytest

from contract_kit.scrubbing import Scrubber
from contract_kit.scrubbing.json_text import is_json
from tests.scrubbing.places import told


@pytest.mark.parametrize(
    ("body", "scrubbed"),
    [
        (
            '{ "n":1.10,"big":123456789012345678901234567890 ,\n "sig" :"a1b"}',
            '{ "n":1.10,"big":123456789012345678901234567890 ,\n "sig" :"redacted-token-1"}',
        ),
        ('{"sig":"a1","sig":"b2"}', '{"sig":"redacted-token-1","sig":"redacted-token-2"}'),
        ('{"n":"\\u0041\\/","sig":"\\u0042"}', '{"n":"\\u0041\\/","sig":"redacted-token-1"}'),
        ('{"a@b.org é":1}', '{"user-1@example.com é":1}'),
        ('{"to":"\\u0061\\u0040b.org \\u00e9"}', '{"to":"user-1@example.com \\u00e9"}'),
        ('"a@b.org"', '"user-1@example.com"'),
        ('[["a@b.org",null,true,-1e5]]', '[["user-1@example.com",null,true,-1e5]]'),
        ('{"password":1234,"pin":-12.5}', '{"password":9000000001,"pin":9000000002}'),
        ('{"phone":4915112345678,"n":4915112345678}', '{"phone":15550100001,"n":4915112345678}'),
        (
            '{"password":null,"token":true,"secret":""}',
            '{"password":null,"token":true,"secret":""}',
        ),
        ('{"sig":"\\ud800"}', '{"sig":"redacted-token-1"}'),
    ],
)
def test_only_the_bytes_of_a_secret_change(body: str, scrubbed: str) -> None:
    assert Scrubber().scrub(told(body), None).exchange.answer.body.decode() == scrubbed


@pytest.mark.parametrize("text", ["{", "nothing", "[" * 5000, "[1,]", "9" * 5000, "", "12"])
def test_what_is_no_json_is_taken_for_text(text: str) -> None:
    assert not is_json(text)
    assert Scrubber().scrub(told(text), None).exchange == told(text)


def test_a_value_is_named_by_what_holds_it_where_its_own_name_says_nothing() -> None:
    body = {
        "card": {"number": "5555 5555 5555 4444"},
        "headers": [{"value": "abc123", "name": "X-Api-Key"}, {"name": "Accept", "value": "abc1"}],
        "tokens": ["one1", {"value": "two2"}],
    }
    seen = json.loads(Scrubber().scrub(told(json.dumps(body)), None).exchange.answer.body)
    assert seen == {
        "card": {"number": "4000 0000 0000 0010"},
        "headers": [
            {"value": "redacted-token-1", "name": "X-Api-Key"},
            {"name": "Accept", "value": "abc1"},
        ],
        "tokens": ["redacted-token-2", {"value": "redacted-token-3"}],
    }
