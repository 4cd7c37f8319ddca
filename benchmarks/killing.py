"""200 processes that record and save without a pause, each killed at a random moment."""

import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import cycle
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.measure import Line
from contract_kit.formats.store import load, recover
from contract_kit.model.errors import Mistake
from tests.formats.test_store_processes import numbers, recorder, said

_KILLS = 200
_LONGEST = 0.1  # seconds from the first recording to the kill
_COUNTS = (3, 2000)  # exchanges of a recording: mostly saved, mostly still being recorded
_AT_ONCE = 2


@dataclass(frozen=True, slots=True)
class _Kill:
    """What was left: exchanges lost, a broken file or none, and whether the file was locked."""

    kept: int
    lost: int
    broken: bool
    locked: bool


def run() -> Iterator[Line]:
    """What was answered and kept must be there afterwards, in files that are whole."""
    draw = random.Random(1)
    moments = [draw.uniform(0, _LONGEST) for _ in range(_KILLS)]
    with TemporaryDirectory() as folder, ThreadPoolExecutor(_AT_ONCE) as pool:
        folders = [Path(folder) / str(n) for n in range(_KILLS)]
        kills = list(pool.map(_kill, folders, moments, cycle(_COUNTS)))
    broken, lost = sum(kill.broken for kill in kills), sum(kill.lost for kill in kills)
    told = f"of {_KILLS}, {sum(kill.locked for kill in kills)} with the file locked"
    yield Line("SIGKILL: files broken", f"{broken} ({told})", "0", broken == 0)
    kept = sum(kill.kept for kill in kills)
    yield Line("SIGKILL: exchanges lost", f"{lost} (of {kept:,} answered)", "0", lost == 0)


def _kill(folder: Path, seconds: float, count: int) -> _Kill:
    folder.mkdir()
    path = folder / "it.yaml"
    kept = _killed(path, seconds, count)
    locked = any(folder.glob(".it.yaml.lock"))  # held by whoever changes the file
    try:
        whole = not path.exists() or _in_order(numbers(load(path), "a"))
        recover(folder)
        there = numbers(load(path), "a") if path.exists() else []
    except Mistake:
        return _Kill(kept, kept, broken=True, locked=locked)
    left_over = [file.name for file in folder.iterdir()] not in ([], ["it.yaml"])
    broken = not whole or not _in_order(there) or left_over
    return _Kill(kept, max(0, kept - len(there)), broken=broken, locked=locked)


def _killed(path: Path, seconds: float, count: int) -> int:
    """The number of exchanges that a process had kept when it was killed."""
    with recorder(path, "a", count, "for-ever") as process:
        said(process)
        time.sleep(seconds)
        process.kill()
        told = process.communicate()[0].split()
    return max((int(line) for line in told if line.isdigit()), default=0)


def _in_order(there: list[int]) -> bool:
    """Each exchange once: the process numbers them from 1."""
    return there == list(range(1, len(there) + 1))
