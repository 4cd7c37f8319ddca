"""Our fuzzer against schemathesis alone, on the same emulator: cases a second of processor time."""

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median

import schemathesis
from schemathesis.engine import from_schema

from benchmarks.measure import Line
from contract_kit import openapi
from contract_kit.emulator.emulator import Settings
from contract_kit.emulator.registry import started
from contract_kit.fuzzer import Budget, Shot, fuzz
from contract_kit.fuzzer.settings import document, settings
from contract_kit.model.target import Target
from contract_kit.rules import judge
from contract_kit.targets import ALL, Guard, credentials_for

_GOAL = 0.9
_SPEC = Path(__file__).parent.parent / "specs" / "zendesk-sunshine.yaml"
_BUDGET = Budget(cases=30)


def run() -> Iterator[Line]:
    """Three pairs in turn, ours with resets and all rules; the median of the ratios."""
    pairs = [(_ours(), _alone()) for _ in range(3)]
    ratio = median(ours / alone for ours, alone in pairs)
    ours, alone = (median(figures) for figures in zip(*pairs, strict=True))
    figure = f"{ratio:.2f} ({ours:.0f} of {alone:.0f} cases/CPU-s)"
    yield Line("fuzz and judge / schemathesis alone", figure, f">= {_GOAL}", ratio >= _GOAL)


def _ours() -> float:
    contract = openapi.load(_SPEC)
    with started(contract, Settings(limits="off")) as running:
        credentials = credentials_for(contract.api, running.url, {})
        target = Target("emulator", running.url, credentials, reset=running.emulator.reset)
        guard, began = Guard(contract, target, ALL), time.process_time()
        for shot in fuzz(contract, target, guard, _BUDGET, lambda *_: None):
            if isinstance(shot, Shot):
                list(judge(shot.sighting))
        return guard.sent / (time.process_time() - began)


def _alone() -> float:
    contract = openapi.load(_SPEC)
    with started(contract, Settings(limits="off")) as running:
        credentials = credentials_for(contract.api, running.url, {})
        target = Target("emulator", running.url, credentials)
        config = schemathesis.Config.from_dict(settings(contract, target, _BUDGET))
        schema = schemathesis.openapi.from_dict(document(contract), config=config)
        began, sent = time.process_time(), 0
        for event in from_schema(schema).execute():
            recorder = getattr(event, "recorder", None)
            sent += len(recorder.interactions) if recorder is not None else 0
        return sent / (time.process_time() - began)
