"""The stories in `check`: clean on the emulators, and told where a journey is broken."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from contract_kit import openapi
from contract_kit.commands.ledger import Ledger
from contract_kit.commands.options import Options
from contract_kit.commands.playing import play_stories, stories_of, tell_stop
from contract_kit.commands.running import Run, run
from contract_kit.commands.tally import Tally
from contract_kit.configuration import read_project
from contract_kit.emulator.app import application
from contract_kit.emulator.emulator import Emulator, Settings
from contract_kit.emulator.server import running
from contract_kit.emulator.vendor import Call, Handler, Reply
from contract_kit.emulator.zendesk_sunshine import vendor
from contract_kit.model.report import Report
from contract_kit.model.target import Credentials, Target
from contract_kit.stories import Stopped
from contract_kit.targets import ALL, Guard

ROOT = Path(__file__).parents[2]


def played(*names: str, target: str | None = None) -> Report:
    options = Options(target=target)
    return run("check", (play_stories,), read_project(ROOT), names, options, lambda *_: None)


def test_the_shipped_stories_get_to_their_end_and_keep_every_promise() -> None:
    report = played()
    assert [finding for finding in report.findings if finding.severity == "error"] == []
    assert report.not_looked == ()
    assert {look.api for look in report.looks} == set(read_project(ROOT).own())


def test_every_operation_is_part_of_some_story() -> None:
    seen = {(look.api, look.operation) for look in played().looks}
    project = read_project(ROOT)
    specified = {
        (name, operation)
        for name in project.own()
        for operation in openapi.load(project.apis[name].spec).operations
    }
    assert sorted(specified - seen) == []


def _never_done(call: Call) -> Reply:
    job = vendor.handlers["showJob"](call).content["data"]
    return Reply(200, {"data": {**job, "job_status": "processing", "completed_at": None}})


def _finds_nothing(call: Call) -> Reply:
    return Reply(200, {"data": [], "links": {"next": None, "previous": None}})


@pytest.mark.parametrize(
    ("operation", "handler", "rule", "kind", "told"),
    [
        ("showJob", _never_done, "follows_lifecycle", "never-ends", "completed"),
        ("searchRecords", _finds_nothing, "completes_its_stories", "stopped", "search"),
    ],
)
def test_a_journey_that_stops_is_told_once_with_the_step_and_the_commands(
    operation: str, handler: Handler, rule: str, kind: str, told: str
) -> None:
    broken = replace(vendor, handlers={**vendor.handlers, operation: handler})
    contract = openapi.load(ROOT / "specs" / "zendesk-sunshine.yaml")
    with running(application(Emulator(broken, contract, Settings(limits="off")))) as url:
        findings = played(vendor.api, target=url).findings
    stopped = [f for f in findings if f.rule == rule and f.kind == kind]
    assert {f.operation for f in stopped} == {operation}
    assert "step " in stopped[0].message
    assert told in stopped[0].message
    assert len(stopped[0].evidence.curl.splitlines()) > 1


def test_a_story_that_stops_before_any_answer_is_told_once(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "specs", tmp_path / "specs")
    contract = openapi.load(ROOT / "specs" / "zendesk-sunshine.yaml")
    target = Target("emulator", "http://127.0.0.1", Credentials())
    options, guard = Options(), Guard(contract, target, ALL)
    project = read_project(tmp_path)
    tally = Tally(contract, target)
    api, ledger = project.apis[vendor.api], Ledger(tmp_path, vendor.api)
    opened = Run(project, api, contract, target, ALL, guard, options, tally, _quiet, ledger)
    story = stories_of(opened)[0]
    tell_stop(opened, story, Stopped("first", "createJob", "an input", "none"), [])
    (finding,) = tally.findings()
    assert (finding.rule, finding.kind, finding.operation, finding.status) == (
        "completes_its_stories",
        "stopped",
        "createJob",
        "",
    )


def _quiet(label: str, done: int, total: int | None) -> None:
    """No progress wanted."""
