"""What is wrong with a project's own files is told before a request leaves or a file is written."""

from pathlib import Path

import pytest

from contract_kit.commands.check import check
from contract_kit.commands.drift import drift
from contract_kit.commands.options import Options
from contract_kit.commands.record import record
from contract_kit.model.errors import Mistake
from tests.commands.sandbox import LOOK, project_in
from tests.targets.hostile import hostile, told

ITEMS = told('{"items": []}')


def quiet(label: str, done: int, total: int | None) -> None:
    """No progress wanted."""


@pytest.mark.parametrize("verb", [check, drift, record])
def test_mistaken_acceptances_are_told_first(tmp_path: Path, verb: object) -> None:
    project = project_in(tmp_path, LOOK)
    project.accepted(project.api("small")).write_text("- {fingerprint: 7}\n", encoding="utf-8")
    with hostile(lambda _: lambda _: ITEMS) as server:
        with pytest.raises(Mistake, match=r"accepted\.yaml:1: "):
            verb(project, (), Options(target=server.url), quiet)  # type: ignore[operator]
        assert server.lines == []


def test_a_mistaken_baseline_is_told_before_anything_is_recorded(tmp_path: Path) -> None:
    project = project_in(tmp_path, LOOK)
    folder = project.cassettes(project.api("small"))
    folder.mkdir(parents=True)
    (folder / "baseline.json").write_text("{", encoding="utf-8")
    with hostile(lambda _: lambda _: ITEMS) as server:
        with pytest.raises(Mistake, match=r"baseline\.json:1: "):
            record(project, (), Options(target=server.url), quiet)
        assert [line for line in server.lines if "things" in line] == []
    assert [path.name for path in folder.iterdir()] == ["baseline.json"]
