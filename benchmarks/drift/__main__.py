"""Runs the bench of drift: what it finds, where it says it is, and what it alarms for nothing."""

import argparse
import json
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from benchmarks.drift import unseen
from benchmarks.drift.kinds import KINDS
from benchmarks.drift.printing import print_figures
from benchmarks.drift.resources import SUNSHINE, SUPPORT, ZUORA
from benchmarks.drift.scoring import Outcome
from benchmarks.drift.trial import Trial
from benchmarks.drift.work import laid_out, try_honest, try_kind, workers

HONEST = {SUNSHINE: 130, SUPPORT: 130, ZUORA: 130, unseen.API: 110}


def main(arguments: Sequence[str]) -> int:
    """Prints the figures; 1 where a goal is not reached."""
    options = _parser().parse_args(arguments)
    every = 10 if options.quick else 1
    names = [name for name in list(KINDS)[::every] if options.only in name]
    share = 25 if options.quick else 1
    seeds = [(api, seed) for api, count in HONEST.items() for seed in range(count // share)]
    began = time.monotonic()
    with laid_out(options.cassettes) as folder, workers(folder) as pool:
        outcomes = list(pool.map(try_kind, names))
        runs = [] if options.only else list(pool.map(try_honest, *zip(*seeds, strict=True)))
    trials = list(zip((api for api, _ in seeds), runs, strict=False))
    if options.json:
        options.json.write_text(_as_json(outcomes, trials), encoding="utf-8")
    reached = print_figures(outcomes, trials)
    print(f"\n{time.monotonic() - began:.0f} s")
    return 0 if reached else 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.drift", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="every tenth kind, 20 honest runs")
    parser.add_argument(
        "--only", default="", help="only kinds with this text in their name, no honest runs"
    )
    parser.add_argument("--json", type=Path, help="write what was found of each kind to this file")
    parser.add_argument(
        "--cassettes",
        type=Path,
        default=Path("cassettes"),
        help="recordings and baselines to compare with",
    )
    return parser


def _as_json(outcomes: Sequence[Outcome], trials: Sequence[tuple[str, Trial]]) -> str:
    kinds = [
        {**asdict(one), "findings": [_finding(finding) for finding in one.findings]}
        for one in outcomes
    ]
    honest = [
        {
            "api": api,
            "differences": trial.differences,
            "requests": trial.requests,
            "broken": trial.broken,
            "alarms": [_finding(finding) for finding in trial.alarms],
        }
        for api, trial in trials
    ]
    told = Counter(finding["rule"] for one in kinds for finding in one["findings"])
    return json.dumps({"kinds": kinds, "honest": honest, "rules": told}, indent=1)


def _finding(finding: object) -> dict[str, str]:
    shown = ("rule", "kind", "operation", "status", "pointer", "severity", "verdict", "message")
    return {name: str(getattr(finding, name)) for name in shown}


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
