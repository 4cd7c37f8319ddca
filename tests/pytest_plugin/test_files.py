"""Stories, specifications and recordings are tests where they are named, and nowhere else."""

import json
import shutil

import pytest

from tests.commands.sandbox import LOOK, project_in
from tests.pytest_plugin.suite import ROOT, Suite
from tests.targets.hostile import Hostile, hostile, told

pytest_plugins = ["pytester"]


@pytest.fixture
def sunshine(suite: Suite) -> Suite:
    """A project that has its own copy of an API that can be emulated."""
    for name in ("zendesk-sunshine.yaml", "zendesk-sunshine.arazzo.yaml"):
        suite.write(f"specs/{name}", (ROOT / "specs" / name).read_text("utf-8"))
    folder = suite.pytester.path / "cassettes" / "zendesk-sunshine"
    shutil.copytree(ROOT / "cassettes" / "zendesk-sunshine", folder)
    suite.write("test_plain.py", "def test_it():\n    pass\n")
    return suite


def test_a_plain_run_looks_at_none_of_them(sunshine: Suite) -> None:
    sunshine.run().assert_outcomes(passed=1)
    sunshine.run(".").assert_outcomes(passed=1)


def test_each_story_is_a_test(sunshine: Suite) -> None:
    stories = "specs/zendesk-sunshine.arazzo.yaml"
    result = sunshine.run("-v", "-k", "look", stories)
    result.assert_outcomes(passed=1, deselected=5)
    result.stdout.fnmatch_lines([f"{stories}::look PASSED*"])
    sunshine.run(f"{stories}::look", "--contract-target", "cassettes").assert_outcomes(passed=1)


def test_a_story_without_recording_is_skipped_where_only_those_answer(sunshine: Suite) -> None:
    shutil.rmtree(sunshine.pytester.path / "cassettes")
    stories = "specs/zendesk-sunshine.arazzo.yaml::look"
    result = sunshine.run("-rs", stories, "--contract-target", "cassettes")
    result.assert_outcomes(skipped=1)
    result.stdout.fnmatch_lines(["*contract-kit record makes it"])


@pytest.mark.parametrize(("named", "outcome"), [(7, {"failed": 1}), ("n", {"skipped": 1})])
def test_a_story_that_the_network_cuts_is_judged_up_to_there_and_never_passes(
    suite: Suite, named: object, outcome: dict[str, int]
) -> None:
    project_in(suite.pytester.path, LOOK)
    first = told(json.dumps({"items": [{"id": "1", "name": named}]}))
    with hostile(lambda server: lambda _: first if _asked(server) == 1 else []) as server:
        story = "specs/small.arazzo.yaml::look"
        suite.run("-rs", story, "--contract-target", server.url).assert_outcomes(**outcome)
        assert _asked(server) > 1


def _asked(server: Hostile) -> int:
    return sum("/things" in line for line in server.lines)


def test_each_recording_is_a_test(sunshine: Suite) -> None:
    folder = sunshine.pytester.path / "cassettes" / "zendesk-sunshine"
    sunshine.run(*map(str, sorted(folder.glob("*.yaml")))).assert_outcomes(passed=7)
    look = folder / "look.yaml"
    look.write_text(
        look.read_text("utf-8").replace('"job_status": "completed"', '"job_status": "done"'),
        encoding="utf-8",
    )
    result = sunshine.run(str(look))
    result.assert_outcomes(failed=1)
    result.stdout.fnmatch_lines(
        [
            "error conforms_to_specification: *",
            "  kind        not-in-enum",
            "  cassette    *look.yaml*",
        ]
    )


def test_each_operation_is_a_test(suite: Suite) -> None:
    suite.write("pyproject.toml", "[tool.contract_kit]\ncases = 3\n")
    specification = "specs/bookshelf.yaml"
    result = suite.run("-v", specification, "-k", "showBook", "--contract-target", suite.url)
    result.assert_outcomes(passed=1, deselected=2)
    result.stdout.fnmatch_lines([f"{specification}::showBook PASSED*"])


def test_what_is_configured_is_looked_at_by_a_plain_run(sunshine: Suite) -> None:
    sunshine.write(
        "pyproject.toml",
        '[tool.contract_kit]\ncontract_collect = ["cassettes/*/look.yaml"]\n',
    )
    sunshine.run().assert_outcomes(passed=2)
    sunshine.run("test_plain.py").assert_outcomes(passed=1)


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("specs/broken.yaml", "openapi: 3.1.0\n", "*broken.yaml*"),
        ("specs/lost.arazzo.yaml", "arazzo: 1.0.1\n", "*lost.arazzo.yaml: no API *"),
    ],
)
def test_a_broken_file_is_told_in_one_line(
    suite: Suite, name: str, content: str, told: str
) -> None:
    suite.write(name, content)
    result = suite.run(name)
    result.assert_outcomes(errors=1)
    result.stdout.fnmatch_lines([f"contract: {told}"])
