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
from tempfile import mkdtemp
from typing import Any, cast
from urllib.parse import urlsplit

import pytest

from contract_kit import __version__
from contract_kit.emulator.clock import START
from contract_kit.model.cassette import Heading
from contract_kit.model.contract import Contract
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
    """The recording of one test, which is left in the item's stash for those who judge it."""
    trial = _begun(item, api, config, target)
    item.stash[TRIAL] = trial
    with watched(_allowed(trial), trial.traffic), tape_of(trial, path) as tape:
        test = getattr(item, "obj", None)
        if not inspect.iscoroutinefunction(test):
            yield tape
            return
        item.obj = _within(tape, test)  # type: ignore[attr-defined]  # what is no function has no tests
        yield tape
        item.obj = test  # type: ignore[attr-defined]  # it may be run again


@contextmanager
def tape_of(trial: Trial, path: Path) -> Iterator[Tape]:
    """A recording of what a trial's server is asked; only captured where it is not to be kept."""
    captured = trial.mode == "none" and not trial.server.recorded
    with recording(
        Path(mkdtemp(dir=trial.scratch)) / path.name if captured else path,
        trial.contract,
        mode="once" if captured else trial.mode,
        target_url=trial.server.url,
        heading=_heading(trial.contract, trial.server, path.stem),
        allow=trial.allowed,
        hint=trial.hint,
        reads_only=trial.server.reads_only,
    ) as tape:
        trial.tapes.append(tape)
        try:
            yield tape
        finally:
            if captured:
                tape.discard()


@contextmanager
def in_context(fixturedef: pytest.FixtureDef[Any], tape: Tape) -> Iterator[None]:
    """An async fixture is set up, and later cleared away, in the context of its recording."""
    fixture = fixturedef.func
    if inspect.iscoroutinefunction(fixture):
        wrapped = _within(tape, fixture)
    elif inspect.isasyncgenfunction(fixture):
        wrapped = _each_within(tape, fixture)
    else:
        yield
        return
    fixturedef.func = wrapped  # type: ignore[misc]  # as the plugins for async code do
    try:
        yield
    finally:
        fixturedef.func = fixture  # type: ignore[misc]


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
    return Trial(api, contract, server, mode, allowed, _hint(item, mode), servers.scratch)


def _hint(item: pytest.Item, mode: Mode) -> str:
    """The command that records what is missing; not from a vendor that can be emulated."""
    wanted = {"none": "once", "once": "new"}.get(mode, mode)
    api = api_of(item)
    emulated = item.config.stash[SERVERS].emulated
    source = " --contract-target emulator" if api in emulated else ""
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
    """Async code in the context of its recording: the task that runs it may be older than that."""

    @wraps(test)
    async def within(*args: Any, **kwargs: Any) -> Any:
        with using(tape):
            return await test(*args, **kwargs)

    return within


def _each_within(tape: Tape, fixture: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(fixture)
    async def within(*args: Any, **kwargs: Any) -> Any:
        steps = fixture(*args, **kwargs)
        with using(tape):
            value = await anext(steps)
        yield value
        with using(tape):
            await anext(steps, None)

    return within
