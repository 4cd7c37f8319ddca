"""Targets are known by their URLs, and nobody's credentials go where they do not belong."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from contract_kit.model.contract import Contract
from contract_kit.model.errors import CouldNotLook, Mistake
from contract_kit.model.target import Credentials, Target, is_loopback
from contract_kit.targets import (
    control_of,
    credentials_for,
    live_url,
    parse_url,
    reachable,
    variable,
)
from tests.model.listener import Listener, listening
from tests.openapi.small import OK, document, load

NOBODY = Credentials()
SERVERS = [
    {
        "url": "https://{name}.example.com/{base}",
        "variables": {"name": {"default": "acme"}, "base": {"enum": ["v1", "v2"], "default": "v1"}},
    }
]
PATHS = {"/a": {"get": {"operationId": "do", "responses": OK}}}


@pytest.fixture
def contract(tmp_path: Path) -> Contract:
    return load(tmp_path, document(PATHS, servers=SERVERS))


@pytest.fixture
def here() -> Iterator[Listener]:
    with listening() as listener:
        yield listener


@pytest.fixture
def other() -> Iterator[Listener]:
    with listening() as listener:
        yield listener


def test_credentials_come_from_the_environment() -> None:
    environment = {
        "CONTRACT_KIT_MY_API_V2_USERNAME": "me",
        "CONTRACT_KIT_MY_API_V2_PASSWORD": "word",
        "CONTRACT_KIT_OTHER_TOKEN": "not mine",
    }
    found = credentials_for("my-api.v2", "https://api.example.com", environment)
    assert (found.username, found.password, found.token) == ("me", "word", "")
    token = {"CONTRACT_KIT_MY_API_TOKEN": "t"}
    assert credentials_for("my-api", "https://api.example.com", token).token == "t"


def test_the_environment_of_the_process_is_the_default(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONTRACT_KIT_SMALL_TOKEN", "t")
    assert credentials_for("small", "https://api.example.com").token == "t"


def test_only_loopback_gets_the_emulators_fixed_user() -> None:
    found = credentials_for("small", "http://127.0.0.1:8080", {})
    assert found.username == "admin@example.com/token"
    for url in ("http://localhost.evil.example", "http://10.0.0.1", "http://0.0.0.0", "http://["):
        assert not credentials_for("small", url, {})


def test_credentials_that_are_set_go_to_loopback_too() -> None:
    found = credentials_for("small", "http://localhost", {"CONTRACT_KIT_SMALL_USERNAME": "me"})
    assert (found.username, found.password, found.token) == ("me", "", "")


def test_a_password_alone_is_no_credentials() -> None:
    assert not Credentials(password="word")
    assert Credentials(token="t")
    assert Credentials(username="me")


def test_credentials_show_in_no_log() -> None:
    held = Credentials("me-myself", "pass-word", "to-ken")
    for shown in (repr(held), str(held), f"{held}", repr(Target("live", "http://h", held))):
        assert not any(secret in shown for secret in ("me-myself", "pass-word", "to-ken"))


def test_a_variable_is_named_after_api_and_setting() -> None:
    assert variable("zuora.custom-objects", "client_id") == (
        "CONTRACT_KIT_ZUORA_CUSTOM_OBJECTS_CLIENT_ID"
    )


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://127.0.0.1", True),
        ("http://127.0.0.2:80", True),
        ("http://[::1]:8080/x", True),
        ("https://localhost", True),
        ("http://LOCALHOST:1", True),
        ("http://api.localhost", True),
        ("http://localhost.evil.example", False),
        ("http://evillocalhost", False),
        ("http://127.0.0.1.evil.example", False),
        ("http://localhost@evil.example", False),
        ("http://0.0.0.0", False),
        ("http://10.0.0.1", False),
        ("http://192.168.0.1", False),
        ("http://[::]", False),
        ("http://[fe80::1]", False),
        ("http://[::1", False),
        ("http://2130706433", False),
        ("127.0.0.1", False),
        ("", False),
    ],
)
def test_loopback_is_known_by_name_or_address_alone(url: str, *, expected: bool) -> None:
    assert is_loopback(url) is expected
    assert Target("url", url, NOBODY).loopback is expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
        ("https://Api.Example.com/v1/", "https://api.example.com/v1"),
        ("HTTPS://api.example.com", "https://api.example.com"),
        ("http://[::1]:5/", "http://[::1]:5"),
        ("https://b\u00fccher.example", "https://xn--bcher-kva.example"),
    ],
)
def test_a_target_is_spelled_as_requests_will_spell_it(url: str, expected: str) -> None:
    assert parse_url(url) == expected


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("", "allowed are emulator, live, or an http(s) URL"),
        ("production", "allowed are emulator, live, or an http(s) URL"),
        ("api.example.com", "allowed are emulator, live, or an http(s) URL"),
        ("ftp://example.com", "allowed are emulator, live, or an http(s) URL"),
        ("file:///etc/passwd", "allowed are emulator, live, or an http(s) URL"),
        ("http://", "allowed are emulator, live, or an http(s) URL"),
        ("http:///jobs", "allowed are emulator, live, or an http(s) URL"),
        ("http://[::1", "allowed are emulator, live, or an http(s) URL"),
        ("http://h:port", "allowed are emulator, live, or an http(s) URL"),
        ("http://h:99999", "allowed are emulator, live, or an http(s) URL"),
        ("http://a b", "allowed are emulator, live, or an http(s) URL"),
        ("https://me:word@example.com", "holds no credentials"),
        ("https://me@example.com", "holds no credentials"),
        ("https://me:word@example.com:99999", "holds no credentials"),
        ("https://me:word@[::1", "holds no credentials"),
        ("http://h?key=1", "neither a query nor a fragment"),
        ("http://h/#top", "neither a query nor a fragment"),
    ],
)
def test_what_is_no_base_url_is_a_mistake(url: str, reason: str) -> None:
    with pytest.raises(Mistake) as told:
        parse_url(url)
    assert reason in str(told.value)
    assert "word" not in str(told.value)


NAME, BASE, URL = (f"CONTRACT_KIT_SMALL_{name}" for name in ("NAME", "BASE", "URL"))


@pytest.mark.parametrize(
    ("environment", "url"),
    [
        ({NAME: "me"}, "https://me.example.com/v1"),
        ({NAME: "me", BASE: "v2"}, "https://me.example.com/v2"),
        ({URL: "http://127.0.0.1:5/"}, "http://127.0.0.1:5"),
        ({URL: "https://eu.example.com", NAME: "me"}, "https://eu.example.com"),
    ],
)
def test_the_live_url_is_filled_from_the_environment(
    contract: Contract, environment: dict[str, str], url: str
) -> None:
    assert live_url(contract, environment) == url


def test_a_variable_that_is_not_set_is_named(contract: Contract) -> None:
    with pytest.raises(Mistake, match=f"needs {NAME} .or {URL}. to be set"):
        live_url(contract, {BASE: "v1"})


@pytest.mark.parametrize("servers", [None, [], [{}], [{"url": "/v1"}], [{"url": "{x}"}]])
def test_without_a_full_url_there_is_no_live_target(tmp_path: Path, servers: Any) -> None:
    rest = {} if servers is None else {"servers": servers}
    with pytest.raises(Mistake, match="allowed are emulator, live, or an http"):
        live_url(load(tmp_path, document(PATHS, **rest)), {})


def test_variables_that_are_left_empty_are_none(tmp_path: Path) -> None:
    servers = [{"url": "https://api.example.com", "variables": None}]
    assert live_url(load(tmp_path, document(PATHS, servers=servers)), {}) == servers[0]["url"]


def test_whether_somebody_is_there_is_found_out_without_a_request(here: Listener) -> None:
    reachable(Target("url", f"{here.url()}/v1", NOBODY))
    assert here.heard == []


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1", "https://127.0.0.1:1/v1", "http://[::1", "gopher://h"]
)
def test_where_nobody_listens_nothing_can_be_looked_at(url: str) -> None:
    with pytest.raises(CouldNotLook) as told:
        reachable(Target("url", url, NOBODY))
    assert told.value.reason == "network"
    assert url in str(told.value)


def test_only_an_emulator_on_loopback_is_reset(here: Listener) -> None:
    with control_of(here.url()) as reset:
        assert reset is None  # it answers, but it is none of ours
    with control_of("http://127.0.0.1:1") as reset:
        assert reset is None
    assert [heard.target for heard in here.heard] == ["/__contract__/state"]


def test_nothing_is_asked_of_another_host_about_a_reset() -> None:
    with control_of("https://nobody.invalid") as reset:
        assert reset is None


def test_a_variable_that_is_set_to_nothing_counts_as_not_set(tmp_path: Path) -> None:
    contract = load(tmp_path, document(PATHS, servers=SERVERS))
    nothing = {variable(contract.api, name): "" for name in ("url", "name", "base")}
    with pytest.raises(Mistake, match=r"needs .*_NAME"):
        live_url(contract, nothing)
