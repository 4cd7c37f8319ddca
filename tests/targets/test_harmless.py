"""A night is harmless: what leaves the kit, counted by a server that answers as badly as it can.

Every test runs the command `contract-kit drift` against a server on this machine, as against
production (`--reads-only`), and looks at each request that arrived.
"""

import json
import re
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from contract_kit.cli import main
from tests.commands.sandbox import LIFE, LIST, LOOK, Things, project_in, specification
from tests.targets.hostile import Answering, Hostile, hostile, said, told

ITEMS = {"items": [{"id": "1", "name": "n"}]}
PAGES = ("pages", [{**LIST, "x-pages": {"way": "next", "pages": 500}}])
PAGE = b"<html>We are back soon</html>"


class Night:
    """One run of drift in a project of its own; `lines` is what arrived at the server."""

    def __init__(
        self, folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        self._folder, self._capsys = folder, capsys
        self._monkeypatch = monkeypatch

    def run(
        self,
        answer: Callable[[str], Iterable[bytes]],
        *stories: tuple[str, list[Any]],
        options: tuple[str, ...] = (),
        spec: dict[str, Any] | None = None,
    ) -> dict[str, Any]:
        """The report, with the exit status and what arrived; all of it within seconds."""
        project = project_in(self._folder, *(stories or (LOOK,)), specified=spec)
        self._monkeypatch.chdir(project.root)
        with hostile(lambda _: answer) as server:
            began = time.monotonic()
            drift = ["drift", "small", "--target", server.url, "--reads-only", "--format", "json"]
            status = main([*drift, *options])
            assert time.monotonic() - began < 10
        out, err = self._capsys.readouterr()
        lines = [line for line in server.lines if "__contract__" not in line]
        report = json.loads(out) if out else {}
        kept_from = {one["reason"] for one in report.get("not_looked", ())}
        kept_from -= {"no-baseline", "writes"}
        alarms = [one for one in report.get("findings", ()) if one["severity"] != "info"]
        return {"status": status, "lines": lines, "kept_from": kept_from, "alarms": alarms} | {
            "said": out + err
        }


@pytest.fixture
def night(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> Night:
    return Night(tmp_path, capsys, monkeypatch)


def always(*answer: bytes) -> Callable[[str], Iterable[bytes]]:
    return lambda _: list(answer)


def test_only_operations_that_read_are_asked(night: Night) -> None:
    seen = night.run(always(*told(json.dumps(ITEMS))), LOOK, LIFE)
    assert seen["lines"] == ["GET /things", "GET /things"]
    assert seen["alarms"] == []


@pytest.mark.parametrize(
    "link",
    [
        "https://evil.example/things",
        "//evil.example/things",
        "http://127.0.0.1:1/things",
        "/admin",
        "/things/../admin",
        "/things/1",
        "http://user:password@127.0.0.1/things",
        "file:///etc/passwd",
        "/things",
    ],
)
def test_a_link_to_elsewhere_is_told_and_not_followed(night: Night, link: str) -> None:
    seen = night.run(always(*told(json.dumps({**ITEMS, "next": link}))), PAGES)
    assert set(seen["lines"]) == {"GET /things"}
    assert len(seen["lines"]) <= 2  # once more, before it alarms


def test_pages_without_end_end_with_the_budget(night: Night) -> None:
    count = iter(range(10**9))

    def answer(_: str) -> list[bytes]:
        item = {"id": str(next(count)), "name": "n"}
        return told(json.dumps({"items": [item], "next": f"/things?page={next(count)}"}))

    seen = night.run(answer, PAGES, options=("--budget", "30"))
    assert len(seen["lines"]) == 30
    assert all(re.fullmatch(r"GET /things(\?page=\d+)?", line) for line in seen["lines"])
    assert (seen["kept_from"], seen["status"]) == ({"budget"}, 3)


def test_a_redirect_is_told_and_not_followed(night: Night) -> None:
    seen = night.run(always(*said(302, b"", "Location: /things")))
    assert set(seen["lines"]) == {"GET /things"}
    assert len(seen["lines"]) <= 4
    assert seen["status"] == 1


@pytest.mark.parametrize(
    ("answer", "reason", "most"),
    [
        (said(429, b"", "Retry-After: 0"), "quota", 4),
        (said(429, b"", "Retry-After: 86400"), "quota", 1),
        (said(503, b"", "Retry-After: 86400"), "network", 1),
        (said(503, PAGE, "Content-Type: text/html"), "network", 2),
        (said(200, PAGE, "Content-Type: text/html"), "network", 2),
        (told('{"items": []}', "X-Rate-Limit: 700", "X-Rate-Limit-Remaining: 3"), "quota", 1),
        ([b""], "network", 2),
        ([b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{"], "network", 2),
        ([b"HTTP/1.1 200 OK\r\n", b"X: y\r\n" * 1000, b"\r\n"], "network", 2),
    ],
)
def test_an_outage_a_quota_or_an_endless_wait_is_no_drift(
    night: Night, answer: list[bytes], reason: str, most: int
) -> None:
    seen = night.run(always(*answer))
    assert (seen["alarms"], seen["kept_from"], seen["status"]) == ([], {reason}, 3)
    assert set(seen["lines"]) == {"GET /things"}
    assert len(seen["lines"]) <= most


def test_a_server_that_goes_away_midway_is_no_drift(night: Night) -> None:
    answers = iter([told(json.dumps(ITEMS))])
    seen = night.run(lambda _: next(answers, [b""]), LOOK, ("more", LOOK[1]))
    assert (seen["alarms"], seen["kept_from"], seen["status"]) == ([], {"network"}, 3)
    assert len(seen["lines"]) <= 3


def test_what_nobody_could_look_at_again_is_not_gone(night: Night) -> None:
    answers = iter([told('{"items": [5]}')] * 2)
    seen = night.run(lambda _: next(answers, [b""]))
    assert seen["alarms"]
    assert (seen["kept_from"], seen["status"]) == ({"network"}, 1)


def test_one_operation_that_is_broken_is_no_outage(night: Night) -> None:
    def answer(line: str) -> list[bytes]:
        return said(503) if line == "GET /things/1" else told(json.dumps(ITEMS))

    at = [{"name": "id", "in": "path", "value": "$steps.list.outputs.id"}]
    steps = [
        {**LIST, "outputs": {"id": "$response.body#/items/0/id"}},
        {"stepId": "show", "operationId": "showThing", "parameters": at},
    ]
    seen = night.run(answer, ("show", steps))
    assert seen["status"] == 1
    assert {one["operation"] for one in seen["alarms"]} == {"showThing"}


@pytest.mark.parametrize("path", ["//evil.example/things", "/things/../admin", "/%2e%2e/admin"])
def test_a_path_of_the_specification_leads_nowhere_else(night: Night, path: str) -> None:
    spec = specification()
    spec["paths"] = {path: spec["paths"]["/things"]}
    seen = night.run(always(*told(json.dumps(ITEMS))), spec=spec)
    assert seen["status"] == (3 if path.startswith("//") else 2)
    assert {line.partition(" ")[2] for line in seen["lines"]} <= {path}
    assert not any(".." in line for line in seen["lines"])


@pytest.mark.parametrize(
    "url", ["https://me:word@evil.example", "ftp://evil.example", "//evil.example", "{host}"]
)
def test_a_server_of_the_specification_that_is_none_is_not_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    project_in(tmp_path, LOOK, specified=specification(servers=[{"url": url}]))
    monkeypatch.chdir(tmp_path)
    assert main(["drift", "small", "--target", "live"]) == 2
    assert "word" not in capsys.readouterr().err


def secured(**rest: Any) -> dict[str, Any]:
    flow = {"clientCredentials": {"tokenUrl": "/token", "scopes": {}}}
    schemes = {"o": {"type": "oauth2", "flows": flow}}
    return specification(components={"securitySchemes": schemes}, security=[{"o": []}], **rest)


def test_credentials_that_are_refused_are_asked_with_once_and_never_shown(
    night: Night, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CONTRACT_KIT_SMALL_TOKEN", "t0ken-of-mine")
    seen = night.run(always(*said(401)), LOOK, ("more", LOOK[1]), spec=secured())
    assert (seen["alarms"], seen["kept_from"], seen["status"]) == ([], {"credentials"}, 3)
    assert seen["lines"] == ["GET /things"]
    assert "t0ken-of-mine" not in seen["said"] + written(tmp_path)


def test_a_token_is_fetched_and_none_of_it_is_shown(
    night: Night, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("CONTRACT_KIT_SMALL_CLIENT_ID", "cl1ent-of-mine")
    monkeypatch.setenv("CONTRACT_KIT_SMALL_CLIENT_SECRET", "s3cret-of-mine")

    def answer(line: str) -> list[bytes]:
        token = '{"access_token": "t0ken-of-mine"}'
        return told(token) if line == "POST /token" else told('{"items": ["t0ken-of-mine"]}')

    seen = night.run(answer, spec=secured())
    assert seen["lines"][0] == "POST /token"
    assert seen["lines"].count("POST /token") == 1
    assert seen["alarms"]  # an item is an object, so that there is a report
    shown = seen["said"] + written(tmp_path)
    assert not any(f"{secret}-of-mine" in shown for secret in ("cl1ent", "s3cret", "t0ken"))


def test_a_plan_sends_nothing(night: Night) -> None:
    assert night.run(always(b""), LOOK, PAGES, options=("--plan",))["lines"] == []


def written(folder: Path) -> str:
    """All that the run has left on disk."""
    return "".join(file.read_text() for file in folder.rglob("*") if file.is_file())


def test_what_somebody_else_has_made_is_not_touched_by_a_run_that_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    things = Things({"7": "somebody's"})
    project_in(tmp_path, LIFE, LOOK)
    monkeypatch.chdir(tmp_path)

    def answering(server: Hostile) -> Answering:
        return things.answering(server)

    with hostile(answering) as server:
        main(["drift", "small", "--target", server.url])
        changed = [line for line in server.lines if not line.startswith("GET")]
    assert things.kept == {"7": "somebody's"}
    assert set(changed) == {"POST /things", "DELETE /things/2"}
    capsys.readouterr()
