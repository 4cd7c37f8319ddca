"""What an unchanged vendor answers to all stories, kept so that every change can be tried on it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from random import Random

from benchmarks.drift import unseen
from benchmarks.drift.trial import Trial, changed
from benchmarks.drift.wire import Asked, Change, Serve
from contract_kit.commands.options import Options
from contract_kit.commands.playing import play_stories
from contract_kit.commands.running import run
from contract_kit.configuration import Project, read_project
from contract_kit.model.exchange import Answer
from contract_kit.model.report import Progress, Report

ROOT = Path(__file__).parents[2]
SHOP = str(ROOT / "benchmarks" / "unseen" / f"{unseen.API}.yaml")


@dataclass(slots=True)
class Log:
    """Requests and true answers, apart for each time that the vendor was in its first state."""

    runs: list[list[tuple[Asked, Answer]]] = field(default_factory=list)
    serve: Serve = lambda asked: Answer(500)

    def changes(self) -> Sequence[Change]:
        """A change that only writes down what it sees."""
        self.runs.append([])

        def seen(asked: Asked, true: Answer, serve: Serve) -> Answer:
            self.runs[-1].append((asked, true))
            self.serve = serve
            return true

        return (Change(seen),)

    def first(self, make: Callable[[], Change]) -> int:
        """The number of the first request that a change answers otherwise; 0 if it never does."""
        number = 0
        for exchanges in self.runs:
            change = make()
            for asked, true in exchanges:
                number += 1
                if change.answer(asked, true, self.serve) != true:
                    return number
        return 0


@lru_cache(maxsize=8)
def log_of(api: str) -> Log:
    """The log of all stories of an API."""
    log = Log()
    if api == unseen.API:
        trial = unseen.shop_changed(project(), Random(1), log.changes, command=play)
    else:
        trial = changed(project(), api, log.changes, command=play)
    assert quiet(trial)
    return log


@lru_cache(maxsize=1)
def project() -> Project:
    """The kit's own project."""
    return read_project(ROOT)


def play(project: Project, names: Sequence[str], options: Options, progress: Progress) -> Report:
    """Plays all stories to their ends, and judges them without a past."""
    chosen = [SHOP if name == unseen.API else name for name in names]
    return run("drift", (play_stories,), project, chosen, options, progress)


def quiet(trial: Trial) -> bool:
    """Whether a run came to its end and found nothing."""
    return trial.requests > 0 and not trial.broken and not trial.findings
