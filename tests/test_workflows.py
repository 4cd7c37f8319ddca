"""What the workflow files may do: they are valid, thin, and keep secrets where they are needed."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from check_jsonschema import main as check_jsonschema  # type: ignore[import-untyped]
from click.testing import CliRunner

from contract_kit import documents
from contract_kit.cli.group import kit

FOLDER = Path(__file__).parents[1] / ".github" / "workflows"
FILES = sorted(FOLDER.glob("*.yml"))
SCHEMA = "vendor.github-workflows"
NIGHT = FOLDER / "nightly-drift.yml"

every_file = pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)


def read(file: Path) -> dict[str, Any]:
    data, _ = documents.read(file)
    assert isinstance(data, dict)
    return data


def steps(file: Path) -> Iterator[dict[str, Any]]:
    for job in read(file)["jobs"].values():
        yield from job["steps"]


def check(file: Path) -> int:
    asked = ["--builtin-schema", SCHEMA, str(file)]
    return CliRunner().invoke(check_jsonschema, asked).exit_code


@every_file
def test_a_workflow_file_is_valid(file: Path) -> None:
    assert check(file) == 0


def test_a_workflow_file_that_is_wrong_is_refused(tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.yml"
    wrong.write_text(NIGHT.read_text().replace("runs-on", "runs-at", 1))
    assert check(wrong) == 1


@every_file
def test_nobody_may_write_to_the_repository(file: Path) -> None:
    workflow = read(file)
    assert workflow["permissions"] == {"contents": "read"}
    for job in workflow["jobs"].values():
        assert job.get("permissions", {}).get("contents", "read") == "read"
        assert "timeout-minutes" in job


@every_file
def test_only_a_job_that_keeps_issues_may_write_them(file: Path) -> None:
    for job in read(file)["jobs"].values():
        keeps = any("--issues" in step.get("run", "") for step in job["steps"])
        allowed = {"contents": "read", "issues": "write"} if keeps else {"contents": "read"}
        assert job.get("permissions", {"contents": "read"}) == allowed


@every_file
def test_no_command_line_holds_what_comes_from_outside(file: Path) -> None:
    assert not [step for step in steps(file) if "${{" in step.get("run", "")]


@every_file
def test_secrets_come_by_the_environment_alone(file: Path) -> None:
    told = file.read_text()
    named = re.findall(r"^ *(\w+): \$\{\{ (?:secrets\.\w+|github\.token) \}\}$", told, re.MULTILINE)
    assert len(named) == len(re.findall(r"secrets\.|github\.token", told))
    assert all(name == "GITHUB_TOKEN" or name.startswith("CONTRACT_KIT_") for name in named)


@every_file
def test_a_checkout_leaves_no_credentials_behind(file: Path) -> None:
    [*checkouts] = [step for step in steps(file) if "actions/checkout" in step.get("uses", "")]
    assert checkouts
    assert all(step["with"] == {"persist-credentials": False} for step in checkouts)


def test_ci_runs_what_anybody_can_run() -> None:
    assert [step["run"] for step in steps(FOLDER / "ci.yml") if "run" in step] == ["bash .ci/run"]


def test_the_night_has_a_job_that_reads_and_another_that_writes() -> None:
    workflow = read(NIGHT)
    assert set(workflow["on"]) == {"schedule", "workflow_dispatch"}
    jobs = workflow["jobs"]
    assert {name: job["environment"] for name, job in jobs.items()} == {
        "production": "production",
        "sandbox": "sandbox",
    }
    lines = {
        name: "\n".join(step.get("run", "") for step in job["steps"]) for name, job in jobs.items()
    }
    assert "--reads-only" in lines["production"]
    assert "--allow-writes" not in lines["production"]
    assert "--allow-writes" in lines["sandbox"]


def test_the_night_asks_for_nothing_that_the_command_does_not_know() -> None:
    lines = [step["run"] for step in steps(NIGHT) if "contract-kit" in step.get("run", "")]
    assert len(lines) == 3
    for line in lines:
        _, verb, *flags = line.split()
        known = {name for option in kit.commands[verb].params for name in option.opts}
        assert {flag for flag in flags if flag.startswith("--")} <= known


def test_what_a_night_leaves_is_kept_whatever_came_of_it() -> None:
    for step in steps(NIGHT):
        if any(word in step.get("uses", "") for word in ("cache/save", "upload-artifact")):
            assert step["if"] == "always()"
