"""What tests talk to: an emulator that is started for them, somebody's server, or recordings."""

import os
from contextlib import ExitStack
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest

from contract_kit import openapi
from contract_kit.configuration import Project
from contract_kit.emulator.emulator import Settings
from contract_kit.emulator.registry import emulated, started
from contract_kit.model.contract import Contract
from contract_kit.model.target import is_loopback
from contract_kit.pytest_plugin.asked import project_of
from contract_kit.pytest_plugin.control import Control, control_of
from contract_kit.targets import live_url, parse_url, variable


@dataclass(frozen=True, slots=True)
class Server:
    """What a test talks to.

    `target` is what the user called it, `url` its base URL without a slash at the end, `control`
    sets it up where it is an emulator, `seed` and `setup` (the command that starts one) are its.
    With `reads_only` it is somebody's real server that nobody has declared a sandbox.
    """

    target: str
    url: str
    control: Control | None = None
    seed: int | None = None
    setup: str = ""
    reads_only: bool = False

    @property
    def recorded(self) -> bool:
        """Whether there is none, but recordings answer."""
        return self.target == "cassettes"


class Servers:
    """The contracts and servers of one process, each opened once and closed at its end.

    `scratch` is a folder that goes then too.
    """

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._open = ExitStack()
        self.scratch = Path(self._open.enter_context(TemporaryDirectory(prefix="contract-")))
        self._contracts: dict[str, Contract] = {}
        self._sandboxes = set[str]()
        self._servers: dict[tuple[str, str], Server] = {}

    @cached_property
    def emulated(self) -> frozenset[str]:
        """The names of the APIs that have an emulator."""
        return frozenset(emulated())

    @property
    def project(self) -> Project:
        """The project around the suite."""
        return project_of(self._config)

    def contract(self, api: str) -> Contract:
        """The contract of an API; raises `Mistake` with the nearest name."""
        if api not in self._contracts:
            known = self.project.api(api)
            self._contracts[api] = openapi.load(known.spec, known.name)
            if known.settings.get("sandbox") is True:
                self._sandboxes.add(known.name)
        return self._contracts[api]

    def server(self, contract: Contract, target: str) -> Server:
        """What is called so; raises `Mistake` where there is no such thing."""
        key = contract.api, target
        if key not in self._servers:
            opened = self._opened(contract, target)
            tame = is_loopback(opened.url) or contract.api in self._sandboxes
            self._servers[key] = replace(opened, reads_only=not tame)
        return self._servers[key]

    def close(self) -> None:
        """Stops what was started."""
        self._open.close()

    def _opened(self, contract: Contract, target: str) -> Server:
        if target == "cassettes":
            return Server(target, own_url(contract))
        if target == "emulator":
            seed = int(self.project.settings.get("seed", 1))
            running = self._open.enter_context(started(contract, Settings(seed)))
            setup = f"contract-kit emulate {contract.api} --seed {seed}"
            return Server(target, running.url, Control(running.url), seed, setup)
        url = live_url(contract) if target == "live" else parse_url(target)
        return Server(target, url, control_of(url))


def own_url(contract: Contract) -> str:
    """Where the vendor's server is by the environment, else as the specification has it."""
    named = {variable(contract.api, name) for name in ("url", *_variables(contract))}
    return live_url(contract) if named & os.environ.keys() else contract.server.rstrip("/")


def _variables(contract: Contract) -> tuple[str, ...]:
    servers: Any = contract.document.get("servers") or [{}]
    return tuple(servers[0].get("variables") or {})
