"""Loading a recording of 1,000 exchanges against plain vcrpy loading its own file of the same."""

from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from vcr.persisters.filesystem import FilesystemPersister
from vcr.serializers import yamlserializer

from benchmarks.measure import Line
from benchmarks.tape import cpu, tape
from contract_kit.formats.store import load, save

_SIZE = 1000
_GOAL = 1.0


def run() -> Iterator[Line]:
    """Five pairs in turn, processor time; the median of the ratios."""
    with TemporaryDirectory() as folder:
        ours, peers = Path(folder) / "ours.yaml", Path(folder) / "vcrpy.yaml"
        save(ours, tape(_SIZE))
        _as_vcrpy_saves(ours, peers)
        pairs = [(cpu(load, ours), cpu(_vcrpy, peers)) for _ in range(5)]
    ratio = median(one / other for one, other in pairs)
    took, peer = (median(figures) * 1000 for figures in zip(*pairs, strict=True))
    figure = f"{ratio:.2f} ({took:.0f} of {peer:.0f} ms)"
    yield Line("load 1,000 exchanges / vcrpy", figure, f"<= {_GOAL}", ratio <= _GOAL)


def _as_vcrpy_saves(source: Path, target: Path) -> None:
    requests, responses = _vcrpy(source)
    data = {"requests": requests, "responses": responses}
    FilesystemPersister.save_cassette(str(target), data, yamlserializer)


def _vcrpy(path: Path) -> tuple[list[object], list[object]]:
    requests, responses, *_ = FilesystemPersister.load_cassette(str(path), yamlserializer)
    return requests, responses
