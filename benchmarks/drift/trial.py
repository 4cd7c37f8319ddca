"""One run of drift against one vendor, and what it found."""

import atexit
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path
from random import Random

from starlette.types import ASGIApp, Receive, Scope, Send

from benchmarks.drift.honest import Difference, mixed
from benchmarks.drift.wire import Change, Counted, Wire, vendor_of
from contract_kit import openapi
from contract_kit.commands.drift import drift
from contract_kit.commands.options import Options
from contract_kit.configuration import Api, Project
from contract_kit.emulator.app import application
from contract_kit.emulator.emulator import Emulator, Settings
from contract_kit.emulator.registry import build
from contract_kit.emulator.server import running
from contract_kit.model.contract import Contract
from contract_kit.model.finding import Finding
from contract_kit.model.report import Progress, Report

Make = Callable[[], Sequence[Change]]
Command = Callable[[Project, Sequence[str], Options, Progress], Report]


@dataclass(frozen=True, slots=True)
class Trial:
    """What a run of drift found and sent, and which of the answers that it got were not true.

    `differences` names what varied honestly; `broken` tells what ended the run early.
    """

    findings: tuple[Finding, ...]
    requests: int
    counted: Counted
    differences: tuple[str, ...] = ()
    broken: str = ""

    @property
    def alarms(self) -> tuple[Finding, ...]:
        """The findings that wake somebody up."""
        return tuple(one for one in self.findings if one.severity in ("error", "warning"))


def unchanged() -> Sequence[Change]:
    """No change at all."""
    return ()


def changed(
    project: Project,
    api: str,
    make: Make = unchanged,
    reads_only: bool = False,
    command: Command = drift,
) -> Trial:
    """Drift against the emulator of an API whose answers are changed."""
    wire = emulated(build(_contract(project.api(api)), Settings(limits="off")), make)
    return tried(project, api, wire, Options(reads_only=reads_only), command)


def varied(
    project: Project,
    api: str,
    random: Random,
    differences: Sequence[Difference] = (),
    command: Command = drift,
) -> Trial:
    """Drift against an emulator that differs honestly: as said, or by what is drawn."""
    differences = differences or mixed(random, api)
    settings = Settings(limits="off")
    for one in differences:
        settings = one.settings(settings, random) if one.settings else settings
    emulator = build(_contract(project.api(api)), settings)
    changes = [one.change(random) for one in differences if one.change]
    begins = [one.begin(random) for one in differences if one.begin]
    longest = max((one.delay for one in differences), default=0.0)
    wire = emulated(emulator, lambda: changes)

    def reset() -> None:
        for begin in begins:
            begin(emulator)

    wire.reset = reset
    wire.delay = lambda: longest * random.random() ** 4
    wire.begin()
    options = Options(
        seed=random.randrange(1, 10**6), reads_only=any(one.reads for one in differences)
    )
    names = tuple(one.name for one in differences)
    return tried(project, api, wire, options, command, names)


def emulated(emulator: Emulator, make: Make) -> Wire:
    """An emulator on the wire, with its endpoint for tests."""
    app = application(emulator)

    def operation(method: str, path: str) -> str:
        match = emulator.contract.find(method, path)
        return match.operation.id if match else ""

    over = emulator.vendor.gzip_over
    return Wire(vendor_of(app), operation, make, control=app, gzip_over=over)


def tried(
    project: Project,
    api: str,
    wire: Wire,
    options: Options,
    command: Command = drift,
    differences: tuple[str, ...] = (),
    path: str = "",
) -> Trial:
    """Drift against whatever is on the wire, below a path."""
    url, line = _line()
    line.wire = wire
    asked = replace(options, target=f"{url}{path}")
    try:
        report = command(project, [api], asked, lambda label, done, total: None)
    except Exception as error:  # noqa: BLE001 - a crash is an outcome, and not the end of the bench
        told = f"{type(error).__name__}: {error}"
        return Trial((), wire.counted.requests, wire.counted, differences, told)
    return Trial(report.findings, report.requests, wire.counted, differences, wire.counted.failed)


@dataclass(slots=True)
class _Line:
    """Where one vendor after the other is connected, since a server takes a second to stop."""

    wire: ASGIApp | None = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        assert self.wire is not None
        await self.wire(scope, receive, send)


@lru_cache(maxsize=1)
def _line() -> tuple[str, _Line]:
    """The one server of this process, which ends with it."""
    line, stack = _Line(), ExitStack()
    url = stack.enter_context(running(line))
    atexit.register(stack.close)
    return url, line


@lru_cache(maxsize=8)
def _loaded(spec: str, name: str) -> Contract:
    return openapi.load(Path(spec), name)


def _contract(api: Api) -> Contract:
    return _loaded(str(api.spec), api.name)
