"""Recording from a loopback server through requests: stories and tests against plain vcrpy.

Ours are the verb `record`, from reading its story on, and the recorder around the same client code
as vcrpy's. Each answer is scrubbed, proven to hold no secret, and safe from a kill before the next
one is asked for; vcrpy keeps what came as it came.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import requests
import vcr

from benchmarks.measure import Line, serving
from benchmarks.tape import SPECIFICATION, cpu
from contract_kit import openapi
from contract_kit.commands.options import Options
from contract_kit.commands.record import record
from contract_kit.configuration import Project, read_project
from contract_kit.formats.store import load
from contract_kit.recorder import recording

_SIZES = {100: 3, 1000: 1}  # exchanges, and times that they are recorded by each in turn
_GOAL = 1.0
_STORY = """\
arazzo: 1.0.1
info: {title: Jobs, version: '1'}
sourceDescriptions: [{name: jobs, url: ./jobs.yaml, type: openapi}]
workflows:
- workflowId: look
  inputs: {type: object, properties: {run: {type: string}}}
  steps:
"""
_STEP = """\
  - stepId: show-%d
    operationId: showJob
    parameters: [{name: id, in: path, value: 'job-%d'}]
    successCriteria: [{condition: $statusCode == 200}]
"""


def run() -> Iterator[Line]:
    """Processor time of the client an exchange; the median of the ratios."""
    with serving(["-m", "benchmarks.bare"]) as server:
        url = f"{server}/api/sunshine"
        for size, times in _SIZES.items():
            took = [
                [_us(keep, url, size) for keep in (_story, _test, _vcrpy)] for _ in range(times)
            ]
            for what, column in (("story", 0), ("test", 1)):
                ratio = median(row[column] / row[-1] for row in took)
                ours, peer = median(row[column] for row in took), median(row[-1] for row in took)
                figure = f"{ratio:.2f} ({ours:,.0f} of {peer:,.0f} µs)"
                name = f"record a {what} of {size:,} / vcrpy"
                yield Line(name, figure, f"<= {_GOAL}", ratio <= _GOAL)


def _us(keep: Callable[[Project, str, int], float], url: str, size: int) -> float:
    """Microseconds of processor time an exchange; all of them have to be in the file."""
    with TemporaryDirectory() as folder:
        project = _project(Path(folder), size)
        took = keep(project, url, size)
        there = len(load(_file(project)).exchanges)
    if there != size:
        raise ValueError(f"{there} of {size} were recorded")
    return took / size * 1e6


def _project(folder: Path, size: int) -> Project:
    specs = folder / "specs"
    specs.mkdir()
    (specs / "jobs.yaml").write_text(SPECIFICATION, encoding="utf-8")
    steps = "".join(_STEP % (n, n) for n in range(size))
    (specs / "jobs.arazzo.yaml").write_text(_STORY + steps, encoding="utf-8")
    return read_project(folder)


def _file(project: Project) -> Path:
    folder = project.cassettes(project.api("jobs"))
    folder.mkdir(parents=True, exist_ok=True)
    return folder / "look.yaml"


def _story(project: Project, url: str, size: int) -> float:
    return cpu(record, project, ["jobs"], Options(target=url), lambda *_: None)


def _test(project: Project, url: str, size: int) -> float:
    contract = openapi.load(project.api("jobs").spec)

    def work() -> None:
        with recording(_file(project), contract, mode="all", target_url=url):
            _ask(url, size)

    return cpu(work)


def _vcrpy(project: Project, url: str, size: int) -> float:
    def work() -> None:
        with vcr.VCR(record_mode="all").use_cassette(str(_file(project))):
            _ask(url, size)

    return cpu(work)


def _ask(url: str, size: int) -> None:
    with requests.Session() as session:
        for n in range(size):
            session.get(f"{url}/jobs/job-{n}").raise_for_status()
