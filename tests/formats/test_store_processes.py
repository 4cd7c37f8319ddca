"""Whatever happens to processes that record, no answer is lost and no file is half written."""

import json
import random
import resource
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from contract_kit.formats.store import load, recover, save
from contract_kit.model.cassette import Cassette
from tests.formats.samples import cassette, exchange

ROOT = Path(__file__).parents[2]


@contextmanager
def recorder(path: Path, name: str, count: int, how: str) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", "tests.formats.recorder", str(path), name, str(count), how]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, cwd=ROOT, stdin=pipe, stdout=pipe, stderr=pipe, text=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def numbers(recorded: Cassette, name: str) -> list[int]:
    answers = [json.loads(one.exchange.answer.body) for one in recorded.exchanges]
    return [answer["number"] for answer in answers if answer.get("name") == name]


def ids(recorded: Cassette) -> list[str]:
    return [json.loads(one.exchange.answer.body)["data"]["id"] for one in recorded.exchanges]


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout
    return process.stdout.readline()


def go(process: subprocess.Popen[str]) -> None:
    assert process.stdin
    process.stdin.write("\n")
    process.stdin.flush()


def killed(path: Path, name: str, seconds: float) -> int:
    """The number of exchanges that a process had kept when it was killed."""
    with recorder(path, name, 3, "for-ever") as process:
        assert said(process) == "ready\n"
        time.sleep(seconds)
        process.kill()
        assert process.stdout
        told = process.stdout.read().split()
    return max((int(line) for line in told if line.isdigit()), default=0)


@pytest.mark.parametrize("batch", range(4))
def test_a_kill_at_any_moment_loses_nothing_and_leaves_a_whole_file(
    tmp_path: Path, batch: int
) -> None:
    draw = random.Random(batch)
    for kill in range(5):
        path = tmp_path / f"{kill}.yaml"
        kept = killed(path, "a", draw.uniform(0, 0.12))
        if path.exists():
            there = numbers(load(path), "a")
            assert there == list(range(1, len(there) + 1))
        recover(tmp_path)
        there = numbers(load(path), "a") if path.exists() else []
        assert there == list(range(1, len(there) + 1))
        assert kept <= len(there) <= kept + 1
        assert recover(tmp_path) == ()
        assert {file.name for file in tmp_path.iterdir()} <= {f"{n}.yaml" for n in range(5)}


@pytest.mark.parametrize("how", ["more", "anew"])
def test_a_kill_at_each_step_loses_nothing_and_keeps_nothing_twice(
    tmp_path: Path, how: str
) -> None:
    command = [sys.executable, "-m", "tests.formats.crasher", str(tmp_path), how]
    told = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout
    steps = [int(line) for line in told.split()]
    assert len(steps) > 15
    assert set(steps) == {0, 3}
    for step, kept in enumerate(steps, 1):
        path = tmp_path / str(step) / "it.yaml"
        assert ids(load(path)) in (["0"], ["0", "1", "2", "3"], ["1", "2", "3"])
        recover(path.parent)
        there = ids(load(path))
        assert [number for number in there if number != "0"] == ["1", "2", "3"][:kept]
        assert "0" in there or (how == "anew" and kept == 3)
        assert [file.name for file in path.parent.iterdir()] == ["it.yaml"]
    assert "0" not in there or how == "more"


@pytest.mark.parametrize("how", ["once", "anew"])
def test_four_processes_record_one_file_and_every_exchange_is_there_once(
    tmp_path: Path, how: str
) -> None:
    path = tmp_path / "it.yaml"
    save(path, cassette(exchange()))
    with (
        recorder(path, "a", 50, how) as a,
        recorder(path, "b", 50, how) as b,
        recorder(path, "c", 50, how) as c,
        recorder(path, "d", 50, how) as d,
    ):
        for process in (a, b, c, d):
            assert said(process) == "ready\n"
        for process in (a, b, c, d):
            go(process)
        for process in (a, b, c, d):
            assert process.communicate()[1] == ""
    recorded = load(path)
    assert all(numbers(recorded, name) == list(range(1, 51)) for name in "abcd")
    assert len(recorded.exchanges) == (200 if how == "anew" else 201)
    assert [one.at for one in recorded.exchanges] == sorted(one.at for one in recorded.exchanges)
    assert [file.name for file in tmp_path.iterdir()] == ["it.yaml"]


def test_a_process_that_is_killed_among_others_is_completed_by_them(tmp_path: Path) -> None:
    path = tmp_path / "it.yaml"
    save(path, cassette(exchange()))
    with recorder(path, "a", 9, "anew") as a, recorder(path, "b", 9, "anew") as b:
        assert said(a) == said(b) == "ready\n"
        go(a)
        assert [said(a) for _ in range(3)] == ["1\n", "2\n", "3\n"]
        a.kill()
        a.wait()
        go(b)
        assert b.communicate()[1] == ""
    recorded = load(path)
    assert numbers(recorded, "a")[:3] == [1, 2, 3]
    assert numbers(recorded, "b") == list(range(1, 10))
    assert not numbers(recorded, "")


@pytest.mark.parametrize(
    ("room", "kept"),
    [
        (1500, range(1, 4)),  # too little for the journal of all
        (4000, range(1, 6)),  # enough for the journal, too little for the file
    ],
)
def test_a_full_disk_is_told_in_one_line_and_the_old_file_stays(
    tmp_path: Path, room: int, kept: range
) -> None:
    path = tmp_path / "it.yaml"
    old = cassette(*map(exchange, range(1, 5)))
    save(path, old)
    before = path.read_bytes()
    with recorder(path, "a", 5, "once") as process:
        assert said(process) == "ready\n"
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (room, room))
        go(process)
        told, error = process.communicate()
    assert process.returncode == 1
    assert error.count("\n") == 1
    assert error.strip().endswith("File too large")
    assert path.read_bytes() == before
    assert [int(line) for line in told.split()] == list(kept)
    assert not (tmp_path / ".it.yaml.new").exists()
    assert recover(tmp_path) == (path,)  # once there is room again
    assert numbers(load(path), "a") == list(kept)
    assert len(load(path).exchanges) == 4 + len(kept)
