"""The pytest plugin: what it costs a suite that has no use for it, and what a judged test costs.

The same tests, recorded from the emulator, are played by pytest-recording and by the plugin, which
judges them too. Processor time of whole runs of pytest; what a test costs is the difference of two
runs of different size, so that nobody's start counts.
"""

import os
import resource
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.measure import Line, serving

_START, _JUDGED = 15.0, 1.3  # ms; times
_PAIRS, _FEW, _MANY = 15, 10, 110  # runs; tests
_QUIET = ("-q", "-p", "no:cacheprovider", "-p", "no:schemathesis", "-p", "no:cassetter")
_QUIETER = ("-p", "no:randomly", "-p", "no:hypothesispytest", "-p", "no:anyio")
_TESTS = """
import os, pytest, requests

AUTH = ("admin@example.com/token", "secret")
URL = os.environ["BENCH_URL"]
BOOK = {"type": "book", "attributes": {"name": "Emma", "author": "Jane Austen",
        "book_available": True, "book_price": 12, "publisher": "Penguin"}}

@pytest.mark.%s
@pytest.mark.parametrize("turn", range(%d))
def test_a_job(turn):
    body = {"type": "resources", "action": "post", "data": [BOOK] * 3}
    with requests.Session() as session:
        session.auth = AUTH
        job = session.post(f"{URL}/api/sunshine/jobs", json=body).json()["data"]["id"]
        for _ in range(3):
            shown = session.get(f"{URL}/api/sunshine/jobs/{job}").json()["data"]
        assert shown["job_status"] == "completed"
"""
_THEIRS, _OURS = "vcr", 'contract("zendesk-sunshine")'


def run() -> Iterator[Line]:
    """The median of pairs of runs, one after the other."""
    with TemporaryDirectory() as folder:
        yield _starting(Path(folder))
    with TemporaryDirectory() as folder:
        yield _judging(Path(folder))


def _starting(folder: Path) -> Line:
    (folder / "test_plain.py").write_text("def test_it():\n    pass\n", encoding="utf-8")
    _pytest(folder, "")  # warms the disk
    pairs = [(_pytest(folder, "", "-p", "no:contract"), _pytest(folder, "")) for _ in range(_PAIRS)]
    took = median(1000 * (ours - plain) for plain, ours in pairs)
    plain = median(1000 * plain for plain, _ in pairs)
    figure = f"{took:.1f} ms (beside {plain:.0f} ms of pytest)"
    return Line("the plugin where nobody uses it", figure, f"< {_START:.0f} ms", took < _START)


def _judging(folder: Path) -> Line:
    with serving(["-m", "contract_kit", "emulate", "zendesk-sunshine", "--port", "0"]) as url:
        theirs = _recorded(folder / "theirs", url, _THEIRS, "--record-mode", "once")
        asked = ("--contract-record", "once", "--contract-target", url)
        ours = _recorded(folder / "ours", url, _OURS, *asked)
        pairs = [(_each(theirs, url, _THEIRS), _each(ours, url, _OURS)) for _ in range(5)]
    ratio = median(one / other for other, one in pairs)
    peer, took = (median(figures) * 1000 for figures in zip(*pairs, strict=True))
    figure = f"{ratio:.2f} ({took:.1f} of {peer:.1f} ms)"
    return Line("a judged test / pytest-recording", figure, f"<= {_JUDGED}", ratio <= _JUDGED)


def _recorded(folder: Path, url: str, marker: str, *asked: str) -> Path:
    folder.mkdir()
    (folder / "conftest.py").write_text(_conftest(url), encoding="utf-8")
    _write(folder, marker, _MANY)
    _pytest(folder, url, *asked)
    return folder


def _conftest(url: str) -> str:
    return (
        f"import pytest\n\n@pytest.fixture\ndef contract_config():\n    return {{'url': {url!r}}}\n"
    )


def _each(folder: Path, url: str, marker: str) -> float:
    """Seconds that a test takes."""
    took = []
    for count in (_FEW, _MANY):
        _write(folder, marker, count)
        took.append(_pytest(folder, url))
    return (took[1] - took[0]) / (_MANY - _FEW)


def _write(folder: Path, marker: str, count: int) -> None:
    (folder / "test_jobs.py").write_text(_TESTS % (marker, count), encoding="utf-8")


def _pytest(folder: Path, url: str, *arguments: str) -> float:
    """Seconds of processor time of one run, which has to pass."""
    began = _spent()
    command: Sequence[str] = (sys.executable, "-m", "pytest", *_QUIET, *_QUIETER, *arguments)
    environment = {**os.environ, "BENCH_URL": url}
    done = subprocess.run(
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        sys.exit(done.stdout[-3000:])
    return _spent() - began


def _spent() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime
