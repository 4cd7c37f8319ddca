"""Tokens, permissions, organizations, and what every answer says of its request."""

from collections.abc import Callable
from urllib.parse import urlencode

import orjson
import pytest

from contract_kit.emulator.emulator import Settings
from contract_kit.emulator.zuora_custom_objects.access import A_MINUTE
from contract_kit.emulator.zuora_custom_objects.prepared import (
    ACCEPTED,
    COMPLETED,
    PENDING,
)
from contract_kit.model.exchange import Answer, Headers, header
from tests.emulator.zuora_custom_objects.conftest import (
    JOBS,
    UNKNOWN,
    OpenTenant,
    Tenant,
    code,
    request,
    retry_after,
)

FIRST, SECOND = "aaaaaaaa-aaaa-4aaa-8aaa-aaaaaaaaaaaa", "bbbbbbbb-bbbb-4bbb-8bbb-bbbbbbbbbbbb"
ENTITY = "eeeeeeee-eeee-4eee-8eee-eeeeeeeeeeee"
FORM = "application/x-www-form-urlencoded"
CLIENT = {"client_id": "edit", "client_secret": "secret", "grant_type": "client_credentials"}
EVERYWHERE = [
    ("GET", JOBS),
    ("POST", JOBS),
    ("GET", f"{JOBS}/{COMPLETED}"),
    ("PATCH", f"{JOBS}/{ACCEPTED}/cancel"),
    ("GET", f"{JOBS}/{COMPLETED}/errors"),
    ("POST", f"{JOBS}/{PENDING}/files"),
]


def call(
    tenant: Tenant, method: str, url: str, token: str = "all", headers: Headers = ()
) -> Answer:
    """A call with a body that fits it."""
    if url.endswith("files"):
        raw, media = b"name\nA\n", "text/csv"
    else:
        raw, media = orjson.dumps(request("create")), "application/json"
    return tenant.ask(method, url, raw=raw, media=media, token=token, headers=headers)


def token_for(tenant: Tenant, **changes: str) -> Answer:
    raw = urlencode({**CLIENT, **changes}).encode()
    return tenant.ask("POST", "/oauth/token", raw=raw, media=FORM, token="")


@pytest.mark.parametrize("client", ["all", "edit", "delete", "none"])
def test_a_client_gets_a_token_that_is_good(tenant: Tenant, client: str) -> None:
    token = orjson.loads(token_for(tenant, client_id=client).body)
    assert token["token_type"] == "bearer"
    assert token["expires_in"] > 0
    assert tenant.ask("GET", JOBS, token=token["access_token"]).status == 200


@pytest.mark.parametrize("wrong", [{"client_id": "admin"}, {"client_secret": "Secret"}])
def test_an_unknown_client_gets_no_token(tenant: Tenant, wrong: dict[str, str]) -> None:
    assert code(token_for(tenant, **wrong)) == (401, 90000011)


@pytest.mark.parametrize(
    "wrong", [{"grant_type": "password"}, {"client_id": ""}, {"scope": "everything"}]
)
def test_a_malformed_request_for_a_token_is_refused(tenant: Tenant, wrong: dict[str, str]) -> None:
    assert code(token_for(tenant, **wrong)) == (400, 71013020)


@pytest.mark.parametrize(("method", "url"), EVERYWHERE)
@pytest.mark.parametrize("token", ["", "ALL", "secret"])
def test_without_a_good_token_nothing_is_answered(
    tenant: Tenant, method: str, url: str, token: str
) -> None:
    assert code(call(tenant, method, url, token)) == (401, 90000011)


@pytest.mark.parametrize(
    ("token", "operation", "expected"),
    [
        ("all", "delete", 200),
        ("all", "create", 200),
        ("all", "update", 200),
        ("delete", "delete", 200),
        ("delete", "create", 71012513),
        ("delete", "update", 71012513),
        ("edit", "delete", 71012514),
        ("edit", "create", 200),
        ("edit", "update", 200),
        ("none", "create", 71012513),
        ("none", "update", 71012513),
    ],
)
def test_a_job_needs_the_permission_for_what_it_does(
    tenant: Tenant, token: str, operation: str, expected: int
) -> None:
    answer = tenant.ask("POST", JOBS, request(operation), token=token)
    assert answer.status == 200 if expected == 200 else code(answer) == (403, expected)


def test_the_refusal_of_a_delete_job_is_the_documented_one(tenant: Tenant) -> None:
    answer = tenant.ask("POST", JOBS, request("delete"), token="edit")
    assert orjson.loads(answer.body) == {
        "code": 71012514,
        "message": "User does not have permission to delete custom objects.",
    }


def test_without_any_permission_no_job_is_submitted(tenant: Tenant) -> None:
    assert tenant.ask("POST", JOBS, request("delete"), token="none").status == 403


@pytest.mark.parametrize(
    ("url", "allowed"),
    [
        (f"{JOBS}/{ACCEPTED}/cancel", {"all", "edit", "delete"}),
        (f"{JOBS}/{PENDING}/files", {"all", "edit"}),
        (JOBS, {"all", "edit", "delete", "none"}),
        (f"{JOBS}/{COMPLETED}", {"all", "edit", "delete", "none"}),
        (f"{JOBS}/{COMPLETED}/errors", {"all", "edit", "delete", "none"}),
    ],
)
def test_whoever_has_a_permission_cancels_and_everybody_reads(
    open_tenant: OpenTenant, url: str, allowed: set[str]
) -> None:
    tenant, admitted = open_tenant(Settings()), set()
    method = {"cancel": "PATCH", "files": "POST"}.get(url.rpartition("/")[2], "GET")
    for token in ("all", "edit", "delete", "none"):
        tenant.emulator.reset()
        answer = call(tenant, method, url, token)
        if answer.status == 200:
            admitted.add(token)
        else:
            assert code(answer) == (403, 71012513)
    assert admitted == allowed


@pytest.mark.parametrize("named", [FIRST, SECOND, f"{FIRST},{SECOND}", f"{SECOND}, {FIRST}"])
def test_a_job_works_in_organizations_that_the_user_reaches(tenant: Tenant, named: str) -> None:
    tenant.submit("create", headers=(("Zuora-Org-Ids", named),))


@pytest.mark.parametrize("named", [ENTITY, f"{FIRST},{ENTITY}", FIRST.upper(), "1"])
def test_another_organization_is_refused(tenant: Tenant, named: str) -> None:
    answer = tenant.ask("POST", JOBS, request("create"), headers=(("Zuora-Org-Ids", named),))
    assert code(answer) == (400, 71013020)


@pytest.mark.parametrize(("method", "url"), EVERYWHERE)
@pytest.mark.parametrize(("named", "status"), [(ENTITY, 200), (FIRST, 400), ("a b", 400)])
def test_only_the_users_own_entity_is_reached(
    open_tenant: OpenTenant, method: str, url: str, named: str, status: int
) -> None:
    headers = (("Zuora-Entity-Ids", named),)
    assert call(open_tenant(Settings()), method, url, headers=headers).status == status


@pytest.mark.parametrize(
    "ask",
    [
        lambda tenant, headers: tenant.ask("GET", JOBS, headers=headers),
        lambda tenant, headers: tenant.ask("GET", JOBS, token="x", headers=headers),
        lambda tenant, headers: tenant.ask("POST", JOBS, [], headers=headers),
        lambda tenant, headers: tenant.ask("POST", JOBS, {}, token="none", headers=headers),
        lambda tenant, headers: tenant.ask("GET", f"{JOBS}/{UNKNOWN}", headers=headers),
        lambda tenant, headers: tenant.ask("GET", "/nothing", headers=headers),
        lambda tenant, headers: tenant.ask("DELETE", JOBS, headers=headers),
        lambda tenant, headers: tenant.ask("POST", "/oauth/token", headers=headers),
    ],
)
def test_every_answer_names_its_request(
    tenant: Tenant, ask: Callable[[Tenant, Headers], Answer]
) -> None:
    answers = [ask(tenant, (("Zuora-Track-Id", "nightly run 7"),)) for _ in range(2)]
    names = {header(answer.headers, "Zuora-Request-Id") for answer in answers}
    assert len(names) == 2
    assert [header(answer.headers, "Zuora-Track-Id") for answer in answers] == ["nightly run 7"] * 2
    assert header(ask(tenant, ()).headers, "Zuora-Track-Id") is None


@pytest.mark.parametrize("sent", ["x" * 65, "a:b", "a;b", 'a"b', "a'b", "caf\xe9", "a\tb", ""])
def test_a_track_id_that_breaks_the_rules_is_refused_and_not_repeated(
    tenant: Tenant, sent: str
) -> None:
    answer = tenant.ask("GET", JOBS, headers=(("Zuora-Track-Id", sent),))
    assert code(answer) == (400, 71013020)
    assert header(answer.headers, "Zuora-Track-Id") is None


@pytest.mark.parametrize("sent", ["x" * 64, "a b", "!#$%&()*+,-./<=>?@[]^_`{|}~", "0"])
def test_any_other_track_id_is_repeated(tenant: Tenant, sent: str) -> None:
    answer = tenant.ask("GET", JOBS, headers=(("Zuora-Track-Id", sent),))
    assert (answer.status, header(answer.headers, "Zuora-Track-Id")) == (200, sent)


@pytest.mark.parametrize(
    ("name", "value"),
    [("Zuora-Version", "today"), ("Idempotency-Key", "x" * 256), ("Idempotency-Key", "a b")],
)
def test_a_malformed_header_is_refused(tenant: Tenant, name: str, value: str) -> None:
    answer = tenant.ask("POST", JOBS, request("create"), headers=((name, value),))
    assert code(answer) == (400, 71013020)


def test_requests_are_counted_and_refused_above_the_limit(open_tenant: OpenTenant) -> None:
    tenant = open_tenant(Settings())
    start = tenant.state.clock.ms
    left = []
    for _ in range(A_MINUTE):
        answer = tenant.ask("GET", f"{JOBS}/{COMPLETED}")
        left.append(int(header(answer.headers, "RateLimit-Remaining") or ""))
        tenant.state.clock.advance((start - tenant.state.clock.ms) / 1000)
        assert answer.status == 200
    assert header(answer.headers, "RateLimit-Limit") == str(A_MINUTE)
    assert left == list(range(A_MINUTE - 1, -1, -1))
    refused = tenant.ask("GET", JOBS)
    assert code(refused) == (429, 71013061)
    assert header(refused.headers, "RateLimit-Remaining") == "0"
    assert str(retry_after(refused)) == header(refused.headers, "RateLimit-Reset")
    tenant.state.clock.advance(retry_after(refused))
    assert tenant.ask("GET", JOBS).status == 200
