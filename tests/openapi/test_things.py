"""A request names a created thing by its path or as a link does, and then nothing else."""

import pytest

from contract_kit.model.exchange import Request
from contract_kit.openapi.things import is_deletion
from tests.openapi.collections_and_links import ADD, COLLECTION, LINKED, SERVER, names, thing


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("DELETE /shops/a%20b/things/7", True),
        ("DELETE /shops/a%20b/things/7.json?force=yes", True),
        ("PUT /shops/a%20b/things/7", True),
        ("POST /shops/a%20b/things/7/notes", True),
        ("PUT /shops/a%20b/things/8", False),
        ("PUT /shops/a/things/7", False),
        ("POST /shops/a%20b/things", False),
        ("DELETE /shops/a%20b/things/many", False),
        ("DELETE /orders/7", False),
    ],
)
def test_a_request_at_or_below_its_path_names_a_thing(line: str, named: bool) -> None:
    assert names(thing(COLLECTION, ADD, {"id": 7}), COLLECTION, line) is named


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("DELETE /items?ids=5", True),
        ("PATCH /items?ids=5", True),
        ("DELETE /items?ids=5,6", False),
        ("DELETE /items?ids=5&ids=6", False),
        ("DELETE /items?ids=5&others=6", False),
        ("DELETE /items", False),
        ("PUT /items?ids=5", False),
        ("PATCH /users/5", True),  # the link names it by the same id
        ("PATCH /users/6", False),
    ],
)
def test_a_request_names_a_thing_as_the_links_of_its_creation_do(line: str, named: bool) -> None:
    assert names(thing(LINKED, "POST /items", {"id": 5}, 200), LINKED, line) is named


@pytest.mark.parametrize(
    ("line", "named"),
    [
        ("PUT /types/n/name", True),
        ("POST /types/n/discard", True),
        ("PUT /types/n/owner/3", False),
        ("PUT /types/m/name", False),
    ],
)
def test_what_a_path_names_besides_is_not_ours(line: str, named: bool) -> None:
    assert names(thing(LINKED, "POST /types", {"key": "n"}), LINKED, line) is named


def test_one_deletion_is_another_in_any_spelling() -> None:
    one = Request("DELETE", f"{SERVER}/things/a%20b?ids=1")
    assert is_deletion(one, Request("DELETE", f"{SERVER}/things/a b.json/?force=1&ids=1"))
    assert not is_deletion(one, Request("DELETE", f"{SERVER}/things/a b"))
    assert not is_deletion(one, Request("GET", f"{SERVER}/things/a%20b?ids=1"))
