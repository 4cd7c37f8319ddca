"""Extensions that are not as ours must be are refused before anything relies on them."""

from pathlib import Path
from typing import Any

import pytest

from contract_kit.model.errors import Mistake
from contract_kit.openapi.extensions import KNOWN
from tests.openapi.small import OK, document, json_of, load

LIFECYCLE = {
    "id": "/id",
    "state": "/state",
    "initial": ["queued"],
    "terminal": ["done"],
    "moves": {"queued": ["done"]},
}
PROVENANCE = {"document": "Jobs", "section": "List", "kind": "observed", "note": "seen"}
PAGES = {
    "items": "/data",
    "identity": "/id",
    "next": "/links/next",
    "previous": "header:Link",
    "more": None,
    "total": "/count",
    "cursor": {"in": "query", "name": "cursor", "from": "/cursor"},
    "page": {"in": "query", "name": "page"},
    "size": {"in": "query", "name": "per_page", "default": 10, "max": 1000},
    "pages": 80,
    "resend_body": True,
}
FULL_LIFECYCLE = {
    **LIFECYCLE,
    "present": {"done": ["/at"]},
    "null": {"queued": ["/at"]},
    "order": ["/created", "/updated"],
    "immutable": ["/id"],
    "progress": "/progress",
    "total": "/total",
    "lives": "PT24H",
    "started_by": ["createJob"],
    "shown_by": "showJob",
}

GOOD: list[tuple[str, Any]] = [
    ("x-effect", "read"),
    ("x-refuses", [400, 422]),
    ("x-roles", ["admin"]),
    ("x-free", True),
    ("x-volatile", "cursor"),
    ("x-secret", True),
    ("x-honours", {"equals": "/state"}),
    ("x-honours", {"within": "/at"}),
    ("x-honours", {"sorted_by": "/at"}),
    ("x-honours", {"sorted_by": {"created": "/created_at"}}),
    ("x-provenance", PROVENANCE),
    ("x-provenance", {"kind": "chosen"}),
    ("x-lifecycle", LIFECYCLE),
    ("x-lifecycle", FULL_LIFECYCLE),
    ("x-pagination", {"items": ""}),
    ("x-pagination", PAGES),
]
BAD: list[tuple[str, Any, str]] = [
    ("x-effect", "delete", ""),
    ("x-effect", None, ""),
    ("x-refuses", 400, ""),
    ("x-refuses", [200], "/0"),
    ("x-refuses", ["400"], "/0"),
    ("x-roles", [], ""),
    ("x-roles", [""], "/0"),
    ("x-free", "yes", ""),
    ("x-volatile", "uuid", ""),
    ("x-secret", False, ""),
    ("x-honours", {}, ""),
    ("x-honours", {"equal": "/state"}, "/equal"),
    ("x-honours", {"equals": "state"}, "/equals"),
    ("x-honours", {"equals": "/a~b"}, "/equals"),
    ("x-honours", {"equals": "/a", "within": "/b"}, ""),
    ("x-honours", {"sorted_by": {}}, "/sorted_by"),
    ("x-provenance", {}, "/kind"),
    ("x-provenance", {"kind": "guessed"}, "/kind"),
    ("x-provenance", {"kind": "chosen", "because": "so"}, "/because"),
    ("x-lifecycle", {**LIFECYCLE, "state": "state"}, "/state"),
    ("x-lifecycle", {**LIFECYCLE, "moves": {"queued": "done"}}, "/moves/queued"),
    ("x-lifecycle", {**LIFECYCLE, "lives": "a day"}, "/lives"),
    ("x-lifecycle", {"id": "/id"}, "/state"),
    ("x-pagination", {"items": "data"}, "/items"),
    ("x-pagination", {"items": "/data", "next": "Link"}, "/next"),
    ("x-pagination", {"items": "/data", "pages": 0}, "/pages"),
    ("x-pagination", {"items": "/data", "cursor": {"in": "path", "name": "c"}}, "/cursor/in"),
    ("x-pagination", {"items": "/data", "size": {"in": "query"}}, "/size/name"),
]


def with_extension(name: str, value: Any) -> dict[str, Any]:
    return document({"/a": {"get": {"operationId": "do", "responses": OK, name: value}}})


@pytest.mark.parametrize(("name", "value"), GOOD)
def test_a_good_extension_is_taken(tmp_path: Path, name: str, value: Any) -> None:
    assert load(tmp_path, with_extension(name, value)).operations


@pytest.mark.parametrize(("name", "value", "place"), BAD)
def test_a_bad_extension_is_refused_with_its_place(
    tmp_path: Path, name: str, value: Any, place: str
) -> None:
    with pytest.raises(Mistake) as told:
        load(tmp_path, with_extension(name, value))
    assert f"small.json: /paths/~1a/get/{name}{place}: " in str(told.value)
    assert "\n" not in str(told.value)


def test_every_known_extension_stands_in_both_tables() -> None:
    assert {name for name, _ in GOOD} == {name for name, *_ in BAD} == KNOWN


def test_extensions_of_others_are_none_of_our_business(tmp_path: Path) -> None:
    assert load(tmp_path, with_extension("x-internal", {"x": [1]})).operations


@pytest.mark.parametrize("key", ["example", "default", "const"])
def test_what_looks_like_an_extension_in_an_example_is_data(tmp_path: Path, key: str) -> None:
    schema = {key: {"x-free": "no"}}
    responses = {"200": {"description": "", "content": json_of(schema)}}
    source = document({"/a": {"get": {"operationId": "do", "responses": responses}}})
    assert load(tmp_path, source).operations


@pytest.mark.parametrize(
    ("where", "place"),
    [
        ({"properties": {"default": {"x-free": "no"}}}, "/properties/default/x-free"),
        ({"properties": {"enum": {"x-volatile": 1}}}, "/properties/enum/x-volatile"),
        ({"items": [{"x-free": 1}]}, "/items/0/x-free"),
    ],
)
def test_a_property_may_be_named_as_a_keyword_and_is_checked(
    tmp_path: Path, where: Any, place: str
) -> None:
    responses = {"default": {"description": "", "content": json_of(where)}}
    source = document({"/a": {"get": {"operationId": "do", "responses": responses}}})
    with pytest.raises(Mistake, match=f"responses/default/content/.*{place}: "):
        load(tmp_path, source)


def test_a_property_may_be_named_as_an_extension(tmp_path: Path) -> None:
    schema = {"properties": {"x-free": {"type": "string"}}}
    responses = {"200": {"description": "", "content": json_of(schema)}}
    source = document({"/a": {"get": {"operationId": "do", "responses": responses}}})
    assert load(tmp_path, source).operations
