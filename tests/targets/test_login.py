"""OAuth client credentials: one call for a token, one more when it expires, and no word of it."""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs

import pytest
import requests

from contract_kit.model.contract import Contract
from contract_kit.model.errors import CouldNotLook
from contract_kit.model.target import Credentials, Target
from contract_kit.targets import READS, Guard, credentials_for
from contract_kit.targets.login import token_url
from tests.openapi.small import OK, document, load
from tests.targets.hostile import Answering, Hostile, hostile, said, told

SECRETS = {"CONTRACT_KIT_SMALL_CLIENT_ID": "cl1ent", "CONTRACT_KIT_SMALL_CLIENT_SECRET": "s3cret"}


def contract_with(folder: Path, url: str) -> Contract:
    flow = {"clientCredentials": {"tokenUrl": url, "scopes": {}}}
    schemes = {"basic": {"type": "http", "scheme": "basic"}, "o": {"type": "oauth2", "flows": flow}}
    paths = {"/jobs": {"get": {"operationId": "listJobs", "responses": OK}}}
    return load(folder, document(paths, components={"securitySchemes": schemes}))


def tokens(good: Callable[[int], str]) -> Callable[[Hostile], Answering]:
    """Hands out `token-1`, `token-2`, …; takes the one that is good at each request."""

    def answering(server: Hostile) -> Answering:
        def answer(line: str) -> list[bytes]:
            if line.startswith("POST"):
                given = sum(one.startswith("POST") for one in server.lines)
                return told(f'{{"access_token": "token-{given}"}}')
            taken = f"Authorization: Bearer {good(len(server.lines))}\r\n".encode()
            return said(200 if taken in server.whole[-1] else 401)

        return answer

    return answering


class Client:
    """Asks a server of a specification with the token URL `/oauth/token`."""

    def __init__(self, folder: Path, server: Hostile, url: str = "/oauth/token") -> None:
        self.held = credentials_for("small", server.url, SECRETS)
        self.target = Target("live", server.url, self.held)
        self.guard = Guard(contract_with(folder, url), self.target, READS)

    def ask(self) -> requests.Response:
        headers = {"Authorization": f"Bearer {self.held.token}"}
        with self.guard.session() as session:
            return session.get(f"{self.target.url}/jobs", headers=headers)


def test_a_token_is_fetched_once_and_counted(tmp_path: Path) -> None:
    with hostile(tokens(lambda _: "token-1")) as server:
        client = Client(tmp_path, server)
        assert [client.ask().status_code for _ in range(3)] == [200] * 3
        assert server.lines == ["POST /oauth/token", *["GET /jobs"] * 3]
        assert client.guard.sent == 4
    form = parse_qs(server.whole[0].partition(b"\r\n\r\n")[2].decode())
    assert form == {
        "grant_type": ["client_credentials"],
        "client_id": ["cl1ent"],
        "client_secret": ["s3cret"],
    }


def test_an_expired_token_is_refreshed_once(tmp_path: Path) -> None:
    with hostile(tokens(lambda n: "token-1" if n < 3 else "token-2" if n < 6 else "")) as server:
        client = Client(tmp_path, server)
        assert [client.ask().status_code for _ in range(4)] == [200, 200, 401, 401]
        asked = [line.partition(" ")[0] for line in server.lines]
        assert asked == ["POST", "GET", "GET", "POST", "GET", "GET", "GET"]


def test_a_token_that_is_not_taken_at_the_start_is_not_refreshed(tmp_path: Path) -> None:
    with hostile(tokens(lambda _: "none")) as server:
        client = Client(tmp_path, server)
        for _ in range(2):
            with pytest.raises(CouldNotLook, match="does not take the credentials") as kept_from:
                client.ask()
            assert kept_from.value.reason == "credentials"
        assert server.lines == ["POST /oauth/token", "GET /jobs"]


@pytest.mark.parametrize(
    "answer",
    [
        said(401, b'{"client_secret": "s3cret"}'),
        told('{"access_token": "t"}', status=400),
        told('{"access_token": 5}'),
        told('["t"]'),
        said(200, b"<html>"),
        said(302, b"", "Location: https://evil.example/"),
    ],
)
def test_without_a_token_nothing_is_asked(tmp_path: Path, answer: list[bytes]) -> None:
    with hostile(lambda _: lambda _: answer) as server:
        client = Client(tmp_path, server)
        with pytest.raises(CouldNotLook, match="call for a token was answered") as kept_from:
            client.ask()
        assert kept_from.value.reason == "credentials"
        assert "s3cret" not in str(kept_from.value)
        assert server.lines == ["POST /oauth/token"]


def test_nobody_but_the_server_sees_the_secrets(tmp_path: Path) -> None:
    with hostile(tokens(lambda _: "token-1")) as server:
        client = Client(tmp_path, server)
        answer = client.ask()
        seen = [repr(client.held), repr(client.target), str(vars(client.guard).keys())]
        seen += [str(answer.request.headers), str(answer.request.body), repr(answer)]
    assert not any(secret in text for text in seen for secret in ("token-1", "s3cret", "cl1ent"))


@pytest.mark.parametrize(
    ("server", "url", "expected"),
    [
        ("https://api.example.com/v1", "/oauth/token", "https://api.example.com/oauth/token"),
        ("https://api.example.com/v1", "token", "https://api.example.com/v1/token"),
        ("https://api.example.com", "https://login.example.com/t", "https://login.example.com/t"),
        ("http://127.0.0.1:5", "http://localhost:6/token", "http://localhost:6/token"),
    ],
)
def test_a_token_url_may_be_relative(tmp_path: Path, server: str, url: str, expected: str) -> None:
    assert token_url(contract_with(tmp_path, url), Target("t", server, Credentials())) == expected


@pytest.mark.parametrize(
    ("server", "url"),
    [
        ("https://api.example.com", "http://login.example.com/token"),
        ("https://api.example.com", "https://me@login.example.com/token"),
        ("https://api.example.com", "ftp://login.example.com/token"),
        ("http://api.example.com", "/oauth/token"),
        ("http://127.0.0.1:5", "https://login.example.com/token"),
        ("http://127.0.0.1:5", "//login.example.com/token"),
    ],
)
def test_a_secret_goes_only_where_nobody_listens_in(tmp_path: Path, server: str, url: str) -> None:
    with pytest.raises(CouldNotLook, match="a secret is not sent to the token URL") as kept_from:
        token_url(contract_with(tmp_path, url), Target("t", server, Credentials()))
    assert kept_from.value.reason == "credentials"


def test_without_a_token_url_there_is_no_token(tmp_path: Path) -> None:
    paths = {"/jobs": {"get": {"operationId": "listJobs", "responses": OK}}}
    contract = load(tmp_path, document(paths))
    with pytest.raises(CouldNotLook, match="small has no flow clientCredentials"):
        token_url(contract, Target("t", "https://api.example.com", Credentials()))


def test_a_token_or_a_user_that_is_given_is_taken_as_it_is() -> None:
    for name, value in (("TOKEN", "t"), ("USERNAME", "me")):
        held = credentials_for(
            "small", "https://h", {**SECRETS, f"CONTRACT_KIT_SMALL_{name}": value}
        )
        assert value in (held.token, held.username)
        assert not held.client_secret
