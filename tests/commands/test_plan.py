"""The plan of a night: every operation with its most requests, and not one of them sent."""

import json
from pathlib import Path

import pytest

from contract_kit.cli import main
from contract_kit.commands.options import Options
from contract_kit.commands.plan import Plan, Planned, plan
from contract_kit.configuration import read_project
from contract_kit.model.errors import CouldNotLook, Mistake
from tests.commands.sandbox import LIFE, LIST, LOOK, project_in, specification

ROOT = Path(__file__).parents[2]
NOWHERE = "http://127.0.0.1:1"
WALK = ("walk", [{**LIST, "x-pages": {"way": "next", "pages": 7}}])


def rows(one: Plan) -> list[tuple[str, int]]:
    return [(each.operation, each.requests) for each in one.operations]


def test_each_step_counts_with_its_polls_and_pages(tmp_path: Path) -> None:
    (one,) = plan(project_in(tmp_path, LOOK, WALK, LIFE), (), Options(target=NOWHERE))
    assert rows(one) == [
        ("listThings", 9),
        ("createThing", 1),
        ("showThing", 1),
        ("deleteThing", 1),
    ]
    assert one.operations[0] == Planned("listThings", "GET", "/things", "read", 9)
    assert (one.once, one.most, one.budget, one.url) == (12, 24, 80, NOWHERE)
    assert (one.limit, one.share) == (None, None)


def test_the_deletion_that_a_story_leaves_to_the_kit_counts(tmp_path: Path) -> None:
    (one,) = plan(project_in(tmp_path, ("life", LIFE[1][:2])), (), Options(target=NOWHERE))
    assert rows(one) == [("createThing", 1), ("showThing", 1), ("deleteThing", 1)]


def test_stories_that_write_are_left_out_where_they_may_not_be_played(tmp_path: Path) -> None:
    project = project_in(tmp_path, LOOK, LIFE)
    (one,) = plan(project, (), Options(target="https://api.example.com"))
    assert rows(one) == [("listThings", 2)]
    assert one.left_out == (("life", "destroy"),)
    with pytest.raises(Mistake, match="sandbox = true"):
        plan(project, (), Options(target="https://api.example.com", allow_writes=True))
    sandbox = project_in(tmp_path, LOOK, LIFE, settings="sandbox = true\nbudget = 9")
    options = Options(target="https://api.example.com", allow_writes=True)
    (one,) = plan(sandbox, (), options)
    assert (one.left_out, one.budget, one.most) == ((), 9, 9)
    (one,) = plan(sandbox, (), Options(target=NOWHERE, budget=5))
    assert one.budget == 5


def test_calls_for_a_token_are_planned_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ID", "SECRET"):
        monkeypatch.setenv(f"CONTRACT_KIT_SMALL_CLIENT_{name}", "x")
    flow = {"clientCredentials": {"tokenUrl": "/token", "scopes": {}}}
    schemes = {"securitySchemes": {"o": {"type": "oauth2", "flows": flow}}}
    project = project_in(tmp_path, LOOK, specified=specification(components=schemes))
    (one,) = plan(project, (), Options(target="https://api.example.com/v1"))
    token = Planned("(token)", "POST", "https://api.example.com/token", "read", 2)
    assert one.operations[0] == token
    unknown = project_in(tmp_path, LOOK)
    with pytest.raises(CouldNotLook, match="no flow clientCredentials"):
        plan(unknown, (), Options(target=NOWHERE))


def test_the_share_of_the_rate_limit_is_that_of_the_recordings() -> None:
    (one,) = plan(read_project(ROOT), ["zendesk-sunshine"], Options(reads_only=True))
    assert (one.url, one.limit) == ("emulator", 700)
    assert one.share == round(100 * one.most / 700, 1)


def test_the_command_prints_the_plan_and_makes_no_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project_in(tmp_path, LOOK, LIFE)
    monkeypatch.chdir(tmp_path)
    line = ["drift", "small", "--target", "https://api.example.com", "--plan"]
    assert main(line) == 0
    told = capsys.readouterr().out
    assert "listThings  GET     /things  read    2" in told
    assert "story life has the effect destroy" in told
    assert main([*line, "--format", "json"]) == 0
    (one,) = json.loads(capsys.readouterr().out)["apis"]
    assert (one["most"], one["budget"], one["share"]) == (4, 80, None)
    assert one["left_out"] == [{"story": "life", "effect": "destroy"}]
    assert not (tmp_path / "reports").exists()
