"""Accepted findings: taken by their fingerprint, silent till their day is over, told when stale."""

import json
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from contract_kit.cli import main
from contract_kit.commands.taking import take
from contract_kit.commands.tally import Tally
from contract_kit.formats import accepted
from contract_kit.model.acceptance import Acceptance
from contract_kit.model.errors import Mistake
from contract_kit.model.finding import Finding
from contract_kit.model.report import NotLooked, Report
from contract_kit.model.target import Credentials, Target
from contract_kit.openapi import load
from contract_kit.reports import findings_json, glance

Streams = pytest.CaptureFixture[str]
TODAY = datetime.now(UTC).date()
SPEC = Path(__file__).parents[1] / "own_api" / "bookshelf.yaml"


def finding(kind: str = "missing") -> Finding:
    return Finding(
        rule="conforms_to_specification",
        kind=kind,
        api="bookshelf",
        operation="listBooks",
        status="200",
        pointer="/books",
        expected="one",
        actual="another",
        message="it is not there",
    )


def acceptance(taken: Finding, until: date, why: str = "mended soon") -> Acceptance:
    where = (taken.rule, taken.operation, taken.pointer, taken.kind)
    return Acceptance(taken.fingerprint, *where, until=until, why=why)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with an API, and a report of one finding."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "pyproject.toml").write_text("[tool.contract_kit]\n")
    (tmp_path / "specs").mkdir()
    (tmp_path / "specs" / "bookshelf.yaml").write_bytes(SPEC.read_bytes())
    reports = tmp_path / "reports" / "drift"
    reports.mkdir(parents=True)
    report = Report("drift", "live", "2026-01-01T00:00:00Z", findings=(finding(),))
    (reports / "findings.json").write_text(findings_json.render(report))
    return tmp_path


def accept(*arguments: str) -> int:
    return main(["accept", *arguments])


def test_a_finding_of_a_report_is_written_down_with_its_reason(
    project: Path, capsys: Streams
) -> None:
    until = TODAY + timedelta(days=30)
    taken = finding()
    assert accept(taken.fingerprint, "--until", str(until), "--why", "mended soon") == 0
    file = project / "specs" / "bookshelf.accepted.yaml"
    assert accepted.load(file) == (acceptance(taken, until),)
    assert str(file) in capsys.readouterr().out
    later = until + timedelta(days=1)
    assert accept(taken.fingerprint, "--until", str(later), "--why", "no: not yet") == 0
    assert accepted.load(file) == (acceptance(taken, later, "no: not yet"),)


@pytest.mark.parametrize(
    ("fingerprint", "until", "why", "said"),
    [
        ("000000000000", "2999-01-01", "so", "no report has a finding 000000000000"),
        (finding().fingerprint, "2020-01-01", "so", "--until 2020-01-01 is over"),
        (finding().fingerprint, "2999-01-01", " ", "--why is empty"),
        (finding().fingerprint, "soon", "so", "'soon' does not match"),
    ],
)
def test_what_cannot_be_accepted_is_told_and_nothing_is_written(
    project: Path, capsys: Streams, fingerprint: str, until: str, why: str, said: str
) -> None:
    assert accept(fingerprint, "--until", until, "--why", why) == 2
    assert said in capsys.readouterr().err
    assert not (project / "specs" / "bookshelf.accepted.yaml").exists()


def test_a_file_that_is_no_report_is_told(project: Path, capsys: Streams) -> None:
    (project / "reports" / "findings.json").write_text("[]")
    assert accept(finding().fingerprint, "--until", "2999-01-01", "--why", "so") == 2
    assert "is no report" in capsys.readouterr().err


def tally(*found: Finding) -> Tally:
    return Tally(load(SPEC), Target("live", "http://h", Credentials()), found=list(found))


def test_what_is_accepted_is_apart_and_what_has_expired_comes_back(project: Path) -> None:
    kept, over = finding("missing"), finding("wrong-type")
    gone = finding("unexpected")
    file = project / "specs" / "bookshelf.accepted.yaml"
    accepted.add(
        file,
        [
            acceptance(kept, TODAY),
            acceptance(over, TODAY - timedelta(days=1), "till yesterday"),
            acceptance(gone, TODAY),
        ],
    )
    held = accepted.load(file)
    taken = take(held, tally(kept, over), whole=True)
    assert [one.fingerprint for one in taken.accepted] == [kept.fingerprint]
    assert [one.fingerprint for one in taken.open] == [over.fingerprint]
    assert "till yesterday" in taken.open[0].message
    assert [one.fingerprint for _, one in taken.stale] == [gone.fingerprint]
    assert take(held, tally(kept, over), whole=False).stale == ()
    partly = tally(kept)
    partly.not_looked.append(NotLooked("bookshelf", "listBooks", "network", "nobody answers"))
    assert take(held, partly, whole=True).stale == ()


def test_an_acceptance_of_what_only_drift_tells_is_stale_only_there() -> None:
    drifted = acceptance(finding(), TODAY)
    drifted = Acceptance("0" * 12, "keeps_its_shape", "listBooks", "", "added", TODAY, "so")
    checked, compared = tally(), tally()
    compared.compared = True
    assert take([drifted], checked, whole=True).stale == ()
    assert take([drifted], compared, whole=True).stale == (("bookshelf", drifted),)


def test_accepted_findings_fail_nothing_and_every_report_shows_them() -> None:
    one = finding()
    taken = replace(one, accepted=acceptance(one, TODAY))
    report = Report("check", "live", "2026-01-01T00:00:00Z", accepted=(taken,))
    assert report.exit_status("info") == 0
    told = findings_json.as_json(report)
    assert told["summary"]["accepted"] == 1
    assert told["findings"][0]["accepted"] == {"until": str(TODAY), "why": "mended soon"}
    assert "1 accepted" in glance.tally(report)
    assert "mended soon" in glance.taken(report)[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("fingerprint: x", ":1: this is no list"),
        ("- fingerprint: x", ":1: this lacks `rule`"),
        (
            "- {fingerprint: a, rule: b, operation: c, pointer: d, kind: e, until: soon, why: f}",
            "is no date",
        ),
        ("- {fingerprint: a, more: b}", "lacks `rule`"),
        ("- [", ":2: "),
    ],
)
def test_a_file_that_a_person_has_broken_is_refused_with_its_line(
    tmp_path: Path, text: str, said: str
) -> None:
    file = tmp_path / "own.accepted.yaml"
    file.write_text(text + "\n")
    with pytest.raises(Mistake, match=said):
        accepted.load(file)
    with pytest.raises(Mistake):
        accepted.add(file, [acceptance(finding(), TODAY)])
    assert file.read_text() == text + "\n"


def test_fingerprints_that_look_like_numbers_stay_text(tmp_path: Path) -> None:
    file = tmp_path / "own.accepted.yaml"
    odd = [Acceptance(name, "r", "o", "", "k", TODAY, "why: #1") for name in ("12e4", "0" * 12)]
    accepted.add(file, odd)
    assert set(accepted.load(file)) == set(odd)
    assert json.dumps(str(TODAY)) in file.read_text()
