"""The fuzzer and the judge on whole APIs: clean ones give no finding, and a seed is a seed."""

import importlib
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from contract_kit import openapi
from contract_kit.commands.fuzz import fuzz
from contract_kit.commands.options import Options
from contract_kit.configuration import Api, Project, read_project
from contract_kit.emulator.emulator import Settings
from contract_kit.emulator.registry import started
from contract_kit.fuzzer import Budget, Shot
from contract_kit.fuzzer import fuzz as shots_of
from contract_kit.model.errors import CouldNotLook, Mistake
from contract_kit.model.exchange import Request
from contract_kit.model.target import Target
from contract_kit.rules import judge
from contract_kit.targets import ALL, READS, Guard, credentials_for
from tests.commands.sandbox import LOOK, project_in
from tests.targets.hostile import hostile, told

ROOT = Path(__file__).parents[2]
SPEC = ROOT / "specs" / "zendesk-sunshine.yaml"


def quiet(label: str, done: int, total: int | None) -> None:
    """No progress wanted."""


def shots(seed: int, *operations: str, cases: int = 8) -> list[Request]:
    """The requests that the fuzzer sends to a fresh emulator."""
    contract = openapi.load(SPEC)
    with started(contract, Settings(limits="off")) as running:
        credentials = credentials_for(contract.api, running.url, {})
        target = Target("emulator", running.url, credentials, reset=running.emulator.reset)
        guard = Guard(contract, target, ALL)
        budget = Budget(cases, seed, operations)
        found = shots_of(contract, target, guard, budget, quiet)
        sent = [shot.sighting.exchange.request for shot in found if isinstance(shot, Shot)]
        return [replace(r, url=r.url.removeprefix(running.url), headers=()) for r in sent]


def test_the_shipped_api_gives_no_finding_and_every_operation_succeeds() -> None:
    report = fuzz(read_project(ROOT), ["zendesk-sunshine"], Options(cases=10), quiet)
    assert report.findings == ()
    assert report.not_looked == ()
    assert {look.operation for look in report.looks} == set(openapi.load(SPEC).operations)
    assert all(look.cases["2xx"] for look in report.looks)


def test_the_same_seed_gives_the_same_cases_and_another_seed_others() -> None:
    operations = ("showObjectType", "createObjectType")
    first, again, other = (shots(seed, *operations) for seed in (5, 5, 6))
    assert first == again
    assert first != other


def test_the_cases_are_the_same_whatever_else_the_process_has_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = shots(5, "createJob", cases=40)
    own = "A, B = 'somebodys-1', 77123\ndef f(x): return x in ('somebodys-2', 991)\n"
    (tmp_path / "somebodys_own.py").write_text(own, encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(sys.modules, "somebodys_own", importlib.import_module("somebodys_own"))
    assert shots(5, "createJob", cases=40) == first


def test_only_the_operations_asked_for_are_tried() -> None:
    options = Options(cases=2, operations=("listJobs",))
    report = fuzz(read_project(ROOT), ["zendesk-sunshine"], options, quiet)
    assert [look.operation for look in report.looks] == ["listJobs"]


def test_an_unknown_operation_is_told_with_the_nearest_name() -> None:
    options = Options(operations=("listJob",))
    with pytest.raises(Mistake, match="no operation 'listJob'; did you mean listJobs"):
        fuzz(read_project(ROOT), ["zendesk-sunshine"], options, quiet)


def test_an_emulator_that_runs_already_is_reset_between_cases() -> None:
    contract = openapi.load(SPEC)
    with started(contract, Settings(limits="off")) as running:
        options = Options(target=running.url, cases=5, operations=("deleteObjectType",))
        report = fuzz(read_project(ROOT), ["zendesk-sunshine"], options, quiet)
    (look,) = report.looks
    assert look.cases["2xx"] > 1  # each deletes the one type that can be deleted
    assert report.findings == ()


def test_nobody_at_the_target_is_no_drift(tmp_path: Path) -> None:
    with started(openapi.load(SPEC), Settings()) as running:
        url = running.url
    with pytest.raises(CouldNotLook, match="nobody answers at"):
        fuzz(read_project(ROOT), ["zendesk-sunshine"], Options(target=url), quiet)


def test_without_credentials_another_host_is_not_even_asked() -> None:
    options = Options(target="https://vendor.invalid")
    with pytest.raises(CouldNotLook, match="CONTRACT_KIT_ZENDESK_SUNSHINE_USERNAME"):
        fuzz(read_project(ROOT), ["zendesk-sunshine"], options, quiet)


def test_an_api_without_emulator_needs_a_target() -> None:
    project = Project(ROOT, {"mine": Api("mine", SPEC)})
    with pytest.raises(Mistake, match="--target URL"):
        fuzz(project, ["mine"], Options(), quiet)


def test_a_gentle_fuzz_sends_valid_data_to_planned_operations_only() -> None:
    contract = openapi.load(SPEC)
    with started(contract, Settings(limits="off")) as running:
        credentials = credentials_for(contract.api, running.url, {})
        target = Target("elsewhere", running.url, credentials)
        guard = Guard(contract, target, READS)  # refuses whatever is not a read
        reads = tuple(op.id for op in contract.operations.values() if op.effect == "read")
        found = list(shots_of(contract, target, guard, Budget(5, 1, reads, gentle=True), quiet))
    sightings = [shot.sighting for shot in found if isinstance(shot, Shot)]
    assert len(sightings) == len(found)  # nothing that the guard had to refuse
    assert {sighting.operation.id for sighting in sightings} == set(reads)
    authorized = [s for s in sightings if s.exchange.answer.status not in (401, 404)]
    assert {s.exchange.answer.status for s in authorized} <= {200, 400}  # 400: a 30th of February
    assert not [finding for sighting in sightings for finding in judge(sighting)]


def test_the_fuzzer_keeps_to_the_budget_and_tells_what_it_left_out(tmp_path: Path) -> None:
    project = project_in(tmp_path, LOOK)
    with hostile(lambda _: lambda _: told('{"items": []}')) as server:
        report = fuzz(project, (), Options(target=server.url, budget=5, cases=3), quiet)
        lines = [line for line in server.lines if "__contract__" not in line]
    assert len(lines) == report.requests == 5
    assert {entry.reason for entry in report.not_looked} == {"budget"}
