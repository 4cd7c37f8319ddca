"""The hooks of suites that have tests under contract: what they ask is recorded, then judged.

Registered when the first such test is collected. A broken promise fails the test itself, and not
its teardown: that is what people look at, what `--lf` runs again, and what `xfail` may expect.
"""

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from contract_kit.model.errors import KitError
from contract_kit.pytest_plugin.asked import project_of
from contract_kit.pytest_plugin.held import TOLD, TRIAL, Trial
from contract_kit.pytest_plugin.judging import judgement_of, told_of, untaken
from contract_kit.pytest_plugin.places import cassette_of_fixture, folder_of
from contract_kit.pytest_plugin.servers import Servers
from contract_kit.pytest_plugin.taping import SERVERS, SharedTape, in_context
from contract_kit.pytest_plugin.wording import broken, refused, unanswered
from contract_kit.recorder.current import using


def begin(config: pytest.Config) -> None:
    """Makes room for what the tests of this process open together."""
    servers = Servers(config)
    config.stash[SERVERS] = servers
    config.add_cleanup(servers.close)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, Any, Any]:
    """Tells in one line what is wrong with the contract, or was refused to a fixture."""
    try:
        return (yield)
    except KitError as error:
        raise _failure(item, error) from None


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, Any, Any]:
    """Judges what a test asked; where it failed by itself, the findings stand beside that."""
    trial = item.stash.get(TRIAL, None)
    if trial is None:
        return (yield)
    try:
        result = yield
    except KitError as error:
        raise _failure(item, error) from None
    except (Exception, pytest.fail.Exception):
        for told in _broken(item, trial), unanswered(trial):
            if told:
                item.add_report_section("call", "contract", told)
        raise
    told = _broken(item, trial) or unanswered(trial)
    if told:
        pytest.fail(told, pytrace=False)
    trial.passed = True
    return result


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, Any, Any]:
    """Judges what the teardown of fixtures asked, and makes the test's part of the summary."""
    trial = item.stash.get(TRIAL, None)
    if trial is None:
        return (yield)
    try:
        result = yield
    finally:
        item.stash[TOLD] = told_of(trial)
    told = _broken(item, trial)
    if told and trial.passed:
        pytest.fail(told, pytrace=False)
    return result


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Lets the last report of a test carry what there is to tell."""
    report = yield
    if call.when == "teardown" and TOLD in item.stash:
        report.contract_told = item.stash[TOLD]  # type: ignore[attr-defined]  # carried by xdist too
    return report


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_fixture_setup(
    fixturedef: pytest.FixtureDef[Any], request: pytest.FixtureRequest
) -> Generator[None, Any, Any]:
    """Gives a fixture that several tests share a recording of its own, whoever asks first."""
    item: pytest.Item = request._pyfuncitem  # noqa: SLF001 - the node of a wider scope is no test
    trial = item.stash.get(TRIAL, None)
    if trial is None or not trial.tapes:
        return (yield)
    if fixturedef.scope == "function":
        with in_context(fixturedef, trial.tapes[0]):
            return (yield)
    shared = SharedTape(trial, _place(item, trial, fixturedef, request))
    fixturedef.addfinalizer(shared.close)  # the first to be added is the last to be called
    with using(shared.tape), in_context(fixturedef, shared.tape):
        result = yield
    fixturedef.addfinalizer(shared.go_on)  # so that it is there for what the fixture clears away
    return result


def _place(
    item: pytest.Item,
    trial: Trial,
    fixturedef: pytest.FixtureDef[Any],
    request: pytest.FixtureRequest,
) -> Path:
    """The file of what a fixture records: by where it is defined, not by who uses it."""
    project = project_of(item.config)
    defined = item.config.rootpath / fixturedef.baseid.partition("::")[0]
    number = getattr(request, "param_index", 0)
    name = f"{fixturedef.argname} {number}" if number else fixturedef.argname
    return cassette_of_fixture(folder_of(project, trial.api, defined), name)


def _failure(item: pytest.Item, error: KitError) -> BaseException:
    return pytest.fail.Exception(refused(error, item.config.rootpath), pytrace=False)


def _broken(item: pytest.Item, trial: Trial) -> str:
    """What is to be said of broken promises that was not said yet; empty where there is nothing."""
    shown = judgement_of(trial).shown
    fresh = [one for one in shown if one.finding.fingerprint not in trial.told]
    found = untaken(item.config, trial, fresh)
    trial.told |= {one.finding.fingerprint for one in found}
    return broken(trial, found)
