"""The list of recordings: what fits, what does not any more, and how old it is."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from contract_kit.commands.cassettes import (
    CassetteLine,
    list_cassettes,
    parse_age,
    show_cassette,
)
from contract_kit.configuration import Project, read_project
from contract_kit.formats.store import load, save
from contract_kit.model.errors import Mistake

ROOT = Path(__file__).parents[2]
API = "zuora-custom-objects"


@pytest.fixture
def project(tmp_path: Path) -> Project:
    shutil.copytree(ROOT / "specs", tmp_path / "specs")
    shutil.copytree(ROOT / "cassettes", tmp_path / "cassettes")
    return read_project(tmp_path)


def lines(project: Project, oldest: timedelta | None = None) -> dict[str, CassetteLine]:
    return {line.name: line for line in list_cassettes(project, [API], oldest)}


def test_every_shipped_recording_fits() -> None:
    listed = list_cassettes(read_project(ROOT), ())
    assert {line.remarks for line in listed} == {()}
    assert {line.origin for line in listed} == {"document", "emulator"}


def test_what_does_not_fit_any_more_says_why(project: Project) -> None:
    folder = project.cassettes(project.api(API))
    (folder / "cancel.yaml").rename(folder / "gone.yaml")
    (folder / "failure.yaml").write_bytes((folder / "failure.yaml").read_bytes()[:-300])
    (folder / "foreign.yaml").write_text("version: 1\ninteractions: []\n", encoding="utf-8")
    old = load(folder / "look.yaml")
    assert old.heading is not None
    save(folder / "look.yaml", replace(old, heading=replace(old.heading, spec="0" * 16)))
    found = lines(project)
    assert found["cancel"].remarks == ("missing",)
    assert found["gone"].remarks == ("orphan",)
    assert found["look"].remarks == ("other specification",)
    assert found["foreign"].origin == "foreign"
    (told,) = found["failure"].remarks
    assert "failure.yaml:" in told


def test_only_recordings_of_the_live_api_grow_old(project: Project) -> None:
    folder = project.cassettes(project.api(API))
    look = load(folder / "look.yaml")
    assert look.heading is not None
    then = (datetime.now(UTC) - timedelta(days=40)).isoformat(timespec="seconds")
    live = replace(look.heading, origin="live", recorded_at=then.replace("+00:00", "Z"))
    (folder / "look.yaml").unlink()
    save(folder / "look.yaml", replace(look, heading=live))
    assert lines(project, timedelta(days=30))["look"].remarks == ("too old",)
    assert lines(project, timedelta(days=50))["look"].remarks == ()
    assert lines(project, timedelta(0))["failure"].remarks == ()


def test_a_recording_is_shown_exchange_by_exchange() -> None:
    rows = list(show_cassette(read_project(ROOT), API, "cancel"))
    assert rows[0][:5] == ("1", "0s", "create", "submitBulkJob", "POST")
    assert [row[0] for row in rows] == [str(n) for n in range(1, len(rows) + 1)]


@pytest.mark.parametrize("text", ["", "30", "d", "-1d", "3 d", "30y", "1e3d"])
def test_any_other_age_is_a_mistake(text: str) -> None:
    with pytest.raises(Mistake, match="allowed are a number and h, d or w"):
        parse_age(text)
