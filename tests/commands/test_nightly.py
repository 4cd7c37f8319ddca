"""Nights in a row, against an emulator as production and a forge, both on loopback."""

import json
import re
import shutil
from collections import ChainMap
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from contract_kit import openapi
from contract_kit.cli import main
from contract_kit.commands.issues import HEARTBEAT
from contract_kit.commands.nightly import Night, nightly
from contract_kit.commands.options import Options
from contract_kit.configuration import read_project
from contract_kit.emulator.app import application
from contract_kit.emulator.emulator import Emulator, Settings
from contract_kit.emulator.server import running
from contract_kit.emulator.vendor import Handler, Reply
from contract_kit.emulator.zuora_custom_objects import vendor
from contract_kit.model.notice import read
from tests.forge.server import REPOSITORY, TOKEN, FakeForge, serving

ROOT = Path(__file__).parents[2]
API = vendor.api
NOBODY = "http://127.0.0.1:9"  # the discard port: nothing listens there
NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
Streams = pytest.CaptureFixture[str]


def _renamed(reply: Reply) -> Reply:
    content = {f"new_{name}": value for name, value in reply.content.items()}
    return replace(reply, content=content)


@dataclass(frozen=True)
class Nights:
    """What is there from night to night: a server that may change, a forge, what was printed."""

    root: Path
    url: str
    handlers: dict[str, Handler]
    forge: FakeForge
    streams: Streams

    def run(self, *flags: str, at: str = "", writes: bool = False) -> int:
        """One night, at the server or where it is not."""
        effects = [] if writes else ["--reads-only"]
        return main(["nightly", API, "--target", at or self.url, "--issues", *effects, *flags])

    def drift(self, operation: str = "listBulkJobErrors") -> None:
        """The server changes: one operation's members get other names."""
        self.handlers[operation] = lambda call: _renamed(vendor.handlers[operation](call))

    def mend(self) -> None:
        """The server is as it was again."""
        self.handlers.clear()

    def fingerprints(self) -> list[str]:
        """The findings of the last night that alarm and are not accepted."""
        report = json.loads((self.root / "reports/nightly/findings.json").read_text())
        return [
            finding["fingerprint"]
            for finding in report["findings"]
            if finding["severity"] != "info" and finding["accepted"] is None
        ]

    def keys(self) -> list[str]:
        """What the open issues are about."""
        notices = [read(issue["body"]) for issue in self.forge.open()]
        return sorted(notice[0].key for notice in notices if notice)

    def said(self) -> str:
        told = self.streams.readouterr()
        return told.out + told.err


@pytest.fixture
def nights(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Streams) -> Iterator[Nights]:
    (tmp_path / "pyproject.toml").write_text("[tool.contract_kit]\n")
    shutil.copytree(ROOT / "cassettes" / API, tmp_path / "cassettes" / API)
    (tmp_path / "specs").mkdir()
    for suffix in ("yaml", "arazzo.yaml"):
        shutil.copy(ROOT / "specs" / f"{API}.{suffix}", tmp_path / "specs")
    monkeypatch.chdir(tmp_path)
    changed: dict[str, Handler] = {}
    emulated = replace(vendor, handlers=ChainMap(changed, dict(vendor.handlers)))
    contract = openapi.load(ROOT / "specs" / f"{API}.yaml", API)
    server = application(Emulator(emulated, contract, Settings(limits="off")))
    with running(server) as url, serving() as forge:
        monkeypatch.setenv("GITHUB_API_URL", forge.url)
        monkeypatch.setenv("GITHUB_REPOSITORY", REPOSITORY)
        monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
        monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
        yield Nights(tmp_path, url, changed, forge, capsys)


def test_nothing_then_a_drift_then_the_drift_accepted(nights: Nights) -> None:
    assert nights.run() == 0
    assert nights.forge.issues == []

    nights.drift()
    assert nights.run() == 1
    found = nights.fingerprints()
    assert found
    assert nights.keys() == sorted(found)

    assert nights.run() == 1  # the same drift is told once
    assert len(nights.forge.issues) == len(found)
    assert nights.forge.comments == {}

    assert main(["accept", *found, "--until", "2999-12-31", "--why", "announced"]) == 0
    assert nights.run() == 0
    assert nights.forge.open() == []
    assert {issue["state_reason"] for issue in nights.forge.issues} == {"not_planned"}
    for [comment] in nights.forge.comments.values():
        assert "2999-12-31" in comment
        assert "announced" in comment


def test_what_could_not_be_looked_for_stays_open_and_what_is_gone_is_closed(
    nights: Nights,
) -> None:
    nights.drift()
    nights.run()
    nights.mend()
    before = [dict(issue) for issue in nights.forge.issues]
    assert nights.run(at=NOBODY) == 3
    assert nights.run("--budget", "1") == 3
    assert nights.forge.issues == before
    assert nights.run() == 0
    assert nights.forge.open() == []
    assert {issue["state_reason"] for issue in nights.forge.issues} == {"completed"}


def test_a_night_that_only_reads_closes_nothing_that_a_writing_one_found(nights: Nights) -> None:
    nights.drift("submitBulkJob")
    nights.run(writes=True)
    opened = nights.keys()
    assert opened
    nights.mend()
    assert nights.run() == 0
    assert nights.keys() == opened
    assert nights.run(writes=True) == 0
    assert nights.keys() == []


@pytest.mark.parametrize("failure", [(403, {}), (429, {"Retry-After": "3600"}), (500, {})])
def test_a_forge_that_cannot_be_told_ends_with_3_and_the_reports_are_there(
    nights: Nights, failure: tuple[int, dict[str, str]]
) -> None:
    nights.forge.failures = [failure] * 3
    assert nights.run() == 3
    assert nights.fingerprints() == []
    assert "could not tell the forge: GET " in nights.said()
    assert "could not tell the forge: GET " in (nights.root / "summary.md").read_text()


def test_what_the_forge_was_not_told_it_is_told_the_next_night(nights: Nights) -> None:
    nights.drift()
    nights.forge.failures, nights.forge.failing = [(500, {})], "POST"
    assert nights.run("--format", "json") == 1  # a finding is graver
    told = nights.streams.readouterr()
    assert json.loads(told.out)["verb"] == "nightly"
    assert "could not tell the forge: POST " in told.err
    assert nights.keys() == []
    assert nights.run() == 1
    assert nights.keys() == sorted(nights.fingerprints())


def test_a_forge_that_is_not_there_ends_with_3(
    nights: Nights, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_API_URL", NOBODY)
    assert nights.run() == 3
    assert "could not tell the forge: no answer" in nights.said()


def test_the_token_stands_nowhere(nights: Nights) -> None:
    nights.drift()
    nights.run()
    nights.forge.failures = [(403, {})]
    nights.run("--format", "json")
    assert TOKEN not in nights.said()
    files = [path for path in nights.root.rglob("*") if path.is_file()]
    assert nights.root / "summary.md" in files
    assert not [path for path in files if TOKEN.encode() in path.read_bytes()]
    assert TOKEN not in str(nights.forge.issues)


def test_without_a_token_nothing_is_sent(nights: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_TOKEN")
    assert nights.run() == 2
    assert not (nights.root / "reports").exists()


def look(nights: Nights, target: str, now: datetime) -> Night:
    quiet: Callable[..., None] = lambda *_: None  # noqa: E731
    project, options = read_project(nights.root), Options(target=target, reads_only=True)
    state, limit = nights.root / "state", timedelta(days=3)
    return nightly(project, [API], options, state, limit, lambda: now, quiet)


def test_nights_that_do_not_look_are_noticed(nights: Nights) -> None:
    assert look(nights, "emulator", NOW).exit_status("error") == 0
    early = look(nights, NOBODY, NOW + timedelta(days=3))
    assert early.exit_status("error") == 3
    assert early.stale == ()
    late = look(nights, NOBODY, NOW + timedelta(days=4))
    assert {one.operation for one in late.stale} >= {"listBulkJobs", "showBulkJob"}
    assert "submitBulkJob" not in {one.operation for one in late.stale}  # nobody was to look
    assert f"heartbeat: {API} listBulkJobs: last looked at on 2026-11-23" in late.told()
    back = look(nights, "emulator", NOW + timedelta(days=5))
    assert (back.stale, back.told()) == ((), ())


def test_what_was_never_looked_at_counts_from_the_first_night(nights: Nights) -> None:
    assert look(nights, NOBODY, NOW).stale == ()
    late = look(nights, NOBODY, NOW + timedelta(days=4))
    assert any("since it was first to be, on 2026-11-23" in line for line in late.told())


def test_nights_that_did_not_run_are_told(nights: Nights) -> None:
    look(nights, "emulator", NOW)
    night = look(nights, "emulator", NOW + timedelta(days=9))
    assert night.told() == ("heartbeat: no night has run since 2026-11-23",)
    assert night.exit_status("error") == 0


def test_the_heartbeat_has_an_issue_while_nobody_looks(nights: Nights) -> None:
    assert nights.run() == 0
    file = nights.root / "reports/nightly/heartbeat.json"
    file.write_text(re.sub(r'"20\d\d-', '"2020-', file.read_text()))
    assert nights.run(at=NOBODY) == 3
    assert nights.keys() == [HEARTBEAT]
    assert "listBulkJobs" in nights.forge.issues[0]["body"]
    assert nights.run() == 0
    assert nights.forge.open() == []


def test_one_api_that_cannot_be_looked_at_keeps_from_no_other(
    nights: Nights, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copy(ROOT / "tests/own_api/bookshelf.yaml", nights.root / "specs")
    monkeypatch.setenv("CONTRACT_KIT_BOOKSHELF_URL", NOBODY)
    monkeypatch.setenv("CONTRACT_KIT_ZUORA_CUSTOM_OBJECTS_URL", nights.url)
    command = ["nightly", "bookshelf", API, "--target", "live", "--format", "json"]
    assert main(command) == 3
    told = json.loads(nights.streams.readouterr().out)
    assert [(one["api"], one["reason"]) for one in told["not_looked"]] == [("bookshelf", "network")]
    assert {one["api"] for one in told["operations"] if one["looked"]} == {API}


def test_a_torn_heartbeat_is_named(nights: Nights) -> None:
    (nights.root / "reports" / "nightly").mkdir(parents=True)
    (nights.root / "reports/nightly/heartbeat.json").write_text('{"version": 7}')
    assert nights.run() == 2
    assert "heartbeat.json: this is no heartbeat" in nights.said()
