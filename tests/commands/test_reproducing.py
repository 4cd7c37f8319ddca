"""The commands that show a finding again hold no secret, and show everything else."""

from base64 import b64encode

import pytest

from contract_kit.commands.reproducing import evident
from contract_kit.model.exchange import Answer, Exchange, Headers, Request
from contract_kit.model.finding import Finding
from contract_kit.model.target import Credentials, Target

FINDING = Finding(
    "rule", "kind", "my-api", "op", "200", "", "word", "pass word", "pass word to-ken"
)
HELD = Credentials("me", "pass word", "to-ken")
PUBLIC = Credentials("admin@example.com/token", "secret", "all", public=True)
BASIC = f"Basic {b64encode(b'me:pass word').decode()}"
FIXED = f"Basic {b64encode(b'admin@example.com/token:secret').decode()}"


def shown(headers: Headers, held: Credentials = HELD, url: str = "/a", body: bytes = b"") -> str:
    request = Request("GET", f"http://127.0.0.1:1{url}", headers, body)
    target = Target("x", "https://vendor.example", held)
    exchange = Exchange(request, Answer(200))
    return evident(FINDING, "my-api", target, [exchange]).evidence.curl


@pytest.mark.parametrize(
    ("sent", "held", "option"),
    [
        (BASIC, HELD, '-u "$CONTRACT_KIT_MY_API_USERNAME:$CONTRACT_KIT_MY_API_PASSWORD"'),
        ("Bearer to-ken", HELD, '--oauth2-bearer "$CONTRACT_KIT_MY_API_TOKEN"'),
        (FIXED, PUBLIC, "-u admin@example.com/token:secret"),
        ("Bearer all", PUBLIC, "--oauth2-bearer all"),
        ("Bearer made-up", HELD, "-H 'Authorization: Bearer made-up'"),
    ],
)
def test_credentials_are_named_and_made_up_ones_shown(
    sent: str, held: Credentials, option: str
) -> None:
    assert option in shown((("Authorization", sent),), held)


def test_without_an_authorization_none_is_shown() -> None:
    assert shown(()) == "curl -i https://vendor.example/a"


@pytest.mark.parametrize(
    "command",
    [
        shown((("X-Api-Key", "to-ken"),)),
        shown((), url="/a?key=to-ken&again=pass%20word"),
        shown((), body=b'{"token": "to-ken", "word": "pass word"}'),
        shown((("Authorization", f"Weird {BASIC}"),)),
    ],
)
def test_no_secret_stands_anywhere(command: str) -> None:
    assert "CONTRACT_KIT_MY_API_" in command
    for secret in ("to-ken", "pass word", "pass%20word", BASIC.removeprefix("Basic ")):
        assert secret not in command


def test_what_an_answer_echoes_is_concealed_too() -> None:
    told = evident(FINDING, "my-api", Target("x", "https://vendor.example", HELD), [])
    assert told.expected == "word"
    assert told.actual == "<CONTRACT_KIT_MY_API_PASSWORD>"
    assert told.message == "<CONTRACT_KIT_MY_API_PASSWORD> <CONTRACT_KIT_MY_API_TOKEN>"
