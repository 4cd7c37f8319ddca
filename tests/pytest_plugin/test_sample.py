"""A project with a real client of Zendesk's jobs: green from its recordings and on the emulator.

And red, each time for its own reason, as soon as what answers is no longer what was promised.
"""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import orjson
import pytest

from contract_kit import openapi
from contract_kit.emulator.app import application
from contract_kit.emulator.emulator import Emulator, Settings
from contract_kit.emulator.server import running
from contract_kit.emulator.vendor import Call, Handler, Reply
from contract_kit.emulator.zendesk_sunshine import vendor
from tests.pytest_plugin.suite import ORDER, PLUGIN, ROOT

pytest_plugins = ["pytester"]
TESTS = 7
HANDLERS: Mapping[str, Handler] = vendor.handlers


@pytest.fixture
def sample(pytester: pytest.Pytester) -> pytest.Pytester:
    """The project, in a package of its own as it would be in somebody's checkout."""
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(
        ROOT / "tests" / "sample" / "project", pytester.path, ignore=ignored, dirs_exist_ok=True
    )
    return pytester


def run(sample: pytest.Pytester, *arguments: str) -> pytest.RunResult:
    return sample.runpytest_inprocess(*PLUGIN, *ORDER, *arguments)


def test_it_is_green_from_its_recordings_with_the_network_off(sample: pytest.Pytester) -> None:
    result = run(sample)
    result.assert_outcomes(passed=TESTS)
    result.stdout.fnmatch_lines(["findings: none", "left the machine: nothing"])


def test_it_is_green_on_the_emulator(sample: pytest.Pytester) -> None:
    run(sample, "--contract-target", "emulator").assert_outcomes(passed=TESTS)


def test_its_recordings_are_those_that_the_emulator_gives(sample: pytest.Pytester) -> None:
    folder = sample.path / "cassettes"
    before = {path: _interactions(path.read_text("utf-8")) for path in folder.rglob("*.yaml")}
    anew = ("--contract-target", "emulator", "--contract-record", "all")
    run(sample, *anew).assert_outcomes(passed=TESTS)
    after = {path: _interactions(path.read_text("utf-8")) for path in folder.rglob("*.yaml")}
    assert after == before


def _interactions(text: str) -> str:
    """What was recorded, without the version of the specification and the kit."""
    return text.partition("\ninteractions:")[2]


def _without_a_time(call: Call) -> Reply:
    return _changed(HANDLERS["showJob"](call), lambda job: job.pop("updated_at"))


def _in_a_state_of_its_own(call: Call) -> Reply:
    def rename(job: dict[str, Any]) -> None:
        if job["job_status"] == "processing":
            job["job_status"] = "working"

    return _changed(HANDLERS["showJob"](call), rename)


def _created_anew(call: Call) -> Reply:
    """The time of creation of a job moves with every look at it."""
    now = call.state.clock.ms // 1000 % 60
    return _changed(
        HANDLERS["showJob"](call), lambda job: job.update(created_at=f"2020-06-09T21:00:{now:02}Z")
    )


def _taken_with_another_status(call: Call) -> Reply:
    return replace(HANDLERS["createJob"](call), status=202)


def _with_a_record_twice(call: Call) -> Reply:
    """Every page but the first and the last has its first record twice."""
    reply = HANDLERS["searchRecords"](call)
    content = orjson.loads(orjson.dumps(reply.content))
    if "cursor" in call.reading.query and content["links"]["next"]:
        content["data"] = [content["data"][0], *content["data"][:1], *content["data"][2:]]
    return replace(reply, content=content)


def _changed(reply: Reply, change: Any) -> Reply:
    content = orjson.loads(orjson.dumps(reply.content))
    if "data" in content:
        change(content["data"])
    return replace(reply, content=content)


DRIFTS: Mapping[str, tuple[str, Handler, str, str]] = {
    "a member is gone": ("showJob", _without_a_time, "conforms_to_specification", "missing"),
    "a new state": ("showJob", _in_a_state_of_its_own, "conforms_to_specification", "not-in-enum"),
    "a time that moves": ("showJob", _created_anew, "follows_lifecycle", "changed-immutable"),
    "another status": (
        "createJob",
        _taken_with_another_status,
        "conforms_to_specification",
        "undocumented-status",
    ),
    "a record on two places": (
        "searchRecords",
        _with_a_record_twice,
        "pages_to_the_end",
        "repeat",
    ),
}


@pytest.mark.parametrize(
    ("operation", "handler", "rule", "kind"), DRIFTS.values(), ids=list(DRIFTS)
)
def test_it_turns_red_when_the_emulator_drifts(
    sample: pytest.Pytester, operation: str, handler: Handler, rule: str, kind: str
) -> None:
    with drifted(operation, handler) as url:
        result = run(sample, "--contract-target", url)
    assert result.ret == pytest.ExitCode.TESTS_FAILED
    result.stdout.fnmatch_lines(
        [f"error {rule}: zendesk-sunshine {operation} *", f"  kind        {kind}"]
    )
    result.stdout.fnmatch_lines([f"error: {rule} × *"])


@contextmanager
def drifted(operation: str, handler: Handler) -> Iterator[str]:
    """The URL of an emulator one of whose operations is not what it was."""
    changed = replace(vendor, handlers={**vendor.handlers, operation: handler})
    contract = openapi.load(ROOT / "specs" / "zendesk-sunshine.yaml")
    with running(application(Emulator(changed, contract, Settings()))) as url:
        yield url
