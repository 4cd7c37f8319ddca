"""`contract-kit emulate`: serves an emulated vendor on loopback until interrupted."""

from collections.abc import Callable

from contract_kit import openapi
from contract_kit.configuration import Project
from contract_kit.emulator.app import application
from contract_kit.emulator.clock import Pace
from contract_kit.emulator.emulator import Limits, Settings
from contract_kit.emulator.registry import build
from contract_kit.emulator.server import serve
from contract_kit.emulator.state import StateName


def emulate(
    project: Project,
    name: str,
    *,
    port: int = 8080,
    seed: int = 1,
    pace: str = "polls:1",
    limits: Limits = "documented",
    state: StateName = "prepared",
    ready: Callable[[str, str], None],
) -> None:
    """Blocks until Ctrl-C or SIGTERM; `ready` gets URL and login hint once requests can come."""
    api = project.api(name)
    settings = Settings(seed, Pace.parse(pace), limits, state)
    emulator = build(openapi.load(api.spec, api.name), settings)
    serve(application(emulator), port, lambda url: ready(url, emulator.vendor.login))
