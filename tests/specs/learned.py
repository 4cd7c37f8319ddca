"""Teaches the shipped baselines what honest runs have in common: sixty of each API, all different.

Each has a seed, a page size, a pace and a state of its own. Run by `make baseline` when the
specifications, the stories or the emulators change; the same code writes the same bytes.
"""

import sys
from dataclasses import replace
from pathlib import Path
from random import Random

from contract_kit import openapi
from contract_kit.commands.drift import drift
from contract_kit.commands.options import Options
from contract_kit.commands.past import FILE
from contract_kit.commands.record import record
from contract_kit.configuration import Project, read_project
from contract_kit.emulator.clock import Pace
from contract_kit.emulator.emulator import Limits, Settings
from contract_kit.emulator.registry import started
from contract_kit.emulator.state import StateName
from contract_kit.model.report import Report

ROOT = Path(__file__).parents[2]
RUNS = 60  # what happens once a run has then been seen often enough to be told when it is gone


def honest_settings(number: int) -> tuple[Settings, int]:
    """The emulator's settings and the page size of an honest run."""
    random = Random(number)
    pace = random.choice([Pace("polls", 1), Pace("polls", 2), Pace("polls", 3), Pace("instant")])
    state: StateName = "empty" if number % 10 == 9 else "prepared"
    limits: Limits = "documented" if random.random() < 0.5 else "off"
    return Settings(number, pace, limits, state), random.randint(1, 20)


def with_page_size(project: Project, api: str, size: int) -> Project:
    """The project with another page size in the stories of an API."""
    own = project.api(api)
    inputs = {**own.settings.get("inputs", {}), "page_size": size}
    changed = replace(own, settings={**own.settings, "inputs": inputs})
    return replace(project, apis={**project.apis, api: changed})


def learned(api: str, number: int) -> Report:
    """One more run added to an API's baseline."""
    settings, size = honest_settings(number)
    project = with_page_size(read_project(ROOT), api, size)
    contract = openapi.load(project.api(api).spec, api)
    with started(contract, settings) as running:
        options = Options(target=running.url, seed=number, learn=True, budget=10_000)
        return drift(project, (api,), options, lambda *_: None)


def main() -> int:
    """Makes the baselines anew."""
    project = read_project(ROOT)
    for api in project.own():
        (project.cassettes(project.api(api)) / FILE).unlink(missing_ok=True)
        record(project, (api,), Options(), lambda *_: None)
        for number in range(1, RUNS):
            report = learned(api, number)
            for finding in report.findings:
                print(api, number, finding.severity, finding.rule, finding.message)
        print(f"{api}: {RUNS} runs")
    return 0


if __name__ == "__main__":
    sys.exit(main())
