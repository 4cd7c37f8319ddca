"""A file is replaced as one step, and its hidden neighbours concern no other file."""

from pathlib import Path

import pytest

from contract_kit.formats.store import load, recover, save
from contract_kit.formats.vcr import render
from contract_kit.model.errors import Mistake
from tests.formats.samples import at, cassette, exchange, files, left_over, numbers


def test_only_journals_of_the_file_are_cleared_away_with_it(tmp_path: Path) -> None:
    path = tmp_path / "it.yaml"
    precious = tmp_path / "precious.txt"
    precious.write_text("kept")
    (tmp_path / ".it.yaml.redo").write_bytes(b"precious.txt/../precious.txt/it.yaml")
    (tmp_path / ".it.yaml.new").write_bytes(render(cassette(exchange(5))))
    assert recover(tmp_path) == (path,)
    assert numbers(load(path)) == [5]
    assert files(tmp_path) == ["it.yaml", "precious.txt"]


def test_files_of_similar_names_are_not_mixed_up(tmp_path: Path) -> None:
    names = ("it", "it.yaml", "it[1].yaml", "*.yaml", "it.yaml.new")
    for number, name in enumerate(names):
        left_over(tmp_path / name, at(1, number))
    recover(tmp_path)
    assert [numbers(load(tmp_path / name)) for name in names] == [[n] for n in range(len(names))]


def test_a_folder_that_is_none_is_told_in_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    for path in (tmp_path / "file" / "it.yaml", tmp_path / ("x" * 300), tmp_path):
        with pytest.raises(Mistake) as told:
            save(path, cassette(exchange()))
        assert "\n" not in str(told.value)
