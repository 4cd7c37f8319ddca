"""What a journal holds is what was recorded, up to the moment when its process was killed."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given

from contract_kit.formats.store import Recording, load, recover
from contract_kit.model.cassette import Cassette
from contract_kit.model.errors import Mistake
from tests.formats.samples import HEADING, at, files, left_over, numbers
from tests.formats.strategies import cassettes
from tests.model.laws import law


@law
@given(cassettes)
def test_whatever_is_recorded_comes_back_from_its_journal(
    tmp_path: Path, recorded: Cassette
) -> None:
    path = tmp_path / "it.yaml"
    path.unlink(missing_ok=True)
    recording = Recording(path, HEADING)
    for one in recorded.exchanges:
        recording.append(replace(one, at=0.0))
    expected = tuple(replace(one, at=0.0) for one in recorded.exchanges)
    if expected:
        assert recording.finish() == load(path) == Cassette(HEADING, expected)
    else:
        assert recording.finish() is None


@pytest.mark.parametrize("end", [b"", b"{", b'{"request":', b"\0" * 50, b"\xff\n", b"12"])
def test_a_line_that_was_cut_off_is_not_taken(tmp_path: Path, end: bytes) -> None:
    path = tmp_path / "it.yaml"
    left_over(path, at(1, 1))
    journal = next(tmp_path.glob(".*.journal"))
    with journal.open("ab") as file:
        file.write(end)
    assert recover(tmp_path) == (path,)
    assert numbers(load(path)) == [1]


@pytest.mark.parametrize("source", [b"", b"{", b'{"heading":'])
def test_a_journal_that_had_hardly_begun_is_cleared_away(tmp_path: Path, source: bytes) -> None:
    (tmp_path / ".it.yaml.12-0123abcd.journal").write_bytes(source)
    assert recover(tmp_path) == ()
    assert files(tmp_path) == []


def test_a_journal_of_something_else_is_told_and_kept(tmp_path: Path) -> None:
    journal = tmp_path / ".it.yaml.12-0123abcd.journal"
    journal.write_bytes(b'{"a": 1}\n')
    with pytest.raises(Mistake, match=r"0123abcd\.journal: is no journal of this kit"):
        recover(tmp_path)
    assert journal.exists()
