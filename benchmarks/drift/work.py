"""Does the trials in two processes: each has a project folder of its own."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from functools import lru_cache
from multiprocessing import get_context
from pathlib import Path
from random import Random

from benchmarks.drift import unseen
from benchmarks.drift.kinds import KINDS
from benchmarks.drift.scoring import Outcome, outcome_of
from benchmarks.drift.trial import Make, Trial, changed, unchanged, varied
from contract_kit.commands.record import record
from contract_kit.configuration import Project, read_project

RECORDINGS = 20  # of the print shop
_PROCESSES = 2
_SHOP = Random("the shop under test").random()  # the same shop before and after a change


@contextmanager
def laid_out(cassettes: Path) -> Iterator[Path]:
    """A project's folder: the shipped recordings, and an API that is recorded here and now."""
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made) / "project"
        shutil.copytree(cassettes, folder / "cassettes")
        (folder / "specs").mkdir()
        (folder / "pyproject.toml").write_text("[tool.contract_kit]\n")
        unseen.lay_out(folder / "specs")
        for seed in range(RECORDINGS):
            unseen.shop_varied(read_project(folder), Random(f"recording {seed}"), command=record)
        yield folder


@contextmanager
def workers(folder: Path) -> Iterator[ProcessPoolExecutor]:
    """Processes that each have a copy of a project's folder, which goes with the original."""
    with ProcessPoolExecutor(
        _PROCESSES, mp_context=get_context("spawn"), initializer=_begin, initargs=(folder,)
    ) as pool:
        yield pool


def try_kind(name: str) -> Outcome:
    """What came of a kind of change, by its name, since functions do not travel."""
    kind = KINDS[name]
    whole = _tried(kind.api, lambda: (kind.change(),), False)
    reading = _tried(kind.api, lambda: (kind.change(),), True)
    return outcome_of(kind, whole, reading, _usual(kind.api))


def try_honest(api: str, seed: int) -> Trial:
    """An honest run of an API, drawn by a seed."""
    random = Random(f"{api} {seed}")
    if api == unseen.API:
        return unseen.shop_varied(_project(), random)
    return varied(_project(), api, random)


def _begin(folder: Path) -> None:
    mine = Path(tempfile.mkdtemp(dir=folder.parent)) / "project"
    shutil.copytree(folder, mine)
    os.chdir(mine)


@lru_cache(maxsize=1)
def _project() -> Project:
    return read_project(Path.cwd())


@lru_cache(maxsize=8)
def _usual(api: str) -> frozenset[str]:
    """What the unchanged vendor gets."""
    trials = (_tried(api, unchanged, reads_only) for reads_only in (False, True))
    return frozenset(one.fingerprint for trial in trials for one in trial.findings)


def _tried(api: str, make: Make, reads_only: bool) -> Trial:
    if api == unseen.API:
        return unseen.shop_changed(_project(), Random(_SHOP), make, reads_only)
    return changed(_project(), api, make, reads_only)
