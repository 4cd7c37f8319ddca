"""The operation of a request is found as an HTTP server would find it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_kit.model.contract import Contract
from tests.model.laws import law
from tests.openapi.small import OK, document, load

TEMPLATES = {
    "/": ["get"],
    "/jobs": ["get", "post"],
    "/jobs/{id}": ["get", "delete"],
    "/jobs/{id}:cancel": ["post"],
    "/jobs/{id}/items/{n}": ["get"],
    "/jobs/{id}/items/first": ["get"],
    "/jobs/current": ["get"],
    "/jobs/v{version}": ["get"],
    "/{any}/current": ["get"],
    "/reports/{year}-{month}": ["get"],
    "/files/{name}.csv": ["get"],
    "/old/{id}.json": ["get"],
    "/slashed/": ["get"],
    "/a.b/{c}": ["get"],
}


@pytest.fixture(scope="module")
def contract(tmp_path_factory: pytest.TempPathFactory) -> Contract:
    paths = {
        path: {m: {"operationId": f"{m} {path}", "responses": OK} for m in methods}
        for path, methods in TEMPLATES.items()
    }
    return load(tmp_path_factory.mktemp("paths"), document(paths))


@pytest.mark.parametrize(
    ("method", "path", "operation", "arguments"),
    [
        ("GET", "/", "get /", {}),
        ("GET", "", "get /", {}),
        ("GET", "/jobs", "get /jobs", {}),
        ("GET", "/jobs/", "get /jobs", {}),
        ("GET", "/jobs.json", "get /jobs", {}),
        ("POST", "/jobs.json/", "post /jobs", {}),
        ("GET", "/jobs/5", "get /jobs/{id}", {"id": "5"}),
        ("GET", "/jobs/5.json", "get /jobs/{id}", {"id": "5"}),
        ("GET", "/jobs/5/", "get /jobs/{id}", {"id": "5"}),
        ("GET", "/jobs/a%2Fb%20%C3%A9", "get /jobs/{id}", {"id": "a/b é"}),
        ("GET", "/jobs/%zz", "get /jobs/{id}", {"id": "%zz"}),
        ("GET", "/jobs/current", "get /jobs/current", {}),
        ("GET", "/jobs/current.json", "get /jobs/current", {}),
        ("GET", "/other/current", "get /{any}/current", {"any": "other"}),
        ("POST", "/jobs/5:cancel", "post /jobs/{id}:cancel", {"id": "5"}),
        ("GET", "/jobs/5:pause", "get /jobs/{id}", {"id": "5:pause"}),
        ("GET", "/jobs/v2", "get /jobs/v{version}", {"version": "2"}),
        ("GET", "/jobs/5/items/7", "get /jobs/{id}/items/{n}", {"id": "5", "n": "7"}),
        ("GET", "/jobs/5/items/first", "get /jobs/{id}/items/first", {"id": "5"}),
        ("GET", "/reports/2026-01", "get /reports/{year}-{month}", {"year": "2026", "month": "01"}),
        ("GET", "/files/a.b.csv", "get /files/{name}.csv", {"name": "a.b"}),
        ("GET", "/old/5.json", "get /old/{id}.json", {"id": "5"}),
        ("GET", "/old/5", "get /old/{id}.json", {"id": "5"}),
        ("GET", "/slashed", "get /slashed/", {}),
        ("GET", "/slashed/", "get /slashed/", {}),
    ],
)
def test_a_path_finds_its_operation_and_arguments(
    contract: Contract, method: str, path: str, operation: str, arguments: dict[str, str]
) -> None:
    found = contract.find(method, path)
    assert found is not None
    assert found.operation.id == operation
    assert found.arguments == arguments


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("PATCH", "/jobs"),
        ("get", "/jobs"),
        ("GET", "/nothing"),
        ("GET", "/jobs/5/items"),
        ("GET", "/jobs/5/items/7/8"),
        ("GET", "//jobs"),
        ("GET", "/jobs//items/7"),
        ("GET", "/files/.csv"),
        ("GET", "/axb/5"),
        ("GET", "/reports/2026"),
        ("GET", "jobs"),
    ],
)
def test_anything_else_is_unknown(contract: Contract, method: str, path: str) -> None:
    assert contract.find(method, path) is None


def test_the_methods_of_a_path_are_those_of_its_template(contract: Contract) -> None:
    assert contract.methods("/jobs/") == ("GET", "POST")
    assert contract.methods("/jobs/5") == ("DELETE", "GET")
    assert contract.methods("/jobs/current") == ("GET",)
    assert contract.methods("/nothing") == ()


@law
@given(
    st.text() | st.lists(st.sampled_from(["jobs", "%", ".json", "{id}", "", ".."])).map("/".join)
)
def test_no_path_is_too_odd_to_be_looked_up(contract: Contract, path: str) -> None:
    found = contract.find("GET", path)
    assert found is None or "GET" in contract.methods(path)


@law
@given(st.text("abc.:-{}%/ é~", min_size=1))
def test_an_argument_comes_back_as_it_was_before_it_was_encoded(
    contract: Contract, argument: str
) -> None:
    encoded = "".join(f"%{octet:02X}" for octet in argument.encode())
    found = contract.find("GET", f"/jobs/{encoded}")
    assert found is not None
    assert found.arguments == {"id": argument}


@pytest.mark.parametrize("turned", [False, True])
def test_the_order_in_the_document_does_not_decide(tmp_path: Path, *, turned: bool) -> None:
    templates = ["/a/{id}", "/a/{id}:cancel", "/{x}/b", "/a/b"]
    paths = {
        path: {"get": {"operationId": path, "responses": OK}}
        for path in (reversed(templates) if turned else templates)
    }
    made = load(tmp_path, document(paths))
    asked = ("/a/1:cancel", "/a/1", "/a/b", "/c/b")
    found = [made.find("GET", path) for path in asked]
    assert [match.operation.id for match in found if match] == [
        "/a/{id}:cancel",
        "/a/{id}",
        "/a/b",
        "/{x}/b",
    ]
