"""The list of recordings: what fits, what does not any more, and how old it is."""

import shutil
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from contract_kit.cli import main
from contract_kit.commands.cassettes import (
    CassetteLine,
    list_cassettes,
    parse_age,
    show_cassettes,
)
from contract_kit.configuration import Project, read_project
from contract_kit.formats.store import load, save
from contract_kit.model.cassette import Cassette
from contract_kit.model.errors import Mistake
from contract_kit.model.exchange import Request

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


def kept(project: Project, name: str) -> Cassette:
    return load(project.cassettes(project.api(API)) / f"{name}.yaml")


def keep(project: Project, name: str, cassette: Cassette) -> None:
    """The exchanges under a recording's name, numbered anew."""
    numbered = tuple(replace(one, n=n) for n, one in enumerate(cassette.exchanges, 1))
    path = project.cassettes(project.api(API)) / f"{name}.yaml"
    save(path, replace(cassette, exchanges=numbered))


def with_more(cassette: Cassette, place: int, count: int = 1) -> Cassette:
    """A recording with exchanges that its story never asks for, before the one at that place."""
    one = cassette.exchanges[0]
    asked = [Request("GET", f"{one.exchange.request.url}/more-{n}") for n in range(count)]
    more = [replace(one, exchange=replace(one.exchange, request=request)) for request in asked]
    exchanges = [*cassette.exchanges[:place], *more, *cassette.exchanges[place:]]
    return replace(cassette, exchanges=tuple(exchanges))


def test_an_exchange_that_its_story_does_not_ask_for_is_told(project: Project) -> None:
    keep(project, "cancel", with_more(kept(project, "cancel"), 2))
    assert lines(project)["cancel"].remarks == ("1 unplayed: 3",)
    (shown,) = show_cassettes(project, [API], "cancel")
    assert [row[-1] for row in shown.rows] == ["", "", "unplayed", "", "", ""]
    assert shown.line == lines(project)["cancel"]


def test_an_answer_that_was_recorded_once_too_often_is_told(project: Project) -> None:
    whole = kept(project, "cancel")
    keep(project, "cancel", replace(whole, exchanges=(*whole.exchanges, whole.exchanges[-1])))
    assert lines(project)["cancel"].remarks == ("1 unplayed: 6",)


def test_of_many_unplayed_exchanges_the_first_are_named(project: Project) -> None:
    keep(project, "cancel", with_more(kept(project, "cancel"), 0, 20))
    assert lines(project)["cancel"].remarks == ("20 unplayed: 1, 2, 3, 4, 5, …",)


def test_a_story_that_misses_an_answer_says_which_and_what_is_left(project: Project) -> None:
    whole = kept(project, "cancel")
    keep(project, "cancel", replace(whole, exchanges=(*whole.exchanges[:2], *whole.exchanges[3:])))
    trouble, unplayed = lines(project)["cancel"].remarks
    assert trouble.startswith("nothing recorded answers GET /objects/jobs/")
    assert "\n" not in trouble
    assert unplayed == "2 unplayed: 3, 4"


def test_a_story_that_stops_says_where(project: Project) -> None:
    whole = kept(project, "cancel")
    first = whole.exchanges[0]
    refused = replace(first.exchange, answer=replace(first.exchange.answer, status=503))
    exchanges = (replace(first, exchange=refused), *whole.exchanges[1:])
    keep(project, "cancel", replace(whole, exchanges=exchanges))
    assert lines(project)["cancel"].remarks == (
        "the story stops at step create: expected $statusCode == 200, came $statusCode is 503",
        "4 unplayed: 2, 3, 4, 5",
    )


def test_a_recording_is_shown_exchange_by_exchange() -> None:
    (shown,) = show_cassettes(read_project(ROOT), [API], "cancel")
    assert shown.rows[0][:5] == ("1", "0s", "create", "submitBulkJob", "POST")
    assert [row[0] for row in shown.rows] == [str(n) for n in range(1, len(shown.rows) + 1)]
    assert {row[-1] for row in shown.rows} == {""}


def test_a_recording_is_found_in_whichever_api_has_it() -> None:
    project = read_project(ROOT)
    (cancel,) = show_cassettes(project, (), "cancel")
    assert cancel.line.api == API
    looks = show_cassettes(project, (), "look")
    assert [shown.line.api for shown in looks] == sorted(project.own())
    with pytest.raises(Mistake, match=r"no recording is called 'gone'; there are cancel, create-"):
        show_cassettes(project, [API], "gone")


def test_the_command_tells_of_unplayed_exchanges_and_fails(
    project: Project, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(project.root)
    assert main(["cassettes", API]) == 0
    keep(project, "cancel", with_more(kept(project, "cancel"), 5))
    capsys.readouterr()
    assert main(["cassettes", API]) == 1
    row = next(line for line in capsys.readouterr().out.splitlines() if "cancel" in line)
    assert row.split() == [API, "cancel", "emulator", "6", "exchanges", "-", "1", "unplayed:", "6"]
    assert main(["cassettes", API, "--show", "cancel"]) == 0
    headline, *rows = capsys.readouterr().out.splitlines()
    assert headline.split() == row.split()
    assert [line.endswith("  unplayed") for line in rows] == [False] * 5 + [True]


@pytest.mark.parametrize("text", ["", "30", "d", "-1d", "3 d", "30y", "1e3d"])
def test_any_other_age_is_a_mistake(text: str) -> None:
    with pytest.raises(Mistake, match="allowed are a number and h, d or w"):
        parse_age(text)
