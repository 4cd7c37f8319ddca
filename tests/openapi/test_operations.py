"""The operations of a document hold all that it promises of them."""

from pathlib import Path
from typing import Any

import pytest

from contract_kit.model.conformance import misfits_of_answer, read_request
from contract_kit.model.contract import Match
from contract_kit.model.exchange import Answer
from tests.openapi.small import OK, document, json_of, load, operation

JSON = (("Content-Type", "application/json"),)


def one(folder: Path, described: Any, method: str = "get", **rest: Any) -> Any:
    item = {method: {"operationId": "do", "responses": OK, **described}}
    return load(folder, document({"/a": item}, **rest)).operations["do"]


def test_operations_are_named_and_in_the_order_of_the_document(tmp_path: Path) -> None:
    paths = {
        "/b": {"post": {"operationId": "makeB", "responses": OK}, "get": {"responses": OK}},
        "/a": {"summary": "none", "x-of-others": 5, "head": {"operationId": "a", "responses": OK}},
    }
    contract = load(tmp_path, document({**paths, "x-group": "get this"}))
    assert list(contract.operations) == ["get /b", "makeB", "a"]
    assert [op.method for op in contract.operations.values()] == ["GET", "POST", "HEAD"]


@pytest.mark.parametrize(
    ("method", "said", "effect"),
    [
        ("get", {}, "read"),
        ("head", {}, "read"),
        ("options", {}, "read"),
        ("trace", {}, "read"),
        ("post", {}, "write"),
        ("put", {}, "write"),
        ("patch", {}, "write"),
        ("delete", {}, "destroy"),
        ("post", {"x-effect": "read"}, "read"),
        ("get", {"x-effect": "destroy"}, "destroy"),
    ],
)
def test_the_effect_follows_from_the_method_unless_it_is_said(
    tmp_path: Path, method: str, said: Any, effect: str
) -> None:
    assert one(tmp_path, said, method).effect == effect


@pytest.mark.parametrize(
    ("everywhere", "here", "secured"),
    [
        (None, None, False),
        ([{"basic": []}], None, True),
        ([{"basic": []}], [], False),
        ([{"basic": []}], [{}], False),
        ([{"basic": []}], [{"basic": []}, {}], False),
        (None, [{"basic": []}], True),
        ([], None, False),
    ],
)
def test_credentials_are_needed_where_no_requirement_is_empty(
    tmp_path: Path, everywhere: Any, here: Any, *, secured: bool
) -> None:
    rest = {} if everywhere is None else {"security": everywhere}
    assert one(tmp_path, {} if here is None else {"security": here}, **rest).secured is secured


def test_extensions_come_along(tmp_path: Path) -> None:
    found = one(
        tmp_path,
        {
            "x-refuses": [400, 422],
            "x-roles": ["admin"],
            "x-pagination": {"items": "/data"},
            "parameters": [
                {
                    "name": "state",
                    "in": "query",
                    "x-honours": {"equals": "/state"},
                    "schema": {"$ref": "#/components/schemas/State"},
                }
            ],
            "requestBody": {
                "content": json_of(
                    {
                        "properties": {
                            "sort": {"$ref": "#/components/schemas/Sort"},
                            "free": True,
                            "at": {"x-honours": {"within": "/at"}},
                        }
                    }
                )
            },
        },
        components={
            "schemas": {
                "State": {"type": "string", "default": "queued"},
                "Sort": {"type": "string", "default": "at", "x-honours": {"sorted_by": "/at"}},
            }
        },
    )
    assert (found.refuses, found.roles, found.pagination) == (
        (400, 422),
        ("admin",),
        {"items": "/data"},
    )
    assert found.parameters[0].honours == {"equals": "/state", "default": "queued"}
    assert found.honours == {
        "sort": {"sorted_by": "/at", "default": "at"},
        "at": {"within": "/at"},
    }


def test_a_parameter_of_the_operation_replaces_that_of_the_path(tmp_path: Path) -> None:
    def parameter(kind: str, **rest: Any) -> dict[str, Any]:
        return {"name": "limit", "in": "query", "schema": {"type": kind}, **rest}

    item = {
        "parameters": [parameter("string", required=True), parameter("string", **{"in": "header"})],
        "get": {"operationId": "do", "responses": OK, "parameters": [parameter("integer")]},
        "post": {"operationId": "make", "responses": OK},
    }
    contract = load(tmp_path, document({"/a": item}))
    found = {(p.name, p.location): p for p in contract.operations["do"].parameters}
    assert list(found) == [("limit", "query"), ("limit", "header")]
    assert found["limit", "query"].schema.source == {"type": "integer"}
    assert not found["limit", "query"].required
    assert contract.operations["make"].parameters[0].required


def test_chains_of_references_are_followed_everywhere(tmp_path: Path) -> None:
    ref = {kind: {"$ref": f"#/components/{kind}/First"} for kind in KINDS}
    components = {
        kind: {"First": {"$ref": f"#/components/{kind}/Second%20one"}, "Second one": target}
        for kind, target in KINDS.items()
    }
    item = {
        "parameters": [ref["parameters"]],
        "get": {
            "operationId": "do",
            "requestBody": ref["requestBodies"],
            "responses": {"200": ref["responses"]},
        },
    }
    paths = {"/a": {"$ref": "#/components/pathItems/A"}}
    components["pathItems"] = {"A": item}
    found = load(tmp_path, document(paths, components=components)).operations["do"]
    assert found.path == "/a"
    assert found.parameters[0].schema.source == {"type": "integer"}
    assert found.body is not None
    assert found.body.required
    answer = found.answers["200"]
    assert [(h.name, h.schema.source) for h in answer.headers] == [("X-Rate", {"type": "integer"})]
    reading = read_request(Match(found, {}), "n=x", JSON, b'"x"')
    assert [misfit.place for misfit in reading.misfits] == ["query:n", "body"]
    told = misfits_of_answer(found, "GET", Answer(200, (*JSON, ("X-Rate", "x")), b'"x"'))
    assert [misfit.place for misfit in told] == ["header:X-Rate", "body"]


INTEGER = {"$ref": "#/components/schemas/First"}
KINDS: dict[str, Any] = {
    "schemas": {"type": "integer"},
    "parameters": {"name": "n", "in": "query", "schema": INTEGER},
    "requestBodies": {"required": True, "content": json_of(INTEGER)},
    "headers": {"schema": INTEGER},
    "responses": {
        "description": "",
        "headers": {"X-Rate": {"$ref": "#/components/headers/First"}},
        "content": json_of(INTEGER),
    },
}


@pytest.mark.parametrize(
    ("servers", "url"),
    [
        (None, ""),
        ([], ""),
        ([{"url": "https://api.example.com/"}], "https://api.example.com"),
        (
            [{"url": "https://api.example.com/v2"}, {"url": "http://other"}],
            "https://api.example.com/v2",
        ),
        ([{"url": "/v2"}], "/v2"),
        (
            [
                {
                    "url": "https://{name}.example.com/{base}",
                    "variables": {"name": {"default": "acme"}, "base": {"default": "v3"}},
                }
            ],
            "https://acme.example.com/v3",
        ),
    ],
)
def test_the_first_server_counts_with_the_defaults_of_its_variables(
    tmp_path: Path, servers: Any, url: str
) -> None:
    rest = {} if servers is None else {"servers": servers}
    paths = {"/a": {"get": {"operationId": "do", "responses": OK}}}
    assert load(tmp_path, document(paths, **rest)).server == url


def test_parameters_may_be_described_by_content_or_not_at_all(tmp_path: Path) -> None:
    described = [
        {"name": "n", "in": "query", "content": json_of({"type": "integer"})},
        {"name": "any", "in": "query"},
    ]
    found = one(tmp_path, {"parameters": described})
    assert [parameter.schema.source for parameter in found.parameters] == [{"type": "integer"}, {}]
    assert found.parameters[1].schema.valid("anything")


def test_an_operation_on_a_template_knows_its_parameters(tmp_path: Path) -> None:
    assert [parameter.name for parameter in operation(tmp_path, {}).parameters] == ["id"]
