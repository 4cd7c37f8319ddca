"""What a run creates on a server is deleted: at its end, after Ctrl-C, after a kill by sweep."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from contract_kit.cli import main
from contract_kit.commands.drift import drift
from contract_kit.commands.ledger import Ledger
from contract_kit.commands.options import Options
from contract_kit.commands.playing import play_stories
from contract_kit.commands.running import run
from contract_kit.commands.sweep import sweep
from contract_kit.configuration import Project
from contract_kit.model.errors import Mistake
from contract_kit.model.report import Report
from tests.commands.sandbox import DELETE, LIFE, LIST, LOOK, SHOW, Things, project_in
from tests.targets.hostile import Answering, Hostile, hostile

_FAILS = {**SHOW, "successCriteria": [{"condition": "$response.body#/name == 'another'"}]}
_BOOK = Path(".contract-kit", "ledger", "small.jsonl")
_STOPS = ("life", [LIFE[1][0], _FAILS, DELETE])
_NO_CLEAN_UP = ("life", [LIFE[1][0], SHOW])


def quiet(label: str, done: int, total: int | None) -> None:
    """No progress wanted."""


def checked(project: Project, url: str, **options: Any) -> Report:
    """A run whose stories end where they stop: as `check` plays them, without the fuzzer."""
    return run("check", (play_stories,), project, (), Options(target=url, **options), quiet)


def open_pages(project: Project, url: str) -> list[Any]:
    ledger = Ledger(project.root, "small")
    try:
        return ledger.abandoned(url)
    finally:
        ledger.close()


def asked(server: Hostile) -> list[str]:
    """What arrived, but for the question whether it is an emulator."""
    return [line for line in server.lines if "__contract__" not in line]


def kinds(report: Report) -> list[str]:
    return [finding.kind for finding in report.findings]


def test_a_story_that_cleans_up_itself_owes_nothing(tmp_path: Path) -> None:
    things, project = Things(), project_in(tmp_path, LIFE)
    with hostile(things.answering) as server:
        assert checked(project, server.url).findings == ()
        assert asked(server) == ["POST /things", "GET /things/1", "DELETE /things/1"]
        assert open_pages(project, server.url) == []
    assert "t0ken" not in (tmp_path / _BOOK).read_text()


def test_a_story_that_stops_is_cleaned_up_after(tmp_path: Path) -> None:
    things, project = Things(), project_in(tmp_path, _STOPS)
    with hostile(things.answering) as server:
        assert kinds(checked(project, server.url)) == ["stopped"]
        assert server.lines[-1] == "DELETE /things/1"
        assert things.kept == {}
        assert open_pages(project, server.url) == []


def test_the_budget_has_room_to_clean_up(tmp_path: Path) -> None:
    things, project = Things(), project_in(tmp_path, LIFE)
    with hostile(things.answering) as server:
        report = checked(project, server.url, budget=2)
        assert asked(server) == ["POST /things", "DELETE /things/1"]
        assert report.requests == 2
    assert [entry.reason for entry in report.not_looked] == ["budget"]


def test_what_cannot_be_deleted_is_told_until_it_is(tmp_path: Path) -> None:
    things, project = Things(refuses={"DELETE"}), project_in(tmp_path, LIFE, LOOK)
    with hostile(things.answering) as server:
        (left,) = [
            one for one in checked(project, server.url).findings if one.kind == "left-behind"
        ]
        assert (left.rule, left.severity) == ("completes_its_stories", "warning")
        assert left.operation == "deleteThing"
        again = drift(project, (), Options(target=server.url, reads_only=True), quiet)
        assert kinds(again) == ["left-behind"]
        assert kinds(sweep(project, (), Options(target=server.url), quiet)) == ["left-behind"]
        things.refuses.clear()
        assert sweep(project, (), Options(target=server.url), quiet).findings == ()
        assert things.kept == {}
        before = len(asked(server))
        assert sweep(project, (), Options(target=server.url), quiet).requests == 0
        assert len(asked(server)) == before


def test_only_what_stands_in_the_ledger_of_this_target_is_deleted(tmp_path: Path) -> None:
    things, project = Things({"7": "somebody's"}), project_in(tmp_path, LIFE)
    with hostile(things.answering) as server, hostile(Things().answering) as other:
        things.refuses.add("DELETE")
        checked(project, server.url)
        things.refuses.clear()
        sweep(project, (), Options(target=other.url), quiet)
        assert asked(other) == []
        sweep(project, (), Options(target=server.url), quiet)
        assert things.kept == {"7": "somebody's"}


def test_sweep_needs_to_know_where(tmp_path: Path) -> None:
    with pytest.raises(Mistake, match="sweep needs the server"):
        sweep(project_in(tmp_path, LIFE), (), Options(), quiet)


class Slow:
    """Things whose GET never comes back while `hangs`."""

    def __init__(self) -> None:
        self.things, self.hangs = Things(), True

    def answering(self, server: Hostile) -> Answering:
        usual = self.things.answering(server)

        def answer(line: str) -> Iterable[bytes]:
            if self.hangs and line.startswith("GET /things/"):
                return self.hang(server)
            return usual(line)

        return answer

    def hang(self, server: Hostile) -> Iterator[bytes]:
        while self.hangs and not server.ended.wait(0.02):
            yield b"H"[:0]


def killed(project: Project, slow: Slow, server: Hostile, number: int) -> int:
    """The exit status of a run that gets a signal after it has created something."""
    arguments = ["record", "small", "--target", server.url]
    code = f"import sys; from contract_kit.cli import main; sys.exit(main({arguments!r}))"
    quietly = subprocess.DEVNULL
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=project.root, stdout=quietly, stderr=quietly
    ) as run:
        deadline = time.monotonic() + 20
        while len(asked(server)) < 2 and time.monotonic() < deadline:
            time.sleep(0.01)
        os.kill(run.pid, number)
        slow.hangs = number != signal.SIGINT  # Ctrl-C comes, then the server works again
        status = run.wait(20)
    slow.hangs = False
    return status


@pytest.mark.parametrize("story", [LIFE, _NO_CLEAN_UP])
def test_after_ctrl_c_all_is_deleted(tmp_path: Path, story: tuple[str, list[Any]]) -> None:
    slow, project = Slow(), project_in(tmp_path, story)
    with hostile(slow.answering) as server:
        assert killed(project, slow, server, signal.SIGINT) == 130
        assert slow.things.kept == {}
        assert open_pages(project, server.url) == []


@pytest.mark.parametrize("story", [LIFE, _NO_CLEAN_UP])
def test_after_a_kill_sweep_deletes_all(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    story: tuple[str, list[Any]],
) -> None:
    slow, project = Slow(), project_in(tmp_path, story)
    with hostile(slow.answering) as server:
        assert killed(project, slow, server, signal.SIGKILL) == -signal.SIGKILL
        assert len(slow.things.kept) == 1
        monkeypatch.chdir(project.root)
        assert main(["sweep", "small", "--target", server.url, "--format", "json"]) == 0
        assert json.loads(capsys.readouterr().out)["summary"]["requests"] == 1
        assert slow.things.kept == {}


def test_a_run_that_was_cut_off_before_an_answer_is_told_once(tmp_path: Path) -> None:
    project = project_in(tmp_path, LIFE)
    with hostile(Things().answering) as server:
        ledger = Ledger(project.root, "small")
        ledger.begin(server.url, "life", "17")
        ledger.close()
        (left,) = sweep(project, (), Options(target=server.url), quiet).findings
        assert "ck-17-" in left.message
        assert sweep(project, (), Options(target=server.url), quiet).findings == ()
        assert asked(server) == []


def test_nothing_is_swept_while_a_run_is_under_way(tmp_path: Path) -> None:
    things, project = Things(refuses={"DELETE"}), project_in(tmp_path, LIFE)
    with hostile(things.answering) as server:
        checked(project, server.url)
        under_way = Ledger(project.root, "small")
        under_way.begin(server.url, "life", "18")
        things.refuses.clear()
        assert sweep(project, (), Options(target=server.url), quiet).requests == 0
        under_way.close()
        assert sweep(project, (), Options(target=server.url), quiet).requests == 1


def test_a_line_that_a_power_cut_has_cut_off_hides_no_other(tmp_path: Path) -> None:
    things, project = Things(refuses={"DELETE"}), project_in(tmp_path, LIFE)
    with hostile(things.answering) as server:
        checked(project, server.url)
        with (tmp_path / _BOOK).open("a") as book:
            book.write('{"key": "ab')
        (page,) = open_pages(project, server.url)
        assert [one.step for one in page.left] == ["delete"]


def test_after_a_line_that_was_cut_off_no_other_is_lost(tmp_path: Path) -> None:
    things, project = Things(refuses={"DELETE"}), project_in(tmp_path, LIFE)
    (tmp_path / _BOOK).parent.mkdir(parents=True)
    (tmp_path / _BOOK).write_text('{"key": "ab')
    with hostile(things.answering) as server:
        checked(project, server.url)
        (page,) = open_pages(project, server.url)
        assert [one.step for one in page.left] == ["delete"]


def test_a_story_that_only_reads_has_no_ledger(tmp_path: Path) -> None:
    project = project_in(tmp_path, ("look", [LIST]))
    with hostile(Things().answering) as server:
        checked(project, server.url)
    assert not (tmp_path / _BOOK).exists()
