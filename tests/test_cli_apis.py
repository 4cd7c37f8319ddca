"""`contract-kit apis NAME` as a person meets it: what an API offers, and how its jobs go."""

from pathlib import Path

import pytest

from contract_kit.cli import main

SHELF = str(Path(__file__).parent / "own_api" / "bookshelf.yaml")
ROOT = Path(__file__).parents[1]
Streams = pytest.CaptureFixture[str]


def test_an_api_is_shown_with_its_operations_and_its_jobs(capsys: Streams) -> None:
    assert main(["apis", str(ROOT / "specs" / "zuora-custom-objects.yaml")]) == 0
    table, _, diagram = capsys.readouterr().out.partition("\n\n")
    rows = [line.split() for line in table.split("\n")]
    assert ["cancelBulkJob", "PATCH", "/objects/jobs/{id}/cancel", "write"] in rows
    assert len(rows) == 7
    assert diagram.startswith("stateDiagram-v2\n    [*] --> accepted\n    [*] --> pending\n")
    assert diagram.count("    in_progress --> cancelled\n") == 1
    assert diagram.endswith("    cancelled --> [*]\n")


def test_an_api_without_jobs_is_a_table(capsys: Streams) -> None:
    assert main(["apis", SHELF]) == 0
    told = capsys.readouterr().out
    assert [line.split()[0] for line in told.splitlines()] == ["listBooks", "addBook", "showBook"]


def test_an_api_that_is_not_known_is_a_mistake_told_in_one_line(capsys: Streams) -> None:
    assert main(["apis", "zendesk-suport"]) == 2
    told = capsys.readouterr()
    assert told.out == ""
    assert "did you mean 'zendesk-support'?" in told.err
    assert told.err.count("\n") == 1
