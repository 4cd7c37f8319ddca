"""Puts the recording around a test, and around each fixture that several tests share."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from contextvars import copy_context
from dataclasses import replace
from datetime import UTC, datetime
from functools import wraps
from pathlib import Path
from shlex import quote
from typing import Any, cast
from urllib.parse import urlsplit

import pytest

from contract_kit import __version__
from contract_kit.emulator.clock import START
from contract_kit.model.cassette import Heading
from contract_kit.model.contract import Contract
from contract_kit.model.errors import KitError
from contract_kit.emulator.registry import emulated
from contract_kit.pytest_plugin.asked import Asked, api_of, project_of
from contract_kit.pytest_plugin.held import TRIAL, Trial
from contract_kit.pytest_plugin.network import watched
from contract_kit.pytest_plugin.servers import Server, Servers
from contract_kit.recorder import Mode, Tape, recording
from contract_kit.recorder.current import using

SERVERS = pytest.StashKey[Servers]()


@contextmanager
def taped(
    item: pytest.Item, api: str, config: Mapping[str, Any], target: str, path: Path
) -> Iterator[Tape]:
    """The recording of one test, which is left in the item's stash for those who judge it.

    The user's mistakes fail the test in one line.
    """
    try:
        trial = _begun(item, api, config, target)
    except KitError as error:
        pytest.fail(f"contract: {error}", pytrace=False)
    item.stash[TRIAL] = trial
    with watched(_allowed(trial), trial.left), tape_of(trial, path) as tape:
        if isinstance(item, pytest.Function) and inspect.iscoroutinefunction(item.obj):
            item.obj = _within(tape, item.obj)
        yield tape


@contextmanager
def tape_of(trial: Trial, path: Path) -> Iterator[Tape]:
    """A recording of what a trial's server is asked; only captured where it is not to be kept."""
    captured = trial.mode == "none" and not trial.server.recorded
    heading = _heading(trial.contract, trial.server, path.stem)
    with ExitStack() as stack:
        try:
            tape = stack.enter_context(
                recording(
                    trial.scratch / path.name if captured else path,
                    trial.contract,
                    mode="once" if captured else trial.mode,
                    target_url=trial.server.url,
                    heading=heading,
                    allow=trial.allowed,
                    hint=trial.hint,
                )
            )
        except KitError as error:
            pytest.fail(f"contract: {error}", pytrace=False)
        trial.tapes.append(tape)
        try:
            yield tape
        finally:
            if captured:
                tape.discard()


class SharedTape:
    """The recording of a fixture that outlives the test that asked for it first.

    Its context is its own, so that tests come and go in between.
    """

    def __init__(self, trial: Trial, path: Path) -> None:
        self._context, self._open, self._ending = copy_context(), ExitStack(), ExitStack()
        self.tape = self._context.run(self._open.enter_context, tape_of(trial, path))

    def go_on(self) -> None:
        """Requests belong to it again, until it is closed."""
        self._ending.enter_context(using(self.tape))

    def close(self) -> None:
        """Makes what was recorded part of the file."""
        self._ending.close()
        self._context.run(self._open.close)


def _begun(item: pytest.Item, api: str, config: Mapping[str, Any], target: str) -> Trial:
    """What a test is to talk to, in its first state."""
    asked, servers = Asked.of(item.config), item.config.stash[SERVERS]
    contract = servers.contract(api)
    mode = cast("Mode", asked.record or "none")
    server = servers.server(contract, target)
    if server.recorded and mode != "none":
        server = replace(server, target="live")
    if "url" in config and server.target in ("cassettes", "live"):
        server = replace(server, url=str(config["url"]).rstrip("/"))
    if server.control:
        server.control.reset()
    settings = project_of(item.config).settings
    hosts = config.get("allowed_hosts", ()), settings.get("contract_allowed_hosts", ())
    allowed = (*asked.allowed, *(str(host) for some in hosts for host in some))
    return Trial(contract, server, mode, allowed, _hint(item, mode), servers.scratch)


def _hint(item: pytest.Item, mode: Mode) -> str:
    """The command that records what is missing; not from a vendor that can be emulated."""
    wanted = {"none": "once", "once": "new"}.get(mode, mode)
    api = api_of(item)
    source = " --contract-target emulator" if api in emulated() else ""
    return f"record it: pytest {quote(item.nodeid)} --contract-record {wanted}{source}"


def _allowed(trial: Trial) -> tuple[str, ...]:
    if trial.server.recorded:
        return trial.allowed
    parts = urlsplit(trial.server.url)
    port = parts.port or (443 if parts.scheme == "https" else 80)
    return (*trial.allowed, f"{parts.hostname}:{port}")


def _heading(contract: Contract, server: Server, name: str) -> Heading:
    now = START if server.control else datetime.now(UTC)
    return Heading(
        api=contract.api,
        made_by="test",
        name=name,
        origin="emulator" if server.control else "live",
        recorded_at=now.isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        spec=contract.digest,
        kit=__version__,
        base_url=contract.server.rstrip("/"),
        seed=server.seed,
    )


def _within(tape: Tape, test: Callable[..., Any]) -> Callable[..., Any]:
    """An async test in the context of its recording: a runner's task may be older than that."""

    @wraps(test)
    async def within(*args: Any, **kwargs: Any) -> Any:
        with using(tape):
            return await test(*args, **kwargs)

    return within
