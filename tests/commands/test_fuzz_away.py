"""The fuzzer against somebody's server: it changes what it has created there, and nothing else.

Whole runs against a server that counts what arrives, and knows what was there before.
"""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from contract_kit.cli import main
from contract_kit.commands import cleaning
from contract_kit.commands.fuzz import fuzz
from contract_kit.commands.ledger import Ledger
from contract_kit.commands.options import Options
from contract_kit.commands.sweep import sweep
from contract_kit.configuration import Project
from contract_kit.model.errors import Mistake
from contract_kit.model.finding import Finding
from contract_kit.model.report import Report
from tests.commands.depot import Depot, asked, elsewhere, project_of
from tests.targets.hostile import Hostile, hostile

WRITES = ("POST", "PUT", "PATCH", "DELETE")
BOOK = Path(".contract-kit", "ledger", "small.jsonl")


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody waits for jobs between two rounds of deletions."""
    monkeypatch.setattr(cleaning, "_PAUSE", 0.0)


def quiet(label: str, done: int, total: int | None) -> None:
    """No progress wanted."""


def fuzzed(project: Project, server: Hostile, **options: Any) -> Report:
    chosen: dict[str, Any] = {"allow_writes": True, "cases": 15, **options}
    return fuzz(project, (), Options(target=elsewhere(server), **chosen), quiet)


def swept(project: Project, server: Hostile) -> Report:
    return sweep(project, (), Options(target=elsewhere(server), allow_writes=True), quiet)


def left_behind(report: Report) -> Finding:
    (left,) = [one for one in report.findings if one.kind == "left-behind"]
    return left


def test_unless_it_may_write_the_fuzzer_only_reads(tmp_path: Path) -> None:
    depot, project = Depot(), project_of(tmp_path)
    with depot.open() as server:
        report = fuzzed(project, server, allow_writes=False)
        assert asked(server, *WRITES) == []
        assert asked(server, "GET")
    assert {one.reason for one in report.not_looked} == {"writes"}
    assert "addThing" in {one.operation for one in report.not_looked}
    assert not (tmp_path / BOOK).exists()


@pytest.mark.parametrize(
    "operations",
    [
        ("listThings", "addThing", "showThing", "changeThing", "deleteThing", "addNote"),
        ("addBox", "emptyBox", "discardBox"),
    ],
)
def test_what_it_changes_it_has_created_and_at_the_end_nothing_of_it_is_left(
    tmp_path: Path, operations: tuple[str, ...]
) -> None:
    depot, project = Depot(), project_of(tmp_path)
    more = ("changeUser", "changeSettings", "addJob", "deleteNote")
    with depot.open() as server:
        report = fuzzed(project, server, seed=2, cases=40, operations=(*operations, *more))
        assert report.requests == len(asked(server))
    assert depot.trespasses == []
    assert (depot.kept, depot.foreign) == (set(), Depot().foreign)
    assert len(depot.made) > 10
    assert report.findings == ()
    tried = {look.operation for look in report.looks if look.cases.get("2xx")}
    assert set(operations) <= tried <= {*operations, "deleteNote"}
    assert tried.isdisjoint(one.operation for one in report.not_looked)


def test_what_it_cannot_try_without_touching_more_is_told_once(tmp_path: Path) -> None:
    with Depot().open() as server:
        operations = ("addThing", "changeUser", "changeSettings", "addJob")
        report = fuzzed(project_of(tmp_path), server, operations=operations)
    assert [(one.operation, one.reason, one.detail) for one in report.not_looked] == [
        ("changeUser", "writes", "changeUser is tried only on what this run has created itself"),
        (
            "changeSettings",
            "writes",
            "the specification does not say how to delete what changeSettings creates",
        ),
        ("addJob", "writes", "the specification does not say how to delete what addJob creates"),
    ]
    assert report.exit_status("warning") == 0


def test_the_budget_has_room_to_delete_all_that_it_creates(tmp_path: Path) -> None:
    depot = Depot()
    with depot.open() as server:
        report = fuzzed(project_of(tmp_path), server, budget=20)
        assert len(asked(server)) == report.requests <= 20
    assert depot.made
    assert (depot.kept, report.findings) == (set(), ())
    assert "budget" in {one.reason for one in report.not_looked}


def test_with_a_budget_of_one_request_nothing_is_created(tmp_path: Path) -> None:
    depot = Depot()
    with depot.open() as server:
        fuzzed(project_of(tmp_path), server, budget=1, operations=("addThing",))
        assert asked(server) == []


def test_for_what_was_not_created_no_room_is_kept(tmp_path: Path) -> None:
    depot = Depot(refuses=("POST /things",))
    with depot.open() as server:
        fuzzed(project_of(tmp_path), server, budget=2, operations=("addThing", "showThing"))
        assert [line.partition(" ")[0] for line in asked(server)] == ["POST", "GET"]


def test_what_cannot_be_deleted_is_told_and_swept_later(tmp_path: Path) -> None:
    depot, project = Depot(refuses=("DELETE /things",)), project_of(tmp_path)
    with depot.open() as server:
        left = left_behind(fuzzed(project, server, operations=("addThing",)))
        assert (left.operation, left.severity) == ("deleteThing", "warning")
        assert left.message.startswith("the fuzzer left /things/")
        assert "story" not in left.message + left.expected
        depot.refuses = ()
        assert swept(project, server).findings == ()
        assert depot.kept == set()
        assert swept(project, server).requests == 0
    assert depot.trespasses == []


def test_what_does_not_say_what_it_created_is_asked_once_and_told(tmp_path: Path) -> None:
    depot, project = Depot(mutes=("POST /things",)), project_of(tmp_path)
    with depot.open() as server:
        left = left_behind(fuzzed(project, server))
        assert asked(server, "POST /things") == ["POST /things"]
        assert swept(project, server).findings == ()
    assert (left.operation, left.actual) == ("addThing", cleaning._UNKNOWN)
    assert "nobody knows how to delete it" in left.message
    assert depot.kept == set()


def test_a_creation_that_nobody_answered_is_told(tmp_path: Path) -> None:
    project = project_of(tmp_path)
    with hostile(lambda _: lambda _: [b""]) as server:
        report = fuzzed(project, server, operations=("addThing",))
    assert left_behind(report).operation == "addThing"
    assert {one.reason for one in report.not_looked} == {"network"}


def test_nothing_is_created_that_cannot_be_written_down(tmp_path: Path) -> None:
    project = project_of(tmp_path)
    (tmp_path / ".contract-kit").write_text("not a folder")
    with Depot().open() as server:
        with pytest.raises(Mistake, match="ledger"):
            fuzzed(project, server, operations=("addThing",))
        assert asked(server, *WRITES) == []


def test_every_creation_is_written_down_before_the_next_request(tmp_path: Path) -> None:
    depot, project = Depot(), project_of(tmp_path)
    unwritten = list[str]()

    def answer(line: str) -> list[bytes]:
        book = (tmp_path / BOOK).read_text() if (tmp_path / BOOK).exists() else ""
        unwritten.extend(one for one in depot.made if one not in book)
        if line.startswith("POST") and '"asks"' not in book.splitlines()[-1]:
            unwritten.append(line)
        return depot.answer(line)

    with hostile(lambda _: answer) as server:
        fuzzed(project, server, operations=("listThings", "addThing", "addNote"))
    assert depot.made
    assert unwritten == []


def killed(project: Project, depot: Depot, server: Hostile, number: int) -> int:
    """The exit status of a run that gets a signal after it has created something."""
    arguments = ["fuzz", "small", "--target", elsewhere(server), "--allow-writes", "--cases", "5"]
    code = f"import sys; from contract_kit.cli import main; sys.exit(main({arguments!r}))"
    quietly = subprocess.DEVNULL
    with subprocess.Popen(
        [sys.executable, "-c", code], cwd=project.root, stdout=quietly, stderr=quietly
    ) as run:
        deadline = time.monotonic() + 20
        while not (depot.made and depot.hangs) and time.monotonic() < deadline:
            depot.hangs = ("GET", "PUT", "DELETE") if depot.made else ()
            time.sleep(0.001)
        time.sleep(0.3)
        os.kill(run.pid, number)
        depot.hangs = () if number == signal.SIGINT else depot.hangs
        status = run.wait(20)
    depot.hangs = ()
    return status


def test_after_ctrl_c_all_is_deleted(tmp_path: Path) -> None:
    depot, project = Depot(), project_of(tmp_path)
    with depot.open() as server:
        assert killed(project, depot, server, signal.SIGINT) == 130
    assert depot.made
    assert (depot.kept, depot.trespasses) == (set(), [])


def test_after_a_kill_sweep_deletes_the_rest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    depot, project = Depot(), project_of(tmp_path)
    with depot.open() as server:
        assert killed(project, depot, server, signal.SIGKILL) == -signal.SIGKILL
        assert depot.kept
        monkeypatch.chdir(project.root)
        arguments = ["sweep", "small", "--target", elsewhere(server), "--format", "json"]
        assert main(arguments) == 1
        (entry,) = json.loads(capsys.readouterr().out)["not_looked"]
        assert (entry["operation"], entry["reason"]) == ("the fuzzer", "writes")
        assert main([*arguments, "--allow-writes"]) == 0
    assert (depot.kept, depot.trespasses) == (set(), [])


def test_a_run_that_was_killed_while_it_created_is_told_once(tmp_path: Path) -> None:
    project = project_of(tmp_path)
    with Depot().open() as server:
        ledger = Ledger(project.root, "small")
        page = ledger.begin(elsewhere(server), "", "")
        ledger.ask(page, "addNote")
        ledger.know(page, "addNote")
        ledger.ask(page, "addThing")
        ledger.close()
        assert left_behind(swept(project, server)).operation == "addThing"
        assert swept(project, server).findings == ()
        assert asked(server) == []
