"""Records the same again and again, and is killed one step later each time until it comes through.

Called with a folder and `anew` or `more`. Says for each time how many exchanges were kept; the
files of the n-th time stand in the folder's subfolder n.
"""

import os
import signal
import sys
from pathlib import Path

from contract_kit.formats.store import Recording, save
from contract_kit.model.cassette import Recorded
from tests.formats.samples import HEADING, cassette, exchange

STEPS = ("open", "os.rename", "os.remove")  # audit events before what changes the disk


def main(folder: Path, *, anew: bool) -> None:
    for step in range(1, 100):
        path = folder / str(step) / "it.yaml"
        save(path, cassette(exchange(0)))
        reader, writer = os.pipe()
        child = os.fork()
        if child == 0:
            kill_at(step)
            record(path, writer, anew=anew)
            os._exit(0)
        status = os.waitpid(child, 0)[1]
        os.write(writer, b"\n")
        print(os.read(reader, 99).decode().count("."), flush=True)
        os.close(reader)
        os.close(writer)
        if status == 0:
            return


def kill_at(step: int) -> None:
    passed = 0

    def watch(event: str, _: object) -> None:
        nonlocal passed
        if event in STEPS:
            passed += 1
            if passed == step:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(watch)


def record(path: Path, writer: int, *, anew: bool) -> None:
    recording = Recording(path, HEADING, anew=anew)
    for number in range(1, 4):
        recording.append(Recorded(0, exchange(number), at=float(number)))
        os.write(writer, b".")
    recording.finish()


if __name__ == "__main__":
    main(Path(sys.argv[1]), anew=sys.argv[2] == "anew")
