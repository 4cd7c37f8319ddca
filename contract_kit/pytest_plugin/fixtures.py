"""What a test under contract may ask for by name, and what a suite may override.

`contract_config`, `contract_target` and `cassette_path` are there to be overridden, in a conftest
or a module.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from contract_kit.pytest_plugin.asked import api_of, target_of
from contract_kit.pytest_plugin.held import TRIAL, Injected, Trial

if TYPE_CHECKING:
    from contract_kit.pytest_plugin.control import Clock, Control, Faults
    from contract_kit.recorder import Tape


@pytest.fixture
def contract_config() -> Mapping[str, Any]:
    """`url`: where the client under test looks for the API; `allowed_hosts`: others it may ask."""
    return {}


@pytest.fixture
def contract_target(request: pytest.FixtureRequest) -> str:
    """`cassettes`, `emulator`, `live` or a URL."""
    return target_of(request.node)


@pytest.fixture
def cassette_path(request: pytest.FixtureRequest) -> Path:
    """The file of the test's recording, which need not exist."""
    from contract_kit.pytest_plugin.places import cassette_of

    return cassette_of(request.node)


@pytest.fixture
def contract_tape(request: pytest.FixtureRequest) -> Iterator["Tape | None"]:
    """The recording in use around the test and its fixtures; None where it is under no contract."""
    api = api_of(request.node)
    if api is None:
        yield None
        return
    from contract_kit.pytest_plugin.taping import taped

    names = ("contract_config", "contract_target", "cassette_path")
    with taped(request.node, api, *map(request.getfixturevalue, names)) as tape:
        yield tape


@pytest.fixture
def contract_url(request: pytest.FixtureRequest, contract_tape: "Tape | None") -> str:
    """The base URL that the client under test should use, without a slash at the end."""
    return _trial(request).server.url


@pytest.fixture
def contract_emulator(request: pytest.FixtureRequest, contract_tape: "Tape | None") -> "Control":
    """The emulator that the test talks to; a test that needs one is skipped without."""
    control = _trial(request).server.control
    if control is None:
        pytest.skip("needs the emulator: --contract-target emulator")
    return control


@pytest.fixture
def clock(request: pytest.FixtureRequest, contract_tape: "Tape | None") -> "Clock":
    """The emulator's time: `clock.advance(hours=25)`."""
    from contract_kit.pytest_plugin.control import Clock

    return Clock(_controlled(request))


@pytest.fixture
def faults(request: pytest.FixtureRequest, contract_tape: "Tape | None") -> "Faults":
    """Misbehaviour on request: `faults.inject(operation="createJob", kind="status", status=429)`.

    What a fault made of an answer is nobody's breach, and not judged.
    """
    from contract_kit.pytest_plugin.control import UNPLAYABLE, Faults

    trial, control = _trial(request), _controlled(request)

    def injected(operation: str, kind: str, times: int) -> None:
        if kind == UNPLAYABLE and control is None:
            pytest.skip(f"a fault of kind {kind} needs the emulator: --contract-target emulator")
        if kind in ("status", "malformed"):
            seen = len(trial.tapes[0].exchanges)
            trial.injected.append(Injected(seen, operation, times))

    return Faults(control, injected)


def _trial(request: pytest.FixtureRequest) -> Trial:
    trial: Trial | None = request.node.stash.get(TRIAL, None)
    if trial is None:
        pytest.fail('this fixture is for tests marked @pytest.mark.contract("API")', pytrace=False)
    return trial


def _controlled(request: pytest.FixtureRequest) -> "Control | None":
    """The control of the emulator, None where recordings answer; skips elsewhere."""
    server = _trial(request).server
    if server.control is None and not server.recorded:
        pytest.skip(f"{server.target} has neither clock nor faults: --contract-target emulator")
    return server.control
