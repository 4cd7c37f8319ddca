"""Links are read as OpenAPI has them: by id or reference, shared or not, with what fills them."""

from pathlib import Path
from typing import Any

import pytest

from contract_kit.model.contract import Contract
from contract_kit.model.exchange import Answer, Exchange, Request
from contract_kit.openapi.links import Link, Place, filled, links_of
from tests.openapi.small import document, json_of, load

THING = "/shops/{shop}/things/{id}"


def parameter(name: str, location: str) -> dict[str, Any]:
    return {"name": name, "in": location, "required": location == "path", "schema": {}}


def contract(folder: Path, *links: Any, status: str = "201", **components: Any) -> Contract:
    """An operation `add` whose answer has the links, and what they may lead to."""
    answer = {"description": "", "links": {str(at): link for at, link in enumerate(links)}}
    paths = {
        "/shops/{shop}/things": {
            "parameters": [parameter("shop", "path"), parameter("dry", "query")],
            "post": {"operationId": "add", "responses": {status: answer}},
        },
        THING: {
            "parameters": [parameter("shop", "path"), parameter("id", "path")],
            "delete": {
                "operationId": "remove",
                "parameters": [parameter("id", "query"), parameter("If-Match", "header")],
                "responses": {"204": {"description": "", "content": json_of({})}},
            },
        },
    }
    return load(folder, document(paths, components={"links": components}))


def found(folder: Path, *links: Any, **components: Any) -> list[Link]:
    made = contract(folder, *links, **components)
    return list(links_of(made, made.operations["add"], "201"))


@pytest.mark.parametrize(
    "target",
    [
        {"operationId": "remove"},
        {"operationRef": "#/paths/~1shops~1{shop}~1things~1{id}/delete"},
        {"operationRef": "#/paths/~1shops~1%7Bshop%7D~1things~1%7Bid%7D/delete"},
        {"$ref": "#/components/links/shared"},
    ],
)
def test_a_link_leads_to_an_operation(tmp_path: Path, target: Any) -> None:
    (link,) = found(tmp_path, target, shared={"operationId": "remove"})
    assert (link.operation.id, link.parameters) == ("remove", {})


@pytest.mark.parametrize(
    "link",
    [
        {"operationId": "none"},
        {"operationRef": "other.yaml"},
        {"operationRef": "#/paths/remove"},
        {"operationId": "remove", "parameters": {"unknown": 1}},
        {"operationId": "remove", "parameters": {"cookie.id": 1}},
        {"operationId": "remove", "parameters": []},
        {"$ref": "#/components/links/none"},
        {"$ref": "other.yaml"},
        {},
        7,
    ],
)
def test_a_link_that_leads_nowhere_is_none(tmp_path: Path, link: Any) -> None:
    assert found(tmp_path, link) == []


def test_a_link_is_of_its_status_alone(tmp_path: Path) -> None:
    made = contract(tmp_path, {"operationId": "remove"}, status="2XX")
    add = made.operations["add"]
    assert [len(list(links_of(made, add, status))) for status in ("2XX", "201")] == [1, 0]


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("id", ("path", "id")),
        ("path.id", ("path", "id")),
        ("query.id", ("query", "id")),
        ("header.If-Match", ("header", "If-Match")),
    ],
)
def test_a_parameter_is_named_with_or_without_its_place(
    tmp_path: Path, name: str, place: Place
) -> None:
    (link,) = found(tmp_path, {"operationId": "remove", "parameters": {name: "x"}})
    assert link.parameters == {place: "x"}


ASKED = Request(
    "POST",
    "http://api.example/shops/a%20b/things?dry=yes",
    (("X-Tag", "t1"),),
    b'{"name": "n", "of": {"type": 3}}',
)
CAME = Answer(201, (("ETag", '"e"'),), b'{"data": {"id": 7, "ok": true, "a/b": "s", "no": null}}')


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("$request.path.shop", "a b"),
        ("$request.query.dry", "yes"),
        ("$request.header.x-tag", "t1"),
        ("$request.body#/of/type", "3"),
        ("$response.header.etag", '"e"'),
        ("$response.body#/data/id", "7"),
        ("$response.body#/data/a~1b", "s"),
        ("n-{$response.body#/data/id}-{$request.path.shop}", "n-7-a b"),
        ("constant", "constant"),
        (12, "12"),
    ],
)
def test_what_fills_a_parameter(tmp_path: Path, source: Any, text: str) -> None:
    assert value(tmp_path, source) == text


@pytest.mark.parametrize(
    "source",
    [
        "$response.body#/data/none",
        "$response.body#/data/ok",
        "$response.body#/data/no",
        "$response.body#/data",
        "$response.body",
        "$response.path.shop",
        "$request.path.none",
        "$request.query.none",
        "$response.header.none",
        "n-{$response.body#/data/none}",
        "{$url}",
        "$url",
        "$statusCode",
        1.5,
        None,
        [],
    ],
)
def test_what_names_nothing_fills_nothing(tmp_path: Path, source: Any) -> None:
    assert value(tmp_path, source) is None


def test_a_body_that_is_no_json_fills_nothing(tmp_path: Path) -> None:
    assert value(tmp_path, "$response.body#/data/id", Answer(201, (), b"{")) is None


def value(folder: Path, source: Any, answer: Answer = CAME) -> str | None:
    made = contract(folder, {"operationId": "remove", "parameters": {"id": source}})
    (link,) = links_of(made, made.operations["add"], "201")
    match = made.find("POST", "/shops/a%20b/things")
    assert match is not None
    values = filled(link, match, Exchange(ASKED, answer))
    return None if values is None else values["path", "id"]
