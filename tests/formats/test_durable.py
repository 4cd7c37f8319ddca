"""A file is replaced as one step, and its hidden neighbours concern no other file."""

import os
import stat
from pathlib import Path

import pytest

from contract_kit.formats.store import Recording, load, recover, save
from contract_kit.formats.vcr import render
from contract_kit.model.errors import Mistake
from tests.formats.samples import HEADING, at, cassette, exchange, files, left_over, numbers


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


class Disk:
    """What a power cut would leave of a folder: what was forced onto the disk, and nothing else."""

    def __init__(self, root: Path, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.root, self.file = root, file
        self.seen: list[bytes | None] = []  # what the file would hold, after each wait for the disk
        self._folders: dict[int, dict[str, int]] = {}
        self._contents: dict[int, bytes] = {}
        self._wait = os.fsync
        self.forced(root)
        monkeypatch.setattr(os, "fsync", self.fsync)

    def fsync(self, descriptor: int) -> None:
        self._wait(descriptor)
        forced = os.fstat(descriptor)
        self.forced(next(p for p in (self.root, *self.root.rglob("*")) if _is(p, forced)))
        self.seen.append(self.left())

    def forced(self, path: Path) -> None:
        number = path.stat().st_ino
        if path.is_dir():
            self._folders[number] = {it.name: it.stat().st_ino for it in path.iterdir()}
        else:
            self._contents[number] = path.read_bytes()

    def left(self) -> bytes | None:
        number = self.root.stat().st_ino
        for name in self.file.relative_to(self.root).parts:
            if name not in self._folders.get(number, {}):
                return None
            number = self._folders[number][name]
        return self._contents.get(number, b"")

    def names(self) -> set[str]:
        return {name for names in self._folders.values() for name in names}


def _is(path: Path, found: os.stat_result) -> bool:
    there = path.stat()
    same_kind = stat.S_IFMT(there.st_mode) == stat.S_IFMT(found.st_mode)
    return same_kind and os.path.samestat(there, found)


def test_after_a_power_cut_a_finished_recording_is_there_and_before_it_the_old_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "cassettes" / "api" / "it.yaml"
    disk = Disk(tmp_path, path, monkeypatch)
    save(path, cassette(exchange()))
    old = path.read_bytes()
    assert disk.left() == old
    recording = Recording(path, HEADING, anew=True)
    recording.append(at(1, 2))
    disk.seen.clear()
    recording.finish()
    new = path.read_bytes()
    assert disk.left() == new != old
    assert not any(name.endswith(".journal") for name in disk.names())
    assert {found for found in disk.seen if found != new} == {old}
