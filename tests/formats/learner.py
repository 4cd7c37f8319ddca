"""Processes that add to one baseline, for tests to watch and to kill.

Called with a file, a name and how many recordings to add; or with a folder and `killed`, which adds
the same again and again, killed one step later each time until it comes through. It then says how
many steps there are; the file of the n-th time stands in the folder's subfolder n.
"""

import os
import sys
from pathlib import Path

from contract_kit.formats.baseline import merge_into
from tests.formats.baselines import AT, FACTS
from tests.formats.crasher import kill_at


def learn(path: Path, digest: str) -> None:
    merge_into(path, "small", "live", digest, AT, FACTS)


def killed(folder: Path) -> int:
    for step in range(1, 99):
        path = folder / str(step) / "baseline.json"
        learn(path, "before")
        child = os.fork()
        if child == 0:
            kill_at(step)
            learn(path, "after")
            os._exit(0)
        if os.waitpid(child, 0)[1] == 0:
            return step
    raise AssertionError("it never came through")


if __name__ == "__main__":
    if sys.argv[2] == "killed":
        print(killed(Path(sys.argv[1])))
    else:
        for number in range(int(sys.argv[3])):
            learn(Path(sys.argv[1]), f"{sys.argv[2]}{number}")
