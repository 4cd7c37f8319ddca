"""What a story creates is deleted where the specification says how, and never twice."""

from pathlib import Path
from typing import Any

import pytest

from contract_kit.commands.drift import drift
from contract_kit.commands.options import Options
from contract_kit.commands.playing import play_stories
from contract_kit.commands.running import run
from contract_kit.commands.sweep import sweep
from contract_kit.configuration import Project
from contract_kit.model.report import Report
from tests.commands.depot import Depot, asked, project_of, specification
from tests.targets.hostile import Hostile, hostile

BOOK = Path(".contract-kit", "ledger", "small.jsonl")
NAMED = {"requestBody": {"payload": {"name": "ck-{$inputs.run}"}}}
ADD = {"stepId": "add", "operationId": "addThing", **NAMED}
ADD |= {"outputs": {"id": "$response.body#/id"}}
AT = [{"name": "id", "in": "path", "value": "$steps.add.outputs.id"}]
SHOW = {"stepId": "show", "operationId": "showThing", "parameters": AT}
SHOWN = {**SHOW, "parameters": [{"name": "id", "in": "path", "value": "1"}]}
DELETE = {"stepId": "delete", "operationId": "deleteThing", "parameters": AT}
NOTE = {"stepId": "note", "operationId": "addNote", "parameters": AT, **NAMED}
BOX = {"stepId": "box", "operationId": "addBox", **NAMED}
FAILS = {**SHOW, "successCriteria": [{"condition": "$response.body#/name == 'another'"}]}
REFUSED = {**DELETE, "stepId": "try", "successCriteria": [{"condition": "$statusCode == 500"}]}


def quiet(label: str, done: int, total: int | None) -> None:
    """No progress wanted."""


def played(project: Project, server: Hostile, **options: Any) -> Report:
    wanted = Options(target=server.url, **options)
    return run("check", (play_stories,), project, (), wanted, quiet)


def changes(server: Hostile) -> list[str]:
    return asked(server, "POST", "PUT", "DELETE")


def story(*steps: dict[str, Any]) -> tuple[str, list[Any]]:
    return ("life", list(steps))


def test_what_no_step_deletes_is_deleted_at_the_end(tmp_path: Path) -> None:
    depot, project = Depot(), project_of(tmp_path, story(ADD, SHOW))
    with depot.open() as server:
        assert played(project, server).findings == ()
        assert changes(server) == ["POST /things", "DELETE /things/11"]
    assert depot.kept == set()


def test_the_newest_is_deleted_first_and_by_its_link(tmp_path: Path) -> None:
    depot, project = Depot(), project_of(tmp_path, story(ADD, NOTE, BOX))
    with depot.open() as server:
        played(project, server)
        assert changes(server)[3:] == [
            "POST /boxes/13/discard",
            "DELETE /things/11/notes/12",
            "DELETE /things/11",
        ]
    assert (depot.kept, depot.trespasses) == (set(), [])


@pytest.mark.parametrize("steps", [(ADD, SHOW, DELETE), (ADD, FAILS, DELETE)])
def test_what_a_step_deletes_is_deleted_once(
    tmp_path: Path, steps: tuple[dict[str, Any], ...]
) -> None:
    depot, project = Depot(), project_of(tmp_path, story(*steps))
    with depot.open() as server:
        played(project, server)
        assert changes(server) == ["POST /things", "DELETE /things/11"]
    assert depot.kept == set()


def test_a_deletion_that_was_refused_settles_nothing(tmp_path: Path) -> None:
    depot, project = Depot(), project_of(tmp_path, story(ADD, REFUSED))
    with hostile(
        lambda server: (
            lambda line: (
                Depot(refuses=("DELETE",)).answer(line)
                if line.startswith("DELETE") and len(changes(server)) == 2
                else depot.answer(line)
            )
        )
    ) as server:
        played(project, server)
        assert changes(server) == ["POST /things", "DELETE /things/11", "DELETE /things/11"]
    assert depot.kept == set()


def test_what_is_created_again_after_its_deletion_is_deleted_again(tmp_path: Path) -> None:
    again = {**ADD, "stepId": "again"}
    depot, project = Depot(), project_of(tmp_path, story(ADD, DELETE, again))

    def answer(line: str) -> list[bytes]:
        depot.number = 10  # the same name again
        return depot.answer(line)

    with hostile(lambda _: answer) as server:
        played(project, server)
        assert changes(server) == ["POST /things", "DELETE /things/11"] * 2


def test_the_budget_has_room_for_it(tmp_path: Path) -> None:
    depot, project = Depot(), project_of(tmp_path, story(ADD, SHOW, {**SHOW, "stepId": "more"}))
    with depot.open() as server:
        report = played(project, server, budget=3)
        assert asked(server)[1:] == ["POST /things", "GET /things/11", "DELETE /things/11"]
    assert {one.reason for one in report.not_looked} == {"budget"}
    assert depot.kept == set()


def test_it_is_written_down_before_the_next_request_leaves(tmp_path: Path) -> None:
    depot, project = Depot(), project_of(tmp_path, story(ADD, SHOW))
    books = []

    def answer(line: str) -> list[bytes]:
        if line == "GET /things/11":
            books.append((tmp_path / BOOK).read_text())
        return depot.answer(line)

    with hostile(lambda _: answer) as server:
        played(project, server)
    assert '"path":"/things/11"' in books[0]


def test_what_could_not_be_deleted_is_told_with_its_place(tmp_path: Path) -> None:
    depot, project = Depot(refuses=("DELETE",)), project_of(tmp_path, story(ADD, SHOW))
    with depot.open() as server:
        (left,) = played(project, server).findings
    assert (left.kind, left.operation) == ("left-behind", "deleteThing")
    assert left.message.startswith("story life left /things/11 behind, named ck-1-…")


def test_what_an_operation_of_the_past_has_left_is_told_all_the_same(tmp_path: Path) -> None:
    depot, project = Depot(refuses=("DELETE",)), project_of(tmp_path, story(ADD, SHOW))
    with depot.open() as server:
        played(project, server)
        paths = specification()["paths"]
        del paths["/things/{id}"]["delete"], paths["/things/{id}"]["put"]
        project = project_of(tmp_path, story(SHOWN), paths=paths)
        (left,) = sweep(project, (), Options(target=server.url), quiet).findings
    assert left.actual == "there is no operation deleteThing any more"


def test_drift_leaves_nothing_either(tmp_path: Path) -> None:
    depot, project = Depot(), project_of(tmp_path, story(ADD, SHOW))
    with depot.open() as server:
        drift(project, (), Options(target=server.url), quiet)
    assert depot.made
    assert depot.kept == set()


def test_what_a_story_has_only_changed_is_not_deleted(tmp_path: Path) -> None:
    first = [{"name": "id", "in": "path", "value": "1"}]
    change = {"stepId": "change", "operationId": "changeThing", "parameters": first, **NAMED}
    depot, project = Depot(), project_of(tmp_path, story(change))
    with depot.open() as server:
        played(project, server)
        assert changes(server) == ["PUT /things/1"]
