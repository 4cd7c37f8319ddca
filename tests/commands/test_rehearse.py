"""The emulators held to recordings: the documents' own, and one of a server that is another."""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from contract_kit.cli import main
from contract_kit.commands.options import Options
from contract_kit.commands.rehearse import Rehearsal, rehearse
from contract_kit.configuration import read_project
from contract_kit.formats import store, vcr
from contract_kit.model.cassette import Cassette
from contract_kit.model.errors import CouldNotLook, Mistake

ROOT = Path(__file__).parents[2]
API = "zuora-custom-objects"
Streams = pytest.CaptureFixture[str]


def rehearsed(root: Path, *names: str) -> Rehearsal:
    return rehearse(read_project(root), names, Options(), lambda *_: None)


def test_the_emulators_answer_as_the_documents_show() -> None:
    rehearsal = rehearsed(ROOT)
    assert [one for score in rehearsal.scores for one in score.differences] == []
    assert rehearsal.percent == 100
    assert {reason for _, reason in rehearsal.left_out} == {"the emulator made it"}


@pytest.fixture
def live(tmp_path: Path) -> Path:
    """A project with one recording that counts: a journey of the emulator's, said to be live."""
    (tmp_path / "pyproject.toml").write_text("[tool.contract_kit]\n")
    shutil.copytree(ROOT / "specs", tmp_path / "specs")
    (tmp_path / "cassettes" / API).mkdir(parents=True)
    told(tmp_path, store.load(ROOT / "cassettes" / API / "create-and-delete.yaml"))
    return tmp_path


def told(root: Path, cassette: Cassette) -> None:
    assert cassette.heading is not None
    heading = replace(cassette.heading, origin="live")
    text = vcr.render(Cassette(heading, cassette.exchanges))
    (root / "cassettes" / API / "told.yaml").write_bytes(text)


def _changed(cassette: Cassette, **members: object) -> Cassette:
    """The same with other members in its first answer."""
    first, *others = cassette.exchanges
    body = {**json.loads(first.exchange.answer.body), **members}
    answer = replace(first.exchange.answer, body=json.dumps(body).encode())
    changed = replace(first, exchange=replace(first.exchange, answer=answer))
    return Cassette(cassette.heading, (changed, *others))


def test_a_journey_is_put_in_order_with_the_ids_that_the_emulator_gives(live: Path) -> None:
    rehearsal = rehearsed(live, API)
    assert rehearsal.percent == 100
    counted = {score.operation: score.kept for score in rehearsal.scores}
    assert counted["showBulkJob"]["lifecycle"][1] > 1
    file = live / "cassettes" / API / "told.yaml"
    known = json.loads(store.load(file).exchanges[0].exchange.answer.body)["Id"]
    other = file.read_text().replace(known, "ed4b9701-bafb-4976-8019-b08269430999")
    file.write_text(other)
    assert rehearsed(live, API).percent == 100


def test_where_the_emulator_is_another_is_told_and_fails_under_the_limit(
    live: Path, monkeypatch: pytest.MonkeyPatch, capsys: Streams
) -> None:
    cassette = store.load(live / "cassettes" / API / "told.yaml")
    told(live, _changed(cassette, priority="high", status="queued"))
    monkeypatch.chdir(live)
    assert main(["rehearse", API]) == 0
    shown = capsys.readouterr().out
    assert "submitBulkJob lifecycle: the job is pending, recorded queued" in shown
    told(live, _changed(cassette, priority="high"))
    assert main(["rehearse", API, "--fail-under", "100"]) == 1
    assert "submitBulkJob shape: /priority recorded, not emulated" in capsys.readouterr().out


def test_without_any_recording_but_the_emulators_nothing_is_scored(live: Path) -> None:
    (live / "cassettes" / API / "told.yaml").unlink()
    with pytest.raises(CouldNotLook, match="nothing to score"):
        rehearsed(live, API)


def test_an_api_without_an_emulator_cannot_be_rehearsed() -> None:
    with pytest.raises(Mistake, match="no emulator of 'bookshelf'"):
        rehearsed(ROOT, str(ROOT / "tests" / "own_api" / "bookshelf.yaml"))
