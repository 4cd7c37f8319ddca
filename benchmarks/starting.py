"""Cold start: from the command to the first answer of an emulator."""

import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from statistics import median

from benchmarks.measure import Line, serving

_GOAL = 0.5  # seconds


def run() -> Iterator[Line]:
    """Seven starts after one that warms the disk; the median, beside a bare interpreter's."""
    figures = [_start() for _ in range(8)][1:]
    took = median(figures)
    yield Line("cold start of emulate", f"{took:.2f} s", f"< {_GOAL} s", took < _GOAL)


def _start() -> float:
    began = time.perf_counter()
    command = ["-m", "contract_kit", "emulate", "zendesk-sunshine", "--port", "0"]
    with serving(command) as url:
        try:
            urllib.request.urlopen(f"{url}/api/sunshine/jobs", timeout=10)
        except urllib.error.HTTPError as error:
            if error.code != 401:
                sys.exit(f"unexpected answer {error.code}")
        return time.perf_counter() - began
