"""Recording the stories: the same bytes every time, nothing secret, playable by anybody."""

import json
import shutil
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
import requests
import vcr

from contract_kit import openapi
from contract_kit.commands.check import check
from contract_kit.commands.fuzz import fuzz
from contract_kit.commands.options import Options
from contract_kit.commands.playing import replay_stories
from contract_kit.commands.record import record
from contract_kit.commands.running import run
from contract_kit.configuration import Project, read_project
from contract_kit.emulator.app import application
from contract_kit.emulator.emulator import Emulator, Settings
from contract_kit.emulator.server import running
from contract_kit.emulator.vendor import Call, Reply, Vendor
from contract_kit.emulator.zendesk_sunshine import vendor
from contract_kit.formats.store import load
from contract_kit.model.errors import Mistake
from contract_kit.model.exchange import media_type
from contract_kit.model.report import NotLooked, Progress, Report

Verb = Callable[[Project, Sequence[str], Options, Progress], Report]
ROOT = Path(__file__).parents[2]
EVERY = sorted((ROOT / "cassettes").glob("*/*.yaml"))
SHIPPED = [path for path in EVERY if path.stem != "documented"]  # those of stories
APIS = ("zendesk-sunshine", "zendesk-support", "zuora-custom-objects")


NOTHING_TO_SEND = """\
arazzo: 1.0.1
info: {title: A journey, version: '1'}
sourceDescriptions: [{name: sunshine, url: ./zendesk-sunshine.yaml, type: openapi}]
workflows:
- workflowId: life
  inputs: {type: object, properties: {run: {type: string}, given: {type: string}}}
  steps:
  - stepId: create
    operationId: createObjectType
    requestBody: {contentType: application/json, payload: {data: {key: $inputs.given}}}
"""


def quiet(label: str, done: int, total: int | None) -> None:
    """No progress wanted."""


def project_in(folder: Path) -> Project:
    """A project of its own with our specifications and stories, and no recordings yet."""
    shutil.copytree(ROOT / "specs", folder / "specs")
    return read_project(folder)


def replayed(project: Project, *names: str) -> Report:
    options = Options(target="cassettes")
    return run("check", (replay_stories,), project, names, options, quiet)


def test_recording_again_gives_the_shipped_recordings_byte_for_byte(tmp_path: Path) -> None:
    report = record(project_in(tmp_path), APIS, Options(), quiet)
    assert report.findings == ()
    assert report.not_looked == ()
    made = {path.relative_to(tmp_path): path.read_bytes() for path in found_in(tmp_path)}
    baselines = {Path("cassettes", api, "baseline.json") for api in APIS}
    recordings = {path: source for path, source in made.items() if path not in baselines}
    assert recordings == {path.relative_to(ROOT): path.read_bytes() for path in SHIPPED}
    assert made.keys() - recordings.keys() == baselines


def found_in(folder: Path) -> Iterator[Path]:
    """All that lies in the folder of recordings, hidden files too: nothing may be left over."""
    return (path for path in (folder / "cassettes").rglob("*") if path.is_file())


def test_another_seed_gives_other_names(tmp_path: Path) -> None:
    record(project_in(tmp_path), ["zendesk-sunshine"], Options(seed=7), quiet)
    life = (tmp_path / "cassettes/zendesk-sunshine/type-life.yaml").read_text(encoding="utf-8")
    assert "ck-7-" in life
    assert "ck-1-" not in life


def test_the_stories_play_out_of_their_recordings_without_a_network() -> None:
    report = replayed(read_project(ROOT))
    assert report.findings == ()
    assert report.not_looked == ()
    assert report.requests == 0
    assert len(report.looks) == 30


def test_a_recording_that_no_longer_fits_is_told_with_what_differs(tmp_path: Path) -> None:
    project = project_in(tmp_path)
    shutil.copytree(ROOT / "cassettes", tmp_path / "cassettes")
    file = tmp_path / "cassettes/zendesk-sunshine/type-life.yaml"
    source = file.read_text(encoding="utf-8")
    file.write_text(source.replace('"key": "ck-1-type"', '"key": "ck-1-tape"'), encoding="utf-8")
    assert file.read_text(encoding="utf-8") != source
    (entry,) = replayed(project, "zendesk-sunshine").not_looked
    assert (entry.operation, entry.reason) == ("story type-life", "no-data")
    assert 'body /data/key: "ck-1-type", recorded "ck-1-tape"' in entry.detail


def test_a_story_without_a_recording_is_told_how_to_make_it(tmp_path: Path) -> None:
    report = replayed(project_in(tmp_path), "zuora-custom-objects")
    assert {entry.reason for entry in report.not_looked} == {"no-data"}
    assert "contract-kit record zuora-custom-objects makes it" in report.not_looked[0].detail


def test_a_story_that_stops_keeps_its_old_recording(tmp_path: Path) -> None:
    project = project_in(tmp_path)
    record(project, ["zendesk-sunshine"], Options(), quiet)
    before = {path: path.read_bytes() for path in found_in(tmp_path)}
    stories = tmp_path / "specs" / "zendesk-sunshine.arazzo.yaml"
    changed = stories.read_text(encoding="utf-8").replace(
        "$statusCode == 201", "$statusCode == 299"
    )
    stories.write_text(changed, encoding="utf-8")
    report = record(project, ["zendesk-sunshine"], Options(seed=2), quiet)
    assert {finding.rule for finding in report.findings} == {"completes_its_stories"}
    after = {path: path.read_bytes() for path in found_in(tmp_path)}
    stopped = {path for path in before if after[path] == before[path]}
    assert {path.stem for path in stopped} >= {"type-life", "records-life"}
    assert set(after) == set(before)


def recorded_from(project: Project, emulated: Vendor, settings: Settings) -> Report:
    """What comes of recording the stories of an API that somebody serves."""
    contract = openapi.load(project.api(emulated.api).spec)
    with running(application(Emulator(emulated, contract, settings))) as url:
        return record(project, [emulated.api], Options(target=url), quiet)


def test_a_step_of_a_look_without_its_material_is_skipped_and_told(tmp_path: Path) -> None:
    project = project_in(tmp_path)
    report = recorded_from(project, vendor, Settings(limits="off", state="empty"))
    assert report.findings == ()
    assert [(entry.operation, entry.reason) for entry in report.not_looked] == [
        ("story look", "no-data")
    ] * 4
    assert [entry.detail.split(":")[0] for entry in report.not_looked] == [
        "step follow-job",
        "step show-job",
        "step show-type",
        "step search-type",
    ]
    assert report.exit_status("error") == 3
    assert skipped(replayed(project, vendor.api)) == skipped(report)
    look = load(tmp_path / "cassettes" / vendor.api / "look.yaml")
    assert {one.step for one in look.exchanges} >= {"list-jobs", "list-types", "show-unknown-type"}
    assert [one.n for one in look.exchanges] == list(range(1, len(look.exchanges) + 1))


def skipped(report: Report) -> list[NotLooked]:
    return [entry for entry in report.not_looked if entry.operation == "story look"]


def test_a_story_that_stops_is_told_by_its_step_and_leaves_no_recording(tmp_path: Path) -> None:
    def finds_nothing(call: Call) -> Reply:
        return Reply(200, {"data": [], "links": {"next": None, "previous": None}})

    broken = replace(vendor, handlers={**vendor.handlers, "searchRecords": finds_nothing})
    project = project_in(tmp_path)
    report = recorded_from(project, broken, Settings(limits="off"))
    told = {(finding.rule, finding.operation) for finding in report.findings}
    assert told == {("completes_its_stories", "searchRecords")}
    messages = [finding.message for finding in report.findings]
    assert any(
        "story search-both-ways, step walk: expected the output start" in m for m in messages
    )
    assert report.exit_status("error") == 1
    stopped = {"records-life", "refusals", "search-both-ways"}
    stories = {path.stem for path in SHIPPED if path.parent.name == vendor.api}
    assert {path.stem for path in found_in(tmp_path)} == (stories - stopped) | {"baseline"}


def test_a_story_that_stops_before_its_first_answer_leaves_no_recording(tmp_path: Path) -> None:
    project = project_in(tmp_path)
    (tmp_path / "specs" / "zendesk-sunshine.arazzo.yaml").write_text(NOTHING_TO_SEND, "utf-8")
    report = record(project, ["zendesk-sunshine"], Options(), quiet)
    (finding,) = report.findings
    assert (finding.rule, finding.operation) == ("completes_its_stories", "createObjectType")
    assert "story life, step create: expected something to send" in finding.message
    assert list(found_in(tmp_path)) == []


@pytest.mark.parametrize(
    ("verb", "options"),
    [
        (record, Options(target="cassettes")),
        (fuzz, Options(target="cassettes")),
        (check, Options(target="cassettes", operations=("listJobs",))),
    ],
)
def test_recordings_are_only_played_and_whole(verb: Verb, options: Options) -> None:
    with pytest.raises(Mistake, match="--target URL"):
        verb(read_project(ROOT), ["zendesk-sunshine"], options, quiet)


def test_no_credentials_of_the_run_are_in_any_recording() -> None:
    for path in SHIPPED:
        source = path.read_bytes()
        for secret in (b"c2VjcmV0", b"token:secret", b"Bearer all"):
            assert secret not in source


@pytest.mark.parametrize("path", EVERY, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_plain_vcrpy_plays_a_shipped_recording(path: Path) -> None:
    with vcr.VCR(record_mode="none").use_cassette(str(path)) as tape:
        for one in load(path).exchanges:
            asked, answer = one.exchange.request, one.exchange.answer
            sent = requests.request(asked.method, asked.url, data=asked.body, timeout=5)
            assert sent.status_code == answer.status
            if media_type(answer.headers) == "application/json":
                assert sent.json() == json.loads(answer.body)
            else:
                assert sent.content == answer.body
        assert tape.all_played
