"""A small shop: its contract, stories about it, and a vendor whose answers are written down."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from email.message import Message
from functools import cache
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace
from typing import Any

import requests
import yaml
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse

from contract_kit.model.contract import Contract
from contract_kit.model.exchange import Request
from contract_kit.model.target import Credentials, Target
from contract_kit.stories import Event, Played, Stopped, Story, play, read_stories
from tests.openapi.small import document, json_of, load

URL = "https://shop.example"
_JOB = {
    "type": "object",
    "properties": {"id": {"type": "string"}, "state": {"type": "string"}},
    "x-lifecycle": {
        "id": "/id",
        "state": "/state",
        "initial": ["queued"],
        "terminal": ["done", "failed"],
        "moves": {"queued": ["running", "done"], "running": ["done", "failed"]},
    },
}
_ID = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}


def _operation(name: str, schema: Any, parameters: Sequence[Any] = (), **rest: Any) -> Any:
    answers = {"200": {"description": "", "content": json_of(schema)}}
    return {"operationId": name, "parameters": list(parameters), "responses": answers, **rest}


def _query(*names: str) -> list[Any]:
    return [{"name": name, "in": "query", "schema": {}} for name in names]


def _listing(name: str, pagination: Any, *parameters: Any, **rest: Any) -> Any:
    return _operation(
        name, {}, parameters, **{"x-pagination": {"items": "/items", **pagination}, **rest}
    )


_CURSOR = {"in": "query", "name": "after", "from": "/after"}
_PATHS: Mapping[str, Any] = {
    "/jobs/{id}": {
        "get": _operation(
            "showJob", {"properties": {"job": {"$ref": "#/components/schemas/Job"}}}, [_ID]
        ),
        "delete": _operation("dropJob", {}, [_ID]),
    },
    "/jobs": {
        "get": _operation("listJobs", {}, _query("state")),
        "post": _operation("startJob", {}, requestBody={"content": json_of({})}),
    },
    "/linked": {
        "get": _listing("listLinked", {"next": "/next", "previous": "/previous"}, *_query("size"))
    },
    "/searched": {
        "post": _listing(
            "search",
            {"next": "/next", "resend_body": True},
            **{"requestBody": {"content": json_of({})}, "x-effect": "read"},
        )
    },
    "/forgotten": {
        "post": _listing("forget", {"next": "/next"}, requestBody={"content": json_of({})})
    },
    "/headed": {"get": _listing("listHeaded", {"next": "header:Link", "previous": "header:Link"})},
    "/placed": {
        "get": _listing(
            "listPlaced", {"cursor": _CURSOR, "more": "/more"}, *_query("after", "size")
        )
    },
    "/numbered": {
        "get": _listing(
            "listNumbered",
            {"page": {"in": "query", "name": "page"}, "total": "/total"},
            *_query("page"),
        )
    },
    "/bodied": {
        "post": _listing(
            "listBodied",
            {"cursor": {"in": "body", "name": "after", "from": "/after"}},
            requestBody={"content": json_of({})},
        )
    },
}


@cache
def contract() -> Contract:
    """The shop's specification, compiled."""
    schemes = {"token": {"type": "http", "scheme": "bearer"}}
    source = document(
        dict(_PATHS),
        security=[{"token": []}],
        components={"schemas": {"Job": _JOB}, "securitySchemes": schemes},
    )
    with TemporaryDirectory() as folder:
        return load(Path(folder), source)


def told(steps: Sequence[Any], **workflow: Any) -> str:
    """An Arazzo document of one workflow, as YAML."""
    entry = {"workflowId": "tale", "steps": list(steps), **workflow}
    sources = [{"name": "shop", "url": "./small.json", "type": "openapi"}]
    info = {"title": "Shop", "version": "1"}
    whole = {"arazzo": "1.0.1", "info": info, "sourceDescriptions": sources, "workflows": [entry]}
    return yaml.safe_dump(whole, sort_keys=False)


def story(steps: Sequence[Any], **workflow: Any) -> Story:
    """The story of some steps."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "small.arazzo.yaml"
        path.write_text(told(steps, **workflow), encoding="utf-8")
        (read,) = read_stories(path, contract())
        return read


@dataclass(frozen=True)
class Say:
    """An answer of the vendor."""

    body: Any = None
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


class Vendor(HTTPAdapter):
    """Answers one thing after the other, the last for ever; a transport with no socket below."""

    def __init__(self, *says: Say | Exception) -> None:
        super().__init__()
        self._says = says
        self.sent = 0
        self.requests: list[Request] = []
        self.waited: list[float] = []

    def send(
        self, request: requests.PreparedRequest, *args: Any, **kwargs: Any
    ) -> requests.Response:
        said = self._says[min(self.sent, len(self._says) - 1)]
        self.sent += 1
        body = request.body or b""
        assert isinstance(body, bytes)
        headers = tuple((str(name), str(value)) for name, value in request.headers.items())
        self.requests.append(Request(str(request.method), str(request.url), headers, body))
        if isinstance(said, Exception):
            raise said
        content = said.body if isinstance(said.body, bytes) else json.dumps(said.body).encode()
        raw = HTTPResponse(
            BytesIO(content),
            dict(said.headers),
            said.status,
            preload_content=False,
            original_response=_original(said),
        )
        return self.build_response(request, raw)

    def session(self) -> requests.Session:
        made = requests.Session()
        self.mount(made)
        return made

    def mount(self, session: requests.Session) -> None:
        session.mount("https://", self)
        session.mount("http://", self)

    def play(self, told: Story, url: str = URL, **inputs: Any) -> list[Event]:
        """All that comes of a story; every wait is noted."""
        target = Target("live", url, Credentials(token="t0ken"))
        given = {"run": "r1", **inputs}
        return list(play(told, contract(), target, self, given, wait=self.waited.append))

    def urls(self) -> list[str]:
        """What was asked, without the host."""
        return [request.url.removeprefix(URL) for request in self.requests]


def _original(said: Say) -> Any:
    """What requests looks for cookies in."""
    message = Message()
    for name, value in said.headers.items():
        message[name] = value
    return SimpleNamespace(msg=message, isclosed=lambda: True, close=lambda: None)


def numbers(events: Sequence[Event]) -> list[int]:
    """The number of each exchange."""
    return [event.number for event in events if isinstance(event, Played)]


def stop(events: Sequence[Event]) -> tuple[str, str, str]:
    """Where a story stopped, what was expected, what came."""
    last = events[-1]
    assert isinstance(last, Stopped)
    return last.step, last.expected, last.came
