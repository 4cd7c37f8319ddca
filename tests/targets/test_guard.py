"""Nothing leaves that is not planned: another host, an unknown path, an effect not allowed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from contract_kit.model.contract import Contract, Effect
from contract_kit.model.errors import KitError
from contract_kit.model.target import Credentials, Target
from contract_kit.targets import ALL, READS, Guard, NotPlanned, reachable
from tests.model.listener import Listener, listening
from tests.openapi.small import OK, document, load

NOBODY = Credentials()


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    def operation(name: str, **rest: Any) -> dict[str, Any]:
        return {"operationId": name, "responses": OK, **rest}

    paths = {
        "/jobs": {"get": operation("listJobs"), "post": operation("createJob")},
        "/jobs/{id}": {"get": operation("showJob"), "delete": operation("deleteJob")},
        "/search": {"post": operation("search", **{"x-effect": "read"})},
    }
    return load(tmp_path_factory.mktemp("targets"), document(paths))


@pytest.fixture
def here() -> Iterator[Listener]:
    with listening() as listener:
        yield listener


@pytest.fixture
def other() -> Iterator[Listener]:
    with listening() as listener:
        yield listener


def guard_of(contract: Contract, url: str, effects: frozenset[Effect] = READS) -> Guard:
    return Guard(contract, Target("url", url, NOBODY), effects)


def refused(guard: Guard, method: str, url: str, **kwargs: Any) -> str:
    with guard.session() as made, pytest.raises(NotPlanned) as told:
        made.request(method, url, **kwargs)
    assert guard.sent == 0
    assert isinstance(told.value, KitError)
    return str(told.value)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/jobs"),
        ("GET", "/jobs?status=done"),
        ("GET", "/jobs/"),
        ("GET", "/jobs.json"),
        ("GET", "/jobs/5"),
        ("POST", "/search"),
        ("get", "/jobs"),
    ],
)
def test_a_planned_request_is_sent(
    contract: Contract, here: Listener, method: str, path: str
) -> None:
    guard = guard_of(contract, here.url())
    with guard.session() as made:
        assert made.request(method, here.url() + path).status_code == 200
    assert [(heard.method, heard.target) for heard in here.heard] == [(method.upper(), path)]
    assert guard.sent == 1


@pytest.mark.parametrize(
    ("method", "path", "names"),
    [
        ("POST", "/jobs", "createJob has the effect write"),
        ("DELETE", "/jobs/5", "deleteJob has the effect destroy"),
        ("PUT", "/jobs/5", "PUT /jobs/5 is no operation of small"),
        ("HEAD", "/jobs", "HEAD /jobs is no operation of small"),
        ("GET", "/", "GET / is no operation of small"),
        ("GET", "", "GET / is no operation of small"),
        ("GET", "/nothing", "GET /nothing is no operation of small"),
        ("GET", "//jobs", "GET //jobs is no operation of small"),
        ("GET", "/jobs/%2e%2e", "may lead to another path"),
        ("POST", "/__contract__/reset", "POST /__contract__/reset is no operation of small"),
    ],
)
def test_what_no_plan_holds_does_not_leave_even_to_loopback(
    contract: Contract, here: Listener, method: str, path: str, names: str
) -> None:
    assert names in refused(guard_of(contract, here.url()), method, here.url() + path)
    assert here.heard == []


def test_dots_in_a_path_do_not_lead_out_of_the_plan(contract: Contract, here: Listener) -> None:
    guard = guard_of(contract, here.url())
    request = requests.Request("GET", f"{here.url()}/jobs/x").prepare()
    request.url = f"{here.url()}/jobs/.."
    with guard.session() as made, pytest.raises(NotPlanned, match="another path"):
        made.send(request)
    assert here.heard == []


@pytest.mark.parametrize("effects", [READS, ALL])
def test_another_host_port_or_scheme_is_refused_whatever_is_allowed(
    contract: Contract, here: Listener, other: Listener, effects: frozenset[Effect]
) -> None:
    for url in (
        f"{other.url()}/jobs",
        f"{here.url('localhost')}/jobs",
        f"https://127.0.0.1:{here.port}/jobs",
        f"http://user@127.0.0.1:{here.port}/jobs",
        f"http://127.0.0.1:{here.port}@127.0.0.1:{other.port}/jobs",
        f"http://127.0.0.1:{other.port}\\@127.0.0.1:{here.port}/jobs",
        f"http://127.0.0.1:{here.port}.localhost:{other.port}/jobs",
        "http://127.0.0.1/jobs",
    ):
        guard = guard_of(contract, here.url(), effects)
        with guard.session() as made, pytest.raises((NotPlanned, requests.exceptions.InvalidURL)):
            made.get(url, auth=("u", "p"))
        assert guard.sent == 0
    assert here.heard == other.heard == []


def test_a_prepared_request_to_another_host_is_refused_too(
    contract: Contract, here: Listener, other: Listener
) -> None:
    request = requests.Request("GET", f"{here.url()}/jobs").prepare()
    request.url = f"http://127.0.0.1:{other.port}\\@127.0.0.1:{here.port}/jobs"
    with guard_of(contract, here.url(), ALL).session() as made, pytest.raises(NotPlanned):
        made.send(request)
    assert here.heard == other.heard == []


def test_a_refusal_names_the_request_and_the_target(
    contract: Contract, here: Listener, other: Listener
) -> None:
    told = refused(guard_of(contract, here.url()), "GET", f"{other.url()}/jobs")
    assert told == f"GET {other.url()}/jobs goes to another host than {here.url()}"


def test_on_loopback_everything_goes_where_all_effects_are_allowed(
    contract: Contract, here: Listener
) -> None:
    guard = guard_of(contract, here.url(), ALL)
    with guard.session() as made:
        for method, path in (("DELETE", "/jobs/5"), ("PROPFIND", "/nothing"), ("POST", "/")):
            assert made.request(method, here.url() + path).status_code == 200
    assert guard.sent == len(here.heard) == 3


def test_elsewhere_only_operations_go_even_where_all_effects_are_allowed(
    contract: Contract,
) -> None:
    guard = guard_of(contract, "https://api.example.com/v1", ALL)
    assert "PROPFIND" in refused(guard, "PROPFIND", "https://api.example.com/v1/jobs")
    assert "/other" in refused(guard, "GET", "https://api.example.com/v1/other")


def test_below_a_base_path_only_that_path_is_the_api(contract: Contract, here: Listener) -> None:
    guard = guard_of(contract, f"{here.url()}/v1")
    for path in ("/jobs", "/v10/jobs", "/v1jobs", "/v2/jobs", "/", "/V1/jobs"):
        assert "is not below" in refused(guard, "GET", here.url() + path)
    with guard.session() as made:
        assert made.get(f"{here.url()}/v1/jobs").status_code == 200
    assert [heard.target for heard in here.heard] == ["/v1/jobs"]


@pytest.mark.parametrize("effects", [READS, ALL])
def test_a_redirect_to_another_host_is_not_followed(
    contract: Contract, other: Listener, effects: frozenset[Effect]
) -> None:
    with listening({"/jobs": f"{other.url()}/jobs"}) as turning:
        guard = guard_of(contract, turning.url(), effects)
        with guard.session() as made, pytest.raises(NotPlanned, match="another host"):
            made.get(f"{turning.url()}/jobs", auth=("user", "password"))
        assert (len(turning.heard), guard.sent) == (1, 1)
    assert other.heard == []


def test_a_redirect_is_followed_only_to_what_is_planned(contract: Contract) -> None:
    with listening({"/jobs": "/jobs/5", "/jobs/5": "/secret"}) as turning:
        guard = guard_of(contract, turning.url())
        with guard.session() as made, pytest.raises(NotPlanned, match="/secret is no operation"):
            made.get(f"{turning.url()}/jobs")
        assert [heard.target for heard in turning.heard] == ["/jobs", "/jobs/5"]


@pytest.mark.parametrize("own", [True, False])
def test_a_proxy_of_the_environment_changes_nothing(
    contract: Contract,
    here: Listener,
    other: Listener,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    *,
    own: bool,
) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login me password secret\n")
    monkeypatch.setenv("NETRC", str(netrc))
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, other.url())
    monkeypatch.delenv("NO_PROXY", raising=False)
    monkeypatch.delenv("no_proxy", raising=False)
    guard = guard_of(contract, here.url())
    with guard.session() if own else requests.Session() as made:
        guard.mount(made)
        assert made.get(f"{here.url()}/jobs").status_code == 200
    reachable(Target("url", here.url(), NOBODY))
    assert other.heard == []
    assert all(name.lower() != "authorization" for heard in here.heard for name, _ in heard.headers)
