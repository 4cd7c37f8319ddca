"""What is wrong with a document is told in one line with its place, and nothing else is raised."""

from collections.abc import Iterator
from contextlib import suppress
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

from contract_kit.model.conformance import misfits_of_answer, read_request
from contract_kit.model.contract import Match
from contract_kit.model.errors import Mistake
from contract_kit.model.exchange import Answer
from tests.openapi.small import OK, document, json_of, load

JSON = (("Content-Type", "application/json"),)


def mistake(folder: Path, source: Any) -> str:
    with pytest.raises(Mistake) as told:
        load(folder, source)
    message = str(told.value)
    assert message.startswith(str(folder / "small.json"))
    assert "\n" not in message
    return message.removeprefix(f"{folder / 'small.json'}: ")


@pytest.mark.parametrize(
    ("reference", "reason"),
    [
        ("#/components/schemas/Nowhere", "leads nowhere"),
        ("#/components/schemas/A/properties", "leads nowhere"),
        ("#/components/schemas/B", "leads to itself"),
        ("#/components/schemas/C", "leads to itself"),
        ("other.yaml#/A", "is outside the document; bundle it first"),
        ("https://example.com/schema.json", "is outside the document; bundle it first"),
        ("#A", "is outside the document; bundle it first"),
        ("", "is outside the document; bundle it first"),
    ],
)
def test_a_reference_that_leads_nowhere_is_told_with_its_place(
    tmp_path: Path, reference: str, reason: str
) -> None:
    schemas = {
        "A": {"type": "string"},
        "B": {"$ref": "#/components/schemas/C"},
        "C": {"$ref": "#/components/schemas/B"},
    }
    responses = {"200": {"description": "", "content": json_of({"$ref": reference})}}
    paths = {"/a/b": {"get": {"operationId": "do", "responses": responses}}}
    told = mistake(tmp_path, document(paths, components={"schemas": schemas}))
    assert reason in told
    assert reference in told or reason == "leads to itself"


@pytest.mark.parametrize("kind", ["parameters", "requestBodies", "responses", "headers"])
def test_references_in_a_circle_are_a_mistake_everywhere(tmp_path: Path, kind: str) -> None:
    circle = {"$ref": f"#/components/{kind}/One"}
    described: dict[str, Any] = {
        "parameters": {"parameters": [circle]},
        "requestBodies": {"requestBody": circle},
        "responses": {"responses": {"200": circle}},
        "headers": {"responses": {"200": {"description": "", "headers": {"X": circle}}}},
    }
    components = {kind: {"One": {"$ref": f"#/components/{kind}/Two"}, "Two": circle}}
    item = {"get": {"operationId": "do", "responses": OK, **described[kind]}}
    told = mistake(tmp_path, document({"/a": item}, components=components))
    assert "leads to itself" in told


@pytest.mark.parametrize(
    ("paths", "reason"),
    [
        ({}, "no operation is described under `paths`"),
        ({"/a": {}}, "no operation is described under `paths`"),
        (None, "no operation is described under `paths`"),
        (
            {"/a": {"get": {"operationId": "x"}, "put": {"operationId": "x"}}},
            "operationId 'x' stands twice, it must be unique",
        ),
        ([], "/paths: a mapping is expected, this is []"),
        ({"/a": None}, "/paths/~1a: a mapping is expected, this is None"),
        ({"/a": {"get": []}}, "/paths/~1a/get: a mapping is expected, this is []"),
        ({"a": {}}, "/paths/a: a path begins with '/'"),
        ({"/a": {"get": {"operationId": 5}}}, "/paths/~1a/get/operationId: text is expected"),
        ({"/a": {"get": {"responses": []}}}, "/paths/~1a/get/responses: a mapping is expected"),
        (
            {"/a": {"get": {"responses": {"200": "fine"}}}},
            "/paths/~1a/get/responses/200: a mapping is expected, this is 'fine'",
        ),
        ({"/a": {"get": {"parameters": {}}}}, "/paths/~1a/get/parameters: a list is expected"),
        (
            {"/a": {"get": {"parameters": [{"in": "query"}]}}},
            "/paths/~1a/get/parameters/0/name: text is expected, this is None",
        ),
        (
            {"/a": {"parameters": [{"name": "b", "in": "body"}], "get": {}}},
            "/paths/~1a/parameters/0/in: 'body' is none of query, path, header, cookie",
        ),
        (
            {"/a": {"get": {"parameters": [{"name": "id", "in": "path"}]}}},
            "/paths/~1a/get/parameters/0: the path /a has no {id}",
        ),
        (
            {"/a": {"get": {"parameters": [{"name": "n", "in": "query", "schema": "text"}]}}},
            "/paths/~1a/get/parameters/0/schema: a mapping is expected, this is 'text'",
        ),
        ({"/a": {"get": {"security": {}}}}, "/paths/~1a/get/security: a list is expected"),
    ],
)
def test_a_document_that_is_no_openapi_is_told_with_its_place(
    tmp_path: Path, paths: Any, reason: str
) -> None:
    assert mistake(tmp_path, document(paths)).startswith(reason)


FULL = document(
    {
        "/a/{id}": {
            "parameters": [
                {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}}
            ],
            "post": {
                "operationId": "do",
                "security": [{"basic": []}],
                "parameters": [
                    {
                        "name": "ids",
                        "in": "query",
                        "explode": False,
                        "schema": {"type": ["array"], "items": {"type": "integer"}},
                    },
                    {"$ref": "#/components/parameters/Limit"},
                ],
                "requestBody": {
                    "required": True,
                    "content": json_of({"properties": {"a": {"anyOf": [{"type": "string"}]}}}),
                },
                "responses": {
                    "200": {
                        "description": "",
                        "headers": {"X-Rate": {"schema": {"type": "integer"}}},
                        "content": json_of({"$ref": "#/components/schemas/A"}),
                    }
                },
            },
        }
    },
    servers=[{"url": "https://{x}.example.com", "variables": {"x": {"default": "a"}}}],
    components={
        "parameters": {"Limit": {"name": "limit", "in": "query", "content": json_of({})}},
        "schemas": {"A": {"type": "object", "required": ["a"], "properties": {"a": {}}}},
    },
)


def _places(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    members = value.items() if isinstance(value, dict) else enumerate(value)
    for key, member in members:
        yield (*path, key)
        if isinstance(member, dict | list):
            yield from _places(member, (*path, key))


@pytest.mark.parametrize("odd", [None, True, 0, "x", [], [None], {"": None}, {"$ref": "#/x"}])
def test_a_document_with_any_part_replaced_is_read_or_refused(tmp_path: Path, odd: Any) -> None:
    for place in _places(FULL):
        source: Any = deepcopy(FULL)
        owner = source
        for key in place[:-1]:
            owner = owner[key]
        owner[place[-1]] = odd
        with suppress(Mistake):
            for found in load(tmp_path, source).operations.values():
                read_request(Match(found, {"id": "1"}), "ids=1&limit=x", JSON, b"{}")
                list(misfits_of_answer(found, "POST", Answer(200, JSON, b"{}")))


def test_the_whole_document_is_read_where_nothing_is_replaced(tmp_path: Path) -> None:
    assert list(load(tmp_path, FULL).operations) == ["do"]
