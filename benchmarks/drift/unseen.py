"""Drift against the print shop, which the kit has never seen."""

import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from random import Random

from benchmarks import unseen
from benchmarks.drift.honest import Difference, known_to_all
from benchmarks.drift.trial import Command, Make, Trial, tried, unchanged
from benchmarks.drift.wire import Asked, Wire
from benchmarks.unseen.shop import Shop
from contract_kit import openapi
from contract_kit.commands.drift import drift
from contract_kit.commands.options import Options
from contract_kit.configuration import Project
from contract_kit.model.exchange import Answer

API = "print-shop"
_SPECIFICATION = Path(unseen.__file__).with_name(f"{API}.yaml")
_FIND = openapi.load(_SPECIFICATION, API).find


def lay_out(specs: Path) -> None:
    """Lays the specification and the stories into a project's folder."""
    for name in (f"{API}.yaml", f"{API}.arazzo.yaml"):
        shutil.copy(_SPECIFICATION.with_name(name), specs)


def shop_wire(shop: Shop, make: Make = unchanged) -> Wire:
    """A print shop on the wire."""

    def serve(asked: Asked) -> Answer:
        headers = {name.lower(): value for name, value in asked.headers}
        status, told, body = shop.answer(asked.method, asked.path, asked.query, headers, asked.body)
        return Answer(status, tuple(told.items()), body)

    def operation(method: str, path: str) -> str:
        match = _FIND(method, path.removeprefix("/v2"))
        return match.operation.id if match else ""

    return Wire(serve, operation, make)


def shop_changed(
    project: Project,
    random: Random,
    make: Make = unchanged,
    reads_only: bool = False,
    command: Command = drift,
) -> Trial:
    """A run against a new shop whose answers are changed."""
    return tried(
        project,
        API,
        shop_wire(Shop(random), make),
        Options(reads_only=reads_only),
        command,
        path="/v2",
    )


def shop_varied(
    project: Project,
    random: Random,
    differences: Sequence[Difference] = (),
    command: Command = drift,
) -> Trial:
    """A run against a new shop, which is another one each time, over an honest wire."""
    differences = differences or known_to_all(random)
    changes = [one.change(random) for one in differences if one.change]
    longest = max((one.delay for one in differences), default=0.0)
    wire = shop_wire(Shop(random), lambda: changes)
    wire.delay = lambda: longest * random.random() ** 4
    options = Options(seed=random.randrange(1, 10**6))
    names = ("another shop", *(one.name for one in differences))
    return replace(tried(project, API, wire, options, command, path="/v2"), differences=names)
