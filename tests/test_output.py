"""Reports on disk and on standard output."""

from pathlib import Path

import pytest

from contract_kit import output
from contract_kit.model.errors import Mistake
from contract_kit.reports import FILES
from tests.reports.samples import EMPTY, FULL

NAMES = {form.FILE for form in FILES}


def test_all_files_are_written_and_nothing_else_is_left(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "reports"
    output.prepare(folder)
    output.save(FULL, folder)
    assert {path.name for path in folder.iterdir()} == NAMES
    assert {(folder / form.FILE).read_text(encoding="utf-8") for form in FILES} == {
        form.render(FULL) for form in FILES
    }


def test_a_later_run_replaces_the_files_of_an_earlier_one(tmp_path: Path) -> None:
    output.save(FULL, tmp_path)
    output.save(EMPTY, tmp_path)
    assert "createJob" not in (tmp_path / "findings.md").read_text(encoding="utf-8")


def test_a_file_that_cannot_be_replaced_stays_as_it_was(tmp_path: Path) -> None:
    for name in NAMES:
        (tmp_path / name).mkdir()
        (tmp_path / name / "old").write_text("old")
    with pytest.raises(Mistake, match="Is a directory; --report-dir names another folder"):
        output.save(FULL, tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == NAMES
    assert all((tmp_path / name / "old").read_text() == "old" for name in NAMES)


def test_a_folder_that_cannot_be_made_is_told_before_the_work(tmp_path: Path) -> None:
    (tmp_path / "reports").write_text("a file")
    with pytest.raises(Mistake, match="today: Not a directory; --report-dir names another folder"):
        output.prepare(tmp_path / "reports" / "today")


def test_progress_beside_json_is_silent_where_nobody_watches(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with output.progress("json") as tell:
        tell("listJobs", 1, 2)
    assert capsys.readouterr() == ("", "")


def test_progress_of_a_run_goes_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    with output.progress("text") as tell:
        tell("listJobs", 1, 2)
    assert capsys.readouterr() == ("", "listJobs\n")


@pytest.mark.parametrize(
    ("environment", "terminal", "coloured"),
    [
        ({"TERM": "xterm"}, True, True),
        ({"TERM": "xterm"}, False, False),
        ({"TERM": "xterm", "NO_COLOR": "1"}, True, False),
        ({"TERM": "dumb"}, True, False),
    ],
)
def test_colours_are_for_terminals_that_want_them(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], terminal: bool, coloured: bool
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr("sys.stdout.isatty", lambda: terminal)
    assert ("\x1b[" in output.told(FULL, "text")) is coloured
