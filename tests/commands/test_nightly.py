"""Nights in a row, against an emulator as production and a forge, both on loopback."""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
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
from contract_kit.emulator.vendor import Call, Handler, Reply
from contract_kit.emulator.zuora_custom_objects import vendor
from contract_kit.model.notice import read
from tests.forge.server import REPOSITORY, TOKEN, FakeForge, serving

ROOT = Path(__file__).parents[2]
API = vendor.api
NOBODY = "http://127.0.0.1:9"  # the discard port: nothing listens there
NOW = datetime(2026, 11, 23, 3, tzinfo=UTC)
Streams = pytest.CaptureFixture[str]


def renamed(call: Call) -> Reply:
    """The error list of a job, with one member under another name."""
    reply = vendor.handlers["listBulkJobErrors"](call)
    content = {f"new_{name}": value for name, value in reply.content.items()}
    return replace(reply, content=content)


DRIFT: Mapping[str, Handler] = {"listBulkJobErrors": renamed}


@dataclass(frozen=True)
class Nights:
    """What is there from night to night: the project, the forge, what was printed."""

    root: Path
    forge: FakeForge
    streams: Streams

    def run(self, handlers: Mapping[str, Handler], *flags: str) -> int:
        """One night against an emulator some of whose operations are other ones."""
        changed = replace(vendor, handlers={**vendor.handlers, **handlers})
        contract = openapi.load(ROOT / "specs" / f"{API}.yaml", API)
        with running(application(Emulator(changed, contract, Settings(limits="off")))) as url:
            return self.run_at(url, *flags)

    def run_at(self, url: str, *flags: str) -> int:
        return main(["nightly", API, "--target", url, "--issues", *flags])

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
    with serving() as forge:
        monkeypatch.setenv("GITHUB_API_URL", forge.url)
        monkeypatch.setenv("GITHUB_REPOSITORY", REPOSITORY)
        monkeypatch.setenv("GITHUB_TOKEN", TOKEN)
        monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "summary.md"))
        yield Nights(tmp_path, forge, capsys)


def accept(nights: Nights, until: str = "2999-12-31") -> None:
    told = ["accept", *nights.fingerprints(), "--until", until, "--why", "announced"]
    assert main(told) == 0


def test_nothing_then_a_drift_then_the_drift_accepted(nights: Nights) -> None:
    assert nights.run({}) == 0
    assert nights.forge.issues == []

    assert nights.run(DRIFT) == 1
    found = nights.fingerprints()
    assert len(found) == 1
    assert nights.keys() == found

    assert nights.run(DRIFT) == 1  # the same drift is told once
    assert len(nights.forge.issues) == 1
    assert nights.forge.comments == {}

    accept(nights)
    assert nights.run(DRIFT) == 0
    [issue] = nights.forge.issues
    assert (issue["state"], issue["state_reason"]) == ("closed", "not_planned")
    [comment] = nights.forge.comments[1]
    assert "2999-12-31" in comment
    assert "announced" in comment


def test_what_is_gone_is_closed_and_what_is_back_is_reopened(nights: Nights) -> None:
    nights.run(DRIFT)
    assert nights.run({}) == 0
    [issue] = nights.forge.issues
    assert (issue["state"], issue["state_reason"]) == ("closed", "completed")
    assert nights.run({}) == 0
    assert len(nights.forge.comments[1]) == 1  # told once
    nights.run(DRIFT)
    [issue] = nights.forge.issues
    assert (issue["state"], issue["state_reason"]) == ("open", "reopened")


def test_an_acceptance_that_is_over_reopens_its_issue(nights: Nights) -> None:
    nights.run(DRIFT)
    accept(nights)
    nights.run(DRIFT)
    assert nights.forge.open() == []
    file = nights.root / "specs" / f"{API}.accepted.yaml"
    file.write_text(file.read_text().replace("2999-12-31", "2020-12-31"))
    assert nights.run(DRIFT) == 1
    assert len(nights.forge.open()) == len(nights.forge.issues) == 1


def test_what_could_not_be_looked_for_stays_open(nights: Nights) -> None:
    nights.run(DRIFT)
    before = dict(nights.forge.issues[0])
    assert nights.run_at(NOBODY) == 3
    assert nights.run({}, "--budget", "1") == 3
    assert nights.forge.issues == [before]


def test_a_night_that_only_reads_closes_nothing_that_a_writing_one_found(nights: Nights) -> None:
    def lost(call: Call) -> Reply:
        reply = vendor.handlers["submitBulkJob"](call)
        return replace(reply, content={**reply.content, "unheard-of": 1}, status=202)

    nights.run({"submitBulkJob": lost})
    opened = nights.keys()
    assert opened
    assert nights.run({}, "--reads-only") == 0
    assert nights.keys() == opened
    assert nights.run({}) == 0
    assert nights.keys() == []


def test_what_is_found_in_two_places_has_one_issue_until_it_is_gone_from_both(
    nights: Nights,
) -> None:
    nights.run(DRIFT)
    nights.run(DRIFT, "--name", "sandbox")
    assert len(nights.forge.issues) == 1
    nights.run({})
    assert len(nights.forge.open()) == 1
    nights.run({}, "--name", "sandbox")
    assert nights.forge.open() == []


def test_of_two_that_were_opened_at_once_the_younger_is_closed(nights: Nights) -> None:
    nights.forge.before_open = lambda content: nights.forge.add(**content)  # another run is faster
    nights.run(DRIFT)
    assert [issue["state"] for issue in nights.forge.issues] == ["open", "closed"]
    assert "#1" in nights.forge.comments[2][0]
    nights.run(DRIFT)
    assert len(nights.forge.issues) == 2
    assert len(nights.forge.open()) == 1


def test_issues_of_other_people_are_left_alone(nights: Nights) -> None:
    nights.forge.add("a bug", "by somebody", ["bug"])
    nights.forge.add("about the nights", "by somebody", ["contract-drift"])
    before = [dict(issue) for issue in nights.forge.issues]
    nights.run(DRIFT)
    nights.run({})
    assert nights.forge.issues[:2] == before


def test_a_change_of_what_is_known_is_commented_and_no_other_night(nights: Nights) -> None:
    nights.run(DRIFT)
    body = nights.forge.issues[0]["body"]
    nights.forge.issues[0]["body"] = body.replace('"severity": "error"', '"severity": "warning"')
    nights.run(DRIFT)
    nights.run(DRIFT)
    assert nights.forge.comments == {1: ["The severity is now `error`, it was `warning`."]}
    assert nights.forge.issues[0]["body"] == body


def test_an_issue_tells_what_to_do_and_no_value_that_came(nights: Nights) -> None:
    nights.run(DRIFT)
    [issue] = nights.forge.issues
    [found] = nights.fingerprints()
    assert "listBulkJobErrors" in issue["title"]
    assert f"contract-kit accept {found}" in issue["body"]
    report = json.loads((nights.root / "reports/nightly/findings.json").read_text())
    [finding] = [one for one in report["findings"] if one["fingerprint"] == found]
    assert finding["evidence"]["curl"] not in issue["body"]
    assert finding["message"] not in issue["body"]


@pytest.mark.parametrize(
    "failure",
    [(401, {}), (403, {}), (403, {"Retry-After": "3600"}), (429, {"Retry-After": "0"}), (500, {})],
)
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_forge_that_cannot_be_told_ends_with_3_and_the_reports_are_there(
    nights: Nights, failure: tuple[int, dict[str, str]], method: str
) -> None:
    nights.forge.failures, nights.forge.failing = [failure] * 20, method
    handlers = DRIFT if method == "POST" else {}
    flags = ("--reads-only", "--fail-on", "error")
    status = nights.run(handlers, *flags)
    assert status == (1 if nights.fingerprints() else 3)
    said = nights.said()
    assert f"could not tell the forge: {method} " in said
    assert "could not tell the forge" in (nights.root / "summary.md").read_text()
    nights.forge.failures = []
    assert nights.run(handlers, *flags) == (1 if handlers else 0)
    assert nights.keys() == nights.fingerprints()


def test_a_forge_that_is_not_there_ends_with_3(
    nights: Nights, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("GITHUB_API_URL", NOBODY)
    assert nights.run({}) == 3
    assert "could not tell the forge: no answer" in nights.said()


def test_the_token_stands_nowhere(nights: Nights) -> None:
    nights.run(DRIFT)
    nights.forge.failures = [(403, {})] * 20
    nights.run(DRIFT, "--format", "json")
    assert TOKEN not in nights.said()
    files = [path for path in nights.root.rglob("*") if path.is_file()]
    assert nights.root / "summary.md" in files
    assert not [path for path in files if TOKEN.encode() in path.read_bytes()]
    assert TOKEN not in str(nights.forge.issues)


def test_without_a_token_nothing_is_sent(nights: Nights, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GITHUB_TOKEN")
    assert nights.run({}) == 2
    assert not (nights.root / "reports").exists()


def test_json_is_alone_on_standard_output_and_the_summary_has_everything(nights: Nights) -> None:
    nights.forge.failures = [(403, {})]
    assert nights.run(DRIFT, "--format", "json") == 1
    told = nights.streams.readouterr()
    assert json.loads(told.out)["verb"] == "nightly"
    assert "could not tell the forge" in told.err
    summary = (nights.root / "summary.md").read_text()
    assert "contract-kit nightly: 1 error" in summary


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


def test_one_api_that_cannot_be_opened_keeps_from_no_other(nights: Nights) -> None:
    other = nights.root / "specs" / "other.yaml"
    shutil.copy(ROOT / "tests" / "own_api" / "bookshelf.yaml", other)
    (nights.root / "specs" / "shut.yaml").write_text(
        other.read_text() + "security: [{basic: []}]\n"
        "components: {securitySchemes: {basic: {type: http, scheme: basic}}}\n"
        if "components:" not in other.read_text()
        else other.read_text()
    )
    quiet: Callable[..., None] = lambda *_: None  # noqa: E731
    project, options = read_project(nights.root), Options(target=NOBODY, reads_only=True)
    state, limit = nights.root / "state", timedelta(days=3)
    night = nightly(project, [API, "other"], options, state, limit, lambda: NOW, quiet)
    assert {(entry.api, entry.reason) for entry in night.report.not_looked} == {
        (API, "network"),
        ("other", "network"),
    }


def test_the_heartbeat_has_an_issue_while_nobody_looks(nights: Nights) -> None:
    assert nights.run({}) == 0
    file = nights.root / "reports/nightly/heartbeat.json"
    file.write_text(file.read_text().replace('"2026-', '"2020-'))
    assert nights.run_at(NOBODY) == 3
    assert nights.keys() == [HEARTBEAT]
    assert "listBulkJobs" in nights.forge.issues[0]["body"]
    assert nights.run({}) == 0
    assert nights.forge.open() == []


def test_a_torn_heartbeat_is_named(nights: Nights) -> None:
    (nights.root / "reports" / "nightly").mkdir(parents=True)
    (nights.root / "reports/nightly/heartbeat.json").write_text('{"version": 7}')
    assert nights.run({}) == 2
    assert "heartbeat.json: this is no heartbeat" in nights.said()
