"""How a target says that it is busy is judged, though nobody is handed such an answer."""

import json
from collections.abc import Callable, Iterable
from itertools import cycle
from pathlib import Path
from typing import Any

import pytest

from contract_kit.commands.drift import drift
from contract_kit.commands.options import Options
from contract_kit.commands.playing import play_stories
from contract_kit.commands.record import record
from contract_kit.commands.running import run
from contract_kit.configuration import Project
from contract_kit.formats import baseline, store
from contract_kit.model.report import Report
from tests.commands.sandbox import LIST, LOOK, project_in, specification
from tests.openapi.small import json_of
from tests.targets.hostile import Hostile, hostile, said, told

ERROR = {"type": "object", "required": ["error"], "properties": {"error": {"type": "string"}}}
COUNT = {"schema": {"type": "integer", "minimum": 0}}
BUSY = {
    "description": "Busy",
    "headers": {"Retry-After": {**COUNT, "required": True}, "X-Rate-Limit": COUNT},
    "content": json_of(ERROR),
}
ITEMS = told('{"items": [{"id": "1", "name": "n"}]}')
NO, AGAIN = '{"error": "busy"}', "Retry-After: 0"
HONEST = told(NO, AGAIN, status=429)
BAD = told("{}", AGAIN, status=429)
HTML = "Content-Type: text/html"

Answer = Callable[[], Iterable[bytes]]


@pytest.fixture(autouse=True)
def _in_no_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("contract_kit.targets.guard._USUAL", 0.0)


def in_turn(*answers: list[bytes]) -> Answer:
    """One answer after the other, and again from the first."""
    turns = cycle(answers)
    return lambda: next(turns)


def busy_project(folder: Path, *stories: tuple[str, list[Any]]) -> Project:
    """A project whose specification says how a listing is refused."""
    spec = specification()
    spec["paths"]["/things"]["get"]["responses"] |= {"429": BUSY, "503": BUSY}
    return project_in(folder, *(stories or (LOOK,)), specified=spec)


def quiet(label: str, done: int, total: int | None) -> None:
    """No progress wanted."""


Verb = Callable[[Project, Options], Report]


def drifted(project: Project, options: Options) -> Report:
    return drift(project, (), options, quiet)


def checked_away(project: Project, options: Options) -> Report:
    """The stories of `check` as they are played on other hosts."""
    return run("drift", (play_stories,), project, (), options, quiet)


def checked_here(project: Project, options: Options) -> Report:
    """The stories of `check` as they are played on this machine."""
    return run("check", (play_stories,), project, (), options, quiet)


def recorded(project: Project, options: Options) -> Report:
    return record(project, (), options, quiet)


def against(answer: Answer, verb: Verb, project: Project) -> tuple[Report, Hostile]:
    with hostile(lambda _: lambda line: [] if "__contract__" in line else answer()) as server:
        report = verb(project, Options(target=server.url, reads_only=True))
    return report, server


def causes(report: Report) -> list[tuple[str, str, str, str, str]]:
    return [(f.rule, f.kind, f.operation, f.status, f.pointer) for f in report.findings]


def kept_from(report: Report) -> set[str]:
    return {one.reason for one in report.not_looked} - {"no-baseline"}


@pytest.mark.parametrize("verb", [drifted, checked_away])
@pytest.mark.parametrize(
    ("answer", "kind", "pointer"),
    [
        (told(NO, status=429), "missing-header", "header:Retry-After"),
        (told(NO, "Retry-After: soon", status=429), "wrong-header", "header:Retry-After"),
        (told(NO, "Retry-After: -5", status=429), "wrong-header", "header:Retry-After"),
        (told(NO, "Retry-After: 0.75", status=429), "wrong-header", "header:Retry-After"),
        (
            told(NO, "Retry-After: Tue, 09 Jun 2020 22:00:09 GMT", status=429),
            "wrong-header",
            "header:Retry-After",
        ),
        (told("{}", "Retry-After: 86400", status=429), "missing", "/error"),
        (told("{", AGAIN, status=429), "not-json", ""),
        (said(429, b"no", HTML, AGAIN), "undocumented-content-type", "header:Content-Type"),
    ],
)
def test_a_target_that_turns_away_for_ever_and_says_so_wrongly_is_told_of_and_not_looked_at(
    tmp_path: Path, verb: Verb, answer: list[bytes], kind: str, pointer: str
) -> None:
    report, server = against(in_turn(answer), verb, busy_project(tmp_path))
    cause = ("conforms_to_specification", kind, "listThings", "429", pointer)
    assert causes(report) == [cause]
    assert "/things" in report.findings[0].evidence.curl
    assert (kept_from(report), report.exit_status("error")) == ({"quota"}, 1)
    assert [look.operation for look in report.looks if look.looked] == []
    assert report.requests == len([line for line in server.lines if "things" in line]) <= 4


@pytest.mark.parametrize("verb", [drifted, checked_away])
@pytest.mark.parametrize("wait", ["0", "86400"])
def test_an_honest_answer_for_ever_is_only_a_reason_not_to_look(
    tmp_path: Path, verb: Verb, wait: str
) -> None:
    answer = told(NO, f"Retry-After: {wait}", "X-Rate-Limit: 700", status=429)
    report, _ = against(in_turn(answer), verb, busy_project(tmp_path))
    assert causes(report) == []
    assert (kept_from(report), report.exit_status("error")) == ({"quota"}, 3)


@pytest.mark.parametrize("verb", [drifted, checked_away])
def test_a_moment_is_told_once_and_what_followed_is_looked_at(tmp_path: Path, verb: Verb) -> None:
    report, _ = against(in_turn(BAD, ITEMS, ITEMS), verb, busy_project(tmp_path))
    assert causes(report) == [
        ("conforms_to_specification", "missing", "listThings", "429", "/error")
    ]
    assert kept_from(report) == set()
    assert [dict(look.cases).keys() for look in report.looks] == [{"2xx"}]


def test_what_a_target_says_when_busy_is_not_disproved_by_one_that_is_busy_no_more(
    tmp_path: Path,
) -> None:
    for wrong_again, severity in ((False, "error"), (True, "error"), (None, "info")):
        second = [HONEST] if wrong_again is None else [BAD] if wrong_again else []
        answer = in_turn(BAD, ITEMS, ITEMS, *second, *[ITEMS] * 20)
        report, _ = against(answer, drifted, busy_project(tmp_path))
        assert [(one.pointer, one.severity) for one in report.findings] == [("/error", severity)]


def test_on_this_machine_check_judges_what_it_asked_again_as_well(tmp_path: Path) -> None:
    report, server = against(in_turn(BAD, ITEMS, ITEMS), checked_here, busy_project(tmp_path))
    assert [(one.status, one.pointer) for one in report.findings] == [("429", "/error")]
    assert len([line for line in server.lines if "things" in line]) == 3


def test_what_came_of_a_story_before_is_part_of_the_evidence(tmp_path: Path) -> None:
    steps = [{**LIST, "stepId": name} for name in ("a", "b", "c")]
    answer = in_turn(ITEMS, ITEMS, BAD, ITEMS)
    report, _ = against(answer, drifted, busy_project(tmp_path, ("three", steps)))
    (finding,) = report.findings
    assert len(finding.evidence.curl.splitlines()) == 3


@pytest.mark.parametrize("way", ["x-pages", "plain"])
def test_an_honest_moment_changes_nothing_of_what_a_story_shows(tmp_path: Path, way: str) -> None:
    paged = {"x-pages": {"way": "next"}} if way == "x-pages" else {}
    project = busy_project(tmp_path, ("look", [{**LIST, **paged}, {**LIST, "stepId": "again"}]))
    first = told('{"items": [{"id": "1", "name": "n"}], "next": "/things?page=2"}')
    quota = "X-Rate-Limit-Remaining: 690"
    honest = told(NO, AGAIN, "X-Rate-Limit: 700", quota, status=429)
    pages = [first, ITEMS, ITEMS] if way == "x-pages" else [ITEMS, ITEMS]
    against(in_turn(*pages), recorded, project)
    path = project.cassettes(project.api("small")) / "baseline.json"
    assert "live" in baseline.load(path, "small").pasts
    turned = [answer for page in pages for answer in (honest, page)]
    report, server = against(in_turn(*turned), drifted, project)
    assert (report.findings, report.not_looked, report.exit_status("info")) == ((), (), 0)
    assert len([line for line in server.lines if "things" in line]) == 2 * len(pages)


def test_what_the_recordings_know_of_such_answers_is_compared(tmp_path: Path) -> None:
    refused = {**LIST, "successCriteria": [{"condition": "$statusCode == 429"}]}
    steps = [{**refused, "stepId": name} for name in ("a", "b", "c")]
    project = busy_project(tmp_path, ("limit", steps))
    before = told(NO, "Retry-After: 9", "X-Rate-Limit: 700", status=429)
    assert against(in_turn(before), recorded, project)[0].findings == ()
    same, _ = against(in_turn(before), drifted, project)
    assert (causes(same), kept_from(same)) == ([], {"quota"})
    report, _ = against(in_turn(told(NO, "Retry-After: 9", status=429)), drifted, project)
    assert causes(report) == [
        ("keeps_its_headers", "gone", "listThings", "429", "header:X-Rate-Limit")
    ]
    assert "/things" in report.findings[0].evidence.curl
    assert kept_from(report) == {"quota"}


def test_a_person_sees_the_answer_where_no_command_adopts_it(tmp_path: Path) -> None:
    project = busy_project(tmp_path)
    against(in_turn(BAD, ITEMS, ITEMS), drifted, project)
    left = tmp_path / "reports" / "drift" / "evidence"
    shown = store.load(left / "turned-away" / "small" / "look.yaml")
    assert [one.exchange.answer.status for one in shown.exchanges] == [429]
    adopted = store.load(left / "small" / "look.yaml")
    assert [one.exchange.answer.status for one in adopted.exchanges] == [200, 200]
    against(in_turn(ITEMS), drifted, project)
    assert [file.name for file in left.rglob("*.yaml")] == ["look.yaml"]


def test_nothing_of_it_is_recorded(tmp_path: Path) -> None:
    project = busy_project(tmp_path)
    report, server = against(in_turn(BAD, ITEMS), recorded, project)
    assert len(server.lines) >= 4
    assert report.findings == ()
    folder = project.cassettes(project.api("small"))
    kept = store.load(folder / "look.yaml")
    assert [one.exchange.answer.status for one in kept.exchanges] == [200, 200]
    learned = baseline.load(folder / "baseline.json", "small").pasts["live"].facts
    assert {status for _, status in learned.answers} == {"200"}


@pytest.mark.parametrize("verb", [drifted, checked_away])
@pytest.mark.parametrize(
    ("answers", "told_of", "reasons"),
    [
        ([told("{}", AGAIN, status=503), ITEMS, ITEMS], ["/error"], set()),
        ([said(503, b"back soon", HTML, AGAIN), ITEMS, ITEMS], [], set()),
        ([told("{}", AGAIN, status=503)], [], {"network"}),
        ([ITEMS, told("{}", "Retry-After: 3600", status=503)], [], {"network"}),
    ],
    ids=["wrong for a moment", "maintenance for a moment", "down", "down midway"],
)
def test_a_server_that_is_unavailable_breaks_no_promise_but_how_it_says_so(
    tmp_path: Path, verb: Verb, answers: list[list[bytes]], told_of: list[str], reasons: set[str]
) -> None:
    report, _ = against(in_turn(*answers), verb, busy_project(tmp_path))
    assert [one.pointer for one in report.findings] == told_of
    assert kept_from(report) == reasons


def test_haste_between_two_failures_does_not_hide_an_outage(tmp_path: Path) -> None:
    listed = {**LIST, "outputs": {"id": "$response.body#/items/0/id"}}
    at = [{"name": "id", "in": "path", "value": "$steps.list.outputs.id"}]
    show = {"stepId": "show", "operationId": "showThing", "parameters": at}
    steps = [listed, show, {**LIST, "stepId": "again"}]
    answer = in_turn(ITEMS, said(503), HONEST, said(503))
    report, _ = against(answer, drifted, busy_project(tmp_path, ("look", steps)))
    assert (causes(report), kept_from(report)) == ([], {"network"})


def test_that_the_specification_does_not_speak_of_it_breaks_nothing(tmp_path: Path) -> None:
    project = project_in(tmp_path, LOOK)
    report, _ = against(in_turn(said(429, b"<p>", HTML)), drifted, project)
    assert (causes(report), kept_from(report)) == ([], {"quota"})


def test_a_secret_in_it_is_told_of_even_so(tmp_path: Path) -> None:
    trace = json.dumps({"error": 'Traceback (most recent call last):\n  File "/srv/a.py", line 1'})
    answer = told(trace, AGAIN, status=429)
    report, _ = against(in_turn(answer, ITEMS, ITEMS), drifted, project_in(tmp_path, LOOK))
    assert [(one.rule, one.kind) for one in report.findings] == [("guards_its_data", "stack-trace")]
