"""Several APIs in one run: each is looked at, whatever keeps from looking at another."""

import json
from pathlib import Path

import pytest

from contract_kit.cli import main
from tests.commands.sandbox import LOOK, project_in
from tests.targets.hostile import hostile, told


def test_an_api_that_cannot_be_looked_at_does_not_hide_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    project_in(tmp_path, LOOK)
    for file in list((tmp_path / "specs").iterdir()):
        other = file.read_text().replace("small.json", "other.json")
        (tmp_path / "specs" / file.name.replace("small", "other")).write_text(other)
    monkeypatch.chdir(tmp_path)
    with hostile(lambda _: lambda _: told('{"items": []}')) as server:
        monkeypatch.setenv("CONTRACT_KIT_SMALL_URL", server.url)
        monkeypatch.setenv("CONTRACT_KIT_OTHER_URL", "http://127.0.0.1:1")
        assert main(["drift", "--target", "live", "--reads-only", "--format", "json"]) == 3
        assert server.lines.count("GET /things") == 2
    report = json.loads(capsys.readouterr().out)
    kept_from = {(one["api"], one["reason"]) for one in report["not_looked"]}
    assert kept_from == {("other", "network"), ("small", "no-baseline")}
