"""Keeps a file whole whatever happens: a kill at any moment, a full disk, two processes at once.

A file `it.yaml` has hidden files beside it while it is written: `.it.yaml.lock` is held by whoever
writes, `.it.yaml.new` is what comes next, and `.it.yaml.redo` says that this is complete and which
other files it makes superfluous. After a kill, whoever comes next carries on from there.
"""

import fcntl
import os
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from contract_kit.model.errors import Mistake

SIDES = ("lock", "new", "redo", "redo.new")
_PATIENCE = 60.0  # seconds; a lock is held for the time of one merge


def beside(path: Path, suffix: str) -> Path:
    """The hidden file of that suffix beside a file."""
    return path.with_name(f".{path.name}.{suffix}")


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Keeps other processes and threads from writing; makes the folder; tells errors in one line.

    Raises `Mistake` where the disk is full, the folder can't be written, or somebody else does not
    let go of the lock for a minute.
    """
    try:
        _make(path.parent)
        lock = beside(path, "lock")
        descriptor = _acquired(lock)
        try:
            yield
        finally:
            lock.unlink(missing_ok=True)
            os.close(descriptor)
    except OSError as error:
        raise Mistake(f"{path}: {error.strerror or error}") from None


def commit(path: Path, source: bytes, superfluous: Sequence[Path]) -> None:
    """Makes `source` the content of a file and removes others, as one step; under the lock."""
    try:
        write(beside(path, "new"), source)
        names = b"/".join(os.fsencode(other.name) for other in superfluous)
        write(beside(path, "redo.new"), names)
    except OSError:
        beside(path, "new").unlink(missing_ok=True)
        beside(path, "redo.new").unlink(missing_ok=True)
        raise
    beside(path, "redo.new").replace(beside(path, "redo"))
    carry_on(path, superfluous)


def carry_on(path: Path, others: Sequence[Path]) -> None:
    """Completes what a killed process had begun to commit; under the lock.

    Removed are those of `others` that the commit makes superfluous, and no file besides.
    """
    redo, new = beside(path, "redo"), beside(path, "new")
    if redo.exists():
        _sync(path.parent)
        if new.exists():
            new.replace(path)
        names = redo.read_bytes().split(b"/")
        for other in others:
            if os.fsencode(other.name) in names:
                other.unlink(missing_ok=True)
        _sync(path.parent)  # the note on what is to be done goes when all of that is on the disk
        redo.unlink()
    new.unlink(missing_ok=True)
    beside(path, "redo.new").unlink(missing_ok=True)


def write(path: Path, source: bytes) -> None:
    """Writes a file, and waits until the disk has it."""
    with path.open("wb") as file:
        file.write(source)
        file.flush()
        os.fsync(file.fileno())


def _make(folder: Path) -> None:
    """Makes a folder and those above it that are not there, so that a power cut spares them."""
    if not folder.exists():
        _make(folder.parent)
        folder.mkdir(exist_ok=True)
        _sync(folder.parent)


def _acquired(lock: Path) -> int:
    deadline = time.monotonic() + _PATIENCE
    while True:
        descriptor = os.open(lock, os.O_RDWR | os.O_CREAT, 0o666)
        if try_lock(descriptor) and _is_still(lock, descriptor):
            return descriptor
        os.close(descriptor)
        if time.monotonic() > deadline:
            raise Mistake(f"{lock}: another process has held it for {_PATIENCE:.0f} seconds")
        time.sleep(0.002)


def try_lock(descriptor: int) -> bool:
    """Locks an open file unless somebody else has; the lock ends with the process at the latest."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def _is_still(lock: Path, descriptor: int) -> bool:
    """Whether the locked file is the one of that name, since its last holder removed his."""
    try:
        return os.path.samestat(os.fstat(descriptor), lock.stat())
    except FileNotFoundError:
        return False


def _sync(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
