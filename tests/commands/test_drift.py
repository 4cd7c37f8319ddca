"""Drift end to end: an emulator that has changed since it was recorded, over a real socket."""

import json
import shutil
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from contract_kit import openapi
from contract_kit.cli import main
from contract_kit.commands.drift import drift
from contract_kit.commands.options import Options
from contract_kit.commands.past import FILE
from contract_kit.configuration import Project, read_project
from contract_kit.emulator.app import application
from contract_kit.emulator.emulator import Emulator, Settings
from contract_kit.emulator.server import running
from contract_kit.emulator.vendor import Call, Handler, Reply
from contract_kit.emulator.zuora_custom_objects import vendor
from contract_kit.formats import baseline
from contract_kit.model.report import Report

ROOT = Path(__file__).parents[2]
API = vendor.api
_DEFAULTS = Options()


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """A project of its own with the shipped specification, stories, recordings and baseline."""
    (tmp_path / "pyproject.toml").write_text("[tool.contract_kit]\n")
    shutil.copytree(ROOT / "cassettes" / API, tmp_path / "cassettes" / API)
    (tmp_path / "specs").mkdir()
    for suffix in ("yaml", "arazzo.yaml"):
        shutil.copy(ROOT / "specs" / f"{API}.{suffix}", tmp_path / "specs")
    return read_project(tmp_path)


def drifted(
    project: Project, handlers: Mapping[str, Handler], options: Options = _DEFAULTS
) -> Report:
    """What drift tells of an emulator some of whose operations are other ones."""
    changed = replace(vendor, handlers={**vendor.handlers, **handlers})
    contract = openapi.load(ROOT / "specs" / f"{API}.yaml", API)
    with running(application(Emulator(changed, contract, Settings(limits="off")))) as url:
        told: Callable[..., None] = lambda *_: None  # noqa: E731
        return drift(project, (API,), replace(options, target=url), told)


def changed(operation: str, change: Callable[[Reply], Reply]) -> dict[str, Handler]:
    return {operation: lambda call: change(vendor.handlers[operation](call))}


def _renamed(reply: Reply) -> Reply:
    content = dict(reply.content)
    content["recordsDone"] = content.pop("recordsProcessed")
    return replace(reply, content=content)


def test_nothing_is_told_of_an_api_that_is_as_it_was(project: Project) -> None:
    report = drifted(project, {})
    assert report.findings == ()
    assert report.not_looked == ()
    assert 0 < report.requests <= 80


def test_a_change_is_told_once_with_the_recorded_value_beside_the_one_of_now(
    project: Project,
) -> None:
    report = drifted(project, changed("showBulkJob", _renamed))
    found = [one for one in report.findings if one.severity != "info"]
    assert {one.operation for one in found} == {"showBulkJob"}
    assert {one.verdict for one in found} == {"emulator"}
    assert any("recordsProcessed" in one.pointer or "recordsDone" in one.pointer for one in found)
    for one in found:
        assert Path(one.evidence.cassette).parent == Path("cassettes", API)
        assert one.evidence.exchange
        assert one.evidence.curl
        assert "; recorded " in one.message


def test_a_step_that_fails_does_not_hide_what_comes_after_it(project: Project) -> None:
    def without_id(reply: Reply) -> Reply:
        return Reply(201, {k: v for k, v in reply.content.items() if k != "Id"})

    report = drifted(project, changed("submitBulkJob", without_id))
    assert {one.operation for one in report.findings} == {"submitBulkJob"}
    skipped = [entry for entry in report.not_looked if entry.reason == "no-data"]
    assert any("create-and-delete" in entry.operation for entry in skipped)
    looked = {look.operation for look in report.looks}
    assert {"listBulkJobs", "showBulkJob", "listBulkJobErrors"} <= looked


def test_what_does_not_recur_alarms_nobody(project: Project) -> None:
    calls = []

    def once(call: Call) -> Reply:
        reply = vendor.handlers["cancelBulkJob"](call)
        calls.append(reply)
        return _renamed(reply) if len(calls) == 1 else reply

    report = drifted(project, {"cancelBulkJob": once})
    assert len(calls) > 1
    assert report.findings
    assert {one.severity for one in report.findings} == {"info"}
    assert all("not seen again" in one.message for one in report.findings)


def test_nothing_is_asked_again_beyond_the_budget(project: Project) -> None:
    first = drifted(project, {})
    options = Options(budget=first.requests)
    report = drifted(project, changed("showBulkJob", _renamed), options)
    assert report.requests == first.requests
    assert report.count("error") + report.count("warning") > 0


def test_without_a_baseline_only_the_specification_is_asked_and_that_is_said(
    project: Project,
) -> None:
    (project.cassettes(project.api(API)) / FILE).unlink()
    report = drifted(project, {})
    assert [entry.reason for entry in report.not_looked] == ["no-baseline"]
    assert report.exit_status("error") == 3


def test_learning_adds_the_run_to_the_baseline_and_the_same_run_only_once(
    project: Project,
) -> None:
    path = project.cassettes(project.api(API)) / FILE
    before = len(baseline.load(path, API).pasts["emulator"].recordings)
    for _ in range(2):
        drifted(project, {}, Options(learn=True, seed=4711))
        after = len(baseline.load(path, API).pasts["emulator"].recordings)
        assert after == before + 1


def test_a_run_that_only_reads_changes_nothing(project: Project) -> None:
    report = drifted(project, {}, Options(reads_only=True))
    assert {entry.reason for entry in report.not_looked} == {"writes"}
    looked = {look.operation for look in report.looks}
    assert "submitBulkJob" not in looked
    assert "listBulkJobs" in looked


def test_the_command_writes_reports_from_which_a_finding_is_accepted(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(project.root)
    contract = openapi.load(ROOT / "specs" / f"{API}.yaml", API)
    broken = replace(vendor, handlers={**vendor.handlers, **changed("showBulkJob", _renamed)})
    with running(application(Emulator(broken, contract, Settings(limits="off")))) as url:
        drift_now = ["drift", API, "--target", url, "--format", "json"]
        assert main(drift_now) == 1
        found = json.loads(capsys.readouterr().out)["findings"]
        prints = [one["fingerprint"] for one in found if one["severity"] == "error"]
        assert main(["accept", *prints, "--until", "2999-12-31", "--why", "announced"]) == 0
        capsys.readouterr()
        assert main(drift_now) == 0
        told = json.loads(capsys.readouterr().out)
    assert told["summary"]["accepted"] == len(prints)
