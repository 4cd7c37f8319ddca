"""Whether saving stays linear: what an exchange costs in recordings of 1,000 up to 8,000."""

from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from benchmarks.measure import Line
from benchmarks.tape import HEADING, cpu, tape
from contract_kit.formats.store import Recording, save
from contract_kit.model.cassette import Cassette

_SIZES = (1000, 2000, 4000, 8000)
_GOAL = 1.3  # what the dearest exchange may cost beside the cheapest


def run() -> Iterator[Line]:
    """Of a whole recording at once, and of one that is kept exchange by exchange and finished."""
    yield _line("save, dearest size / cheapest", save)
    yield _line("append and finish, the same", _record)


def _line(what: str, keep: Callable[[Path, Cassette], None]) -> Line:
    with TemporaryDirectory() as folder:
        took = [_us(Path(folder), keep, size) for size in _SIZES]
    ratio = max(took) / min(took)
    figure = f"{ratio:.2f} ({', '.join(f'{one:.0f}' for one in took)} µs an exchange)"
    return Line(what, figure, f"<= {_GOAL}", ratio <= _GOAL)


def _us(folder: Path, keep: Callable[[Path, Cassette], None], size: int) -> float:
    """Microseconds of processor time an exchange, the median of five files."""
    cassette = tape(size)
    files = [folder / f"{size}-{n}.yaml" for n in range(5)]
    return median(cpu(keep, file, cassette) for file in files) / size * 1e6


def _record(file: Path, cassette: Cassette) -> None:
    recording = Recording(file, HEADING)
    for one in cassette.exchanges:
        recording.append(one)
    recording.finish()
