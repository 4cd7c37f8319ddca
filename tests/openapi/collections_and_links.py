"""Two specifications of what can be created: collections without links, and links."""

import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from contract_kit.model.contract import Contract
from contract_kit.model.exchange import Answer, Exchange, Request
from contract_kit.openapi.creations import thing_of
from contract_kit.openapi.things import Thing
from tests.openapi.small import document, load

SERVER = "https://api.example/v1"
ADD = "POST /shops/a%20b/things"


def operation(name: str, *statuses: str, **rest: Any) -> dict[str, Any]:
    answers = {status: {"description": ""} for status in statuses or ("200",)}
    return {"operationId": name, "responses": answers, **rest}


def linked(name: str, status: str, effect: str = "write", /, **links: Any) -> dict[str, Any]:
    """An operation whose answer has links: parameters by the operation that they lead to."""
    told = {target: {"operationId": target, "parameters": given} for target, given in links.items()}
    answers = {status: {"description": "", "links": told}}
    return {"operationId": name, "responses": answers, "x-effect": effect}


def parameters(path: str) -> list[dict[str, Any]]:
    names = [one.partition("}")[0] for one in path.split("{")[1:]]
    return [{"name": n, "in": "path", "required": True, "schema": {}} for n in names]


def loaded(paths: dict[str, Any]) -> Contract:
    placed = {path: {**item, "parameters": parameters(path)} for path, item in paths.items()}
    with TemporaryDirectory() as folder:
        return load(Path(folder), document(placed))


ID, KEY = "$response.body#/id", "$response.body#/key"
IDS = {"name": "ids", "in": "query", "required": True, "schema": {}}
COLLECTION = loaded(
    {
        "/shops/{shop}/things.json": {"post": operation("add", "201"), "get": operation("list")},
        "/shops/{s}/things/{thing_id}.json": {
            "delete": operation("remove", "204"),
            "put": operation("change", "200", "201"),
        },
        "/shops/{shop}/things/{id}/notes": {"post": operation("note", "201")},
        "/shops/{shop}/things/many": {"delete": operation("removeMany", "204")},
        "/orders": {"post": operation("order", "200")},
        "/orders/{id}": {"delete": operation("cancel", "204")},
        "/jobs": {"post": operation("start", "201")},
        "/jobs/{id}": {"delete": operation("hide", "204", **{"x-effect": "write"})},
        "/search": {"post": operation("search", "201", **{"x-effect": "read"})},
        "/search/{id}": {"delete": operation("forget", "204")},
    }
)
LINKED = loaded(
    {
        "/types": {
            "post": linked("addType", "201", discard={"key": KEY}, rename={"key": KEY})
            | {"parameters": [{"name": "like", "in": "query", "schema": {}}]}
        },
        "/types/{key}": {
            "put": linked("setType", "2XX", discard={"key": "$request.path.key"}),
        },
        "/types/{key}/name": {"put": operation("rename")},
        "/types/{key}/owner/{user}": {"put": operation("give")},
        "/types/{key}/discard": {"post": operation("discard", "204", **{"x-effect": "destroy"})},
        "/types/{key}/publish": {"post": linked("publish", "201", discard={"key": KEY})},
        "/types/{key}/copy": {"post": linked("copy", "200", discard={"key": KEY})},
        "/items": {
            "post": linked("addItem", "200", wipe={"ids": ID}, mark={"ids": ID}, user={"id": ID})
            | {"parameters": []},
            "delete": operation("wipe", "204", parameters=[IDS]),
            "patch": operation("mark", parameters=[IDS]),
            "put": linked("touch", "200", wipe={"ids": "$request.query.ids"})
            | {"parameters": [IDS]},
        },
        "/users/{id}": {"patch": operation("user")},
        "/first": {"get": linked("first", "200", "read", discard={"key": KEY})},
        "/cart": {
            "post": linked("fill", "201", empty={}),
            "delete": operation("empty", "204"),
        },
    }
)


def thing(
    contract: Contract,
    line: str,
    body: Any = None,
    status: int = 201,
    *told: tuple[str, str],
    sent: bytes = b"",
) -> Thing | None:
    method, _, path = line.partition(" ")
    match = contract.find(method, path.partition("?")[0])
    assert match is not None
    answer = Answer(status, told, json.dumps(body).encode())
    asked = Request(method, f"{SERVER}{path}", (), sent)
    return thing_of(contract, SERVER, match, Exchange(asked, answer))


def deletion(found: Thing | None) -> str | None:
    return None if found is None else found.deletion.url.removeprefix(SERVER)


def names(found: Thing | None, contract: Contract, line: str) -> bool:
    """Whether a request names that thing and nothing else."""
    method, _, path = line.partition(" ")
    match = contract.find(method, path.partition("?")[0])
    assert match is not None
    assert found is not None
    return found.is_all_of(match, Request(method, f"{SERVER}{path}"))
