"""Runs the benchmarks named on the command line, or all, and says which goals are not reached."""

import sys

from benchmarks import (
    answering,
    fuzzing,
    judging,
    killing,
    loading,
    plugin,
    recording,
    replaying,
    saving,
    searching,
    shaping,
    starting,
)

ALL = {
    "answering": answering,
    "starting": starting,
    "searching": searching,
    "fuzzing": fuzzing,
    "replaying": replaying,
    "loading": loading,
    "recording": recording,
    "saving": saving,
    "judging": judging,
    "shaping": shaping,
    "killing": killing,
    "plugin": plugin,
}


def main(names: list[str]) -> int:
    """Prints a line for each figure; 1 where a goal is not reached."""
    missed = 0
    for name in names or list(ALL):
        for line in ALL[name].run():
            mark = "ok  " if line.reached else "MISS"
            print(f"{mark}  {line.what:<38} {line.figure:<44} {line.goal}", flush=True)
            missed += not line.reached
    return 1 if missed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
