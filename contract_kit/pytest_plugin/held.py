"""What the plugin keeps while pytest runs: of the session, and of each test under contract."""

import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from contract_kit.model.contract import Contract
    from contract_kit.pytest_plugin.judging import Judgement
    from contract_kit.pytest_plugin.servers import Server
    from contract_kit.recorder import Mode, Tape


@dataclass(frozen=True, slots=True)
class Injected:
    """A fault that a test has asked for, after so many exchanges: what it strikes is no breach."""

    after: int
    operation: str
    times: int


@dataclass(frozen=True, slots=True)
class Traffic:
    """Connections to other machines, as `host:port`: those that left, those that were refused."""

    left: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Trial:
    """One test under contract, from its first fixture to its last.

    `api` is what the marker calls it. `tapes` begins with the recording of the test itself; the
    others are those of fixtures that other tests share. `scratch` is a folder for what is only
    captured; `began` the time of day in seconds; `judgement` that of the first `judged` exchanges,
    `told` the fingerprints for which it failed; `passed` says that it ran to its end.
    """

    api: str
    contract: "Contract"
    server: "Server"
    mode: "Mode"
    allowed: tuple[str, ...]
    hint: str
    scratch: "Path"
    began: float = field(default_factory=time.time)
    tapes: list["Tape"] = field(default_factory=list)
    injected: list[Injected] = field(default_factory=list)
    traffic: Traffic = field(default_factory=Traffic)
    told: set[str] = field(default_factory=set)
    judged: int = -1
    judgement: "Judgement | None" = None
    passed: bool = False


TRIAL = pytest.StashKey[Trial]()
TOLD = pytest.StashKey[dict[str, Any]]()


class Hearing:
    """Takes in what each test has to tell; under xdist it comes from other processes."""

    def __init__(self, config: pytest.Config) -> None:
        self._config = config
        self._heard: list[dict[str, Any]] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """What a report carries of its test."""
        told = getattr(report, "contract_told", None)
        if told is not None:
            self._heard.append(told)

    def pytest_terminal_summary(self, terminalreporter: Any, exitstatus: int) -> None:
        """The section at the end, where there is something to tell."""
        if self._heard:
            from contract_kit.pytest_plugin.summary import tell

            tell(terminalreporter, self._config, self._heard, passed=exitstatus == 0)
