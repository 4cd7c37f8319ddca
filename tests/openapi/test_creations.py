"""Who deletes what a request has created: a link says it, the form of a collection, or nobody."""

from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_kit import openapi
from contract_kit.model.contract import Contract
from contract_kit.model.exchange import Answer, Exchange, Headers, Request
from contract_kit.openapi.creations import deleter_of, thing_of
from tests.model.laws import bodies, headers, law
from tests.openapi.collections_and_links import ADD, COLLECTION, LINKED, SERVER, deletion, thing

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ({"id": 7}, ()),
        ({"id": "7", "name": "n"}, ()),
        ({"thing_id": 7, "id": 8}, ()),
        ({"thing": {"id": 7}}, ()),
        ({"ok": True, "thing": {"thing_id": "7", "id": 1}}, ()),
        ({"id": 7, "thing": {"id": "7"}}, ()),
        ({"id": 9}, ("Location", "/v1/shops/a%20b/things/7")),
        (None, ("location", f"{SERVER}/shops/a%20b/things/7.json?x=1")),
        (None, ("Location", "things/7")),
    ],
)
def test_what_a_post_has_created_is_deleted_below_its_own_path(body: Any, told: Any) -> None:
    found = thing(COLLECTION, ADD, body, 201, *([told] if told else ()))
    assert deletion(found) == "/shops/a%20b/things/7.json"
    assert found is not None
    assert (found.deleter, found.new, found.deletion.headers) == ("remove", True, ())


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (None, ()),
        ([{"id": 7}], ()),
        ({"name": "n"}, ()),
        ({"id": None}, ()),
        ({"id": True}, ()),
        ({"id": {"of": 7}}, ()),
        ({"id": ""}, ()),
        ({"id": ".."}, ()),
        ({"id": "many"}, ()),
        ({"thing": {"id": 7}, "audit": {"id": 8}}, ()),
        ({"id": "request-1", "thing": {"id": 7}}, ()),
        (None, ("Location", "https://evil.example/v1/shops/a%20b/things/7")),
        (None, ("Location", "/v1/shops/other/things/7")),
        (None, ("Location", "/v1/shops/a%20b/things/7/notes")),
        (None, ("Location", "/v1/shops/a%20b/things/%2e%2e")),
        (None, ("Location", "http://[")),
    ],
)
def test_where_nobody_knows_what_was_created_nobody_deletes_it(body: Any, told: Any) -> None:
    assert thing(COLLECTION, ADD, body, 201, *([told] if told else ())) is None


@pytest.mark.parametrize(
    ("line", "status"),
    [
        (ADD, 200),
        (ADD, 409),
        ("GET /shops/a/things", 201),
        ("PUT /shops/a/things/7", 201),
        ("POST /shops/a/things/7/notes", 201),
        ("POST /orders", 200),
        ("POST /jobs", 201),
        ("POST /search", 201),
    ],
)
def test_without_a_link_only_a_post_that_is_answered_201_creates(line: str, status: int) -> None:
    assert thing(COLLECTION, line, {"id": 7}, status) is None


def test_a_name_that_another_spelling_of_a_path_hides_names_nothing() -> None:
    assert deletion(thing(COLLECTION, "POST /orders", {"id": "7"})) == "/orders/7"
    assert thing(COLLECTION, "POST /orders", {"id": "7.json"}) is None


def test_a_link_says_who_deletes() -> None:
    found = thing(LINKED, "POST /types", {"key": "a/b c"})
    assert found is not None
    assert (found.deleter, found.deletion.method) == ("discard", "POST")
    assert (deletion(found), found.new) == ("/types/a%2Fb%20c/discard", True)
    assert deletion(thing(LINKED, "POST /items", {"id": 5}, 200)) == "/items?ids=5"


@pytest.mark.parametrize(
    ("line", "body", "status"),
    [
        ("POST /types", {"name": "n"}, 201),
        ("POST /types", {"key": "n"}, 409),
        ("POST /types", {"key": "."}, 201),
        ("GET /first", {"key": "n"}, 200),
        ("PUT /items?ids=5", {"id": 5}, 200),
        ("POST /cart", {}, 201),
    ],
)
def test_a_link_that_is_not_of_a_created_thing_says_nothing(
    line: str, body: Any, status: int
) -> None:
    assert thing(LINKED, line, body, status) is None


@pytest.mark.parametrize(
    ("line", "status", "new"),
    [
        ("PUT /types/n", 201, True),
        ("PUT /types/n", 200, False),
        ("POST /types/n/publish", 201, False),
        ("POST /types/m/publish", 201, True),
        ("POST /types/n/copy", 200, False),
        ("POST /types/m/copy", 200, True),
        ("POST /types/m/copy?to=n", 200, False),
        ("POST /types?like=n", 201, True),
    ],
)
def test_what_a_request_names_itself_was_there_before(line: str, status: int, new: bool) -> None:
    found = thing(LINKED, line, {"key": "n"}, status)
    assert found is not None
    assert found.new is new
    assert deletion(found) == "/types/n/discard"


def test_the_specification_says_beforehand_what_can_be_deleted() -> None:
    def deleters(contract: Contract) -> dict[str, str]:
        found = {name: deleter_of(contract, one) for name, one in contract.operations.items()}
        return {name: one.id for name, one in found.items() if one is not None}

    assert deleters(COLLECTION) == {"add": "remove"}
    assert deleters(LINKED) == {
        "addType": "discard",
        "setType": "discard",
        "publish": "discard",
        "copy": "discard",
        "addItem": "wipe",
    }
    files = [one for one in (ROOT / "specs").glob("*.yaml") if one.name.count(".") == 1]
    shipped = [openapi.load(file) for file in files]
    known = {name: one for contract in shipped for name, one in deleters(contract).items()}
    assert known == {"createObjectType": "deleteObjectType"}


@law
@given(st.text(), st.text())
def test_whatever_a_thing_is_called_its_deletion_is_of_it_and_of_nothing_else(
    name: str, other: str
) -> None:
    line = f"POST /shops/{quote(other, safe='') or 'x'}/things"
    if COLLECTION.find(*line.split(" ")) is None:
        return
    found = thing(COLLECTION, line, {"id": name})
    if found is not None:
        match = COLLECTION.find("DELETE", found.deletion.path.removeprefix("/v1"))
        assert match is not None
        assert (match.operation.id, list(match.arguments.values())[-1]) == ("remove", name)
        assert found.is_all_of(match, found.deletion)
    else:
        assert {name, other} & {"", ".", "..", "many"}


@law
@given(st.sampled_from(["POST /types", "POST /items", "PUT /types/n"]), bodies, bodies, headers)
def test_no_answer_is_too_odd(line: str, sent: bytes, came: bytes, told: Headers) -> None:
    method, _, path = line.partition(" ")
    match = LINKED.find(method, path)
    assert match is not None
    asked = Request(method, f"{SERVER}{path}", told, sent)
    thing_of(LINKED, SERVER, match, Exchange(asked, Answer(201, told, came)))
