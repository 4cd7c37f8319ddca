"""What a server answered is left scrubbed, as a recording that plays, with the way to adopt it."""

import shutil
from pathlib import Path

import pytest

from contract_kit.commands.check import check
from contract_kit.commands.evidence import adopting, folder_of, leave
from contract_kit.commands.options import Options
from contract_kit.commands.playing import events_of, sighting_of, stories_of
from contract_kit.commands.running import Run, run
from contract_kit.configuration import read_project
from contract_kit.formats import store
from contract_kit.model.sighting import Journey
from contract_kit.stories import Played
from tests.commands.sandbox import LIFE, Things, project_in, specification
from tests.targets.hostile import hostile

SECURED = specification(
    components={"securitySchemes": {"t": {"type": "http", "scheme": "bearer"}}},
    security=[{"t": []}],
    servers=[{"url": "https://api.example.com"}],
)


def quiet(label: str, done: int, total: int | None) -> None:
    """No progress wanted."""


def left(opened: Run) -> None:
    """Plays every story and leaves its evidence."""
    for story in stories_of(opened):
        events = events_of(opened, story, 17)
        seen = tuple(sighting_of(opened, one) for one in events if isinstance(one, Played))
        leave(opened, Journey(opened.contract.api, story.name, opened.target.url, seen), 17)


def test_evidence_is_scrubbed_and_taken_as_the_new_recording(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CONTRACT_KIT_SMALL_TOKEN", "t0ken-of-mine")
    project = project_in(tmp_path, LIFE, specified=SECURED)
    with hostile(Things().answering) as server:
        run("drift", (left,), project, (), Options(target=server.url), quiet)
    file = folder_of(project) / "small" / "life.yaml"
    cassette = store.load(file)
    assert cassette.heading is not None
    assert (cassette.heading.origin, cassette.heading.seed) == ("live", 17)
    assert [one.step for one in cassette.exchanges] == ["create", "show", "delete"]
    assert "t0ken-of-mine" not in file.read_text()
    command = "cp reports/drift/evidence/small/*.yaml cassettes/small/"
    assert list(adopting(project, ())) == [command]
    recordings = project.cassettes(project.api("small"))
    recordings.mkdir(parents=True)
    shutil.copy(file, recordings)
    report = check(project, (), Options(target="cassettes"), quiet)
    assert (report.findings, report.not_looked) == ((), ())


def test_an_emulators_answers_are_no_evidence() -> None:
    project = read_project(Path(__file__).parents[2])
    before = folder_of(project).exists()
    run("drift", (left,), project, ("zuora-custom-objects",), Options(), quiet)
    assert folder_of(project).exists() == before
