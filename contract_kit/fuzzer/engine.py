"""Drives schemathesis's engine: resets before each case, our transport under each request."""

import os
import signal
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from threading import Event, current_thread, main_thread
from types import FrameType

import schemathesis
from hypothesis.configuration import set_hypothesis_home_dir
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants
from schemathesis.core.errors import InvalidStateMachine, NoLinksFound
from schemathesis.core.transport import Response
from schemathesis.engine import Status, events
from schemathesis.engine.core import Engine, ExecutionPlan
from schemathesis.engine.recorder import ScenarioRecorder
from schemathesis.engine.run import PhaseName

from contract_kit.fuzzer import Budget, Shot
from contract_kit.fuzzer.sending import Schema, Sender
from contract_kit.fuzzer.settings import document, settings
from contract_kit.model.contract import Contract, Operation
from contract_kit.model.errors import CouldNotLook, Mistake
from contract_kit.model.exchange import Answer, Exchange, Request
from contract_kit.model.report import NotLooked, Progress
from contract_kit.model.sighting import FailedCheck, Sighting
from contract_kit.model.target import Target, Transport
from contract_kit.model.watch import NotPlanned

_CASE_ID = "X-Schemathesis-TestCaseId"  # random, and no part of the request under test
_UNASKED = (PhaseName.PROBING, PhaseName.AUTH_BOOTSTRAP)
_Labelled = Mapping[str, Operation]  # by schemathesis's label, `METHOD /path`


def shots(
    contract: Contract, target: Target, transport: Transport, budget: Budget, progress: Progress
) -> Iterator[Shot | NotLooked]:
    """Runs all phases; see `contract_kit.fuzzer.fuzz`."""
    set_hypothesis_home_dir(_cache())
    with _nobodys_constants(), _interrupted() as interrupted:
        reset = target.reset or (lambda: None)
        sender = Sender(reset, transport, interrupted)
        schema = _schema(contract, target, budget)
        schema.attach(reset, sender)
        yield from _run(schema, contract, budget, progress)
        yield from _refused(sender, contract)


def _run(
    schema: Schema, contract: Contract, budget: Budget, progress: Progress
) -> Iterator[Shot | NotLooked]:
    labelled = {f"{op.method} {op.path}": op for op in contract.operations.values()}
    total = len(budget.operations or contract.operations)
    phase, done = "", 0
    for event in _Engine(schema=schema).execute():
        if isinstance(event, events.PhaseStarted):
            phase, done = event.phase.name.value, 0
        elif isinstance(event, events.ScenarioFinished):
            done += 1
            unit = event.recorder.label in labelled
            progress(f"{contract.api}: {phase}", done, total if unit else None)
            yield from _shots(contract, event.recorder, labelled)
        elif isinstance(event, events.NonFatalError):
            yield from _not_looked(contract, event, labelled)
        elif isinstance(event, events.Interrupted):
            raise KeyboardInterrupt


@contextmanager
def _nobodys_constants() -> Iterator[None]:
    """Keeps Hypothesis from drawing what stands in the code of whatever modules are loaded.

    It has no setting for that, and the cases of a seed would be others in each process.
    """
    known = providers._get_local_constants  # noqa: SLF001
    providers._get_local_constants = Constants  # noqa: SLF001
    providers.CONSTANTS_CACHE.cache.clear()
    try:
        yield
    finally:
        providers._get_local_constants = known  # noqa: SLF001
        providers.CONSTANTS_CACHE.cache.clear()


@contextmanager
def _interrupted() -> Iterator[Event]:
    """Set from Ctrl-C on: the engine itself would first try all cases of an operation to their end.

    Only the main thread of a process is told of it.
    """
    stop, before = Event(), signal.getsignal(signal.SIGINT)
    if current_thread() is not main_thread() or not callable(before):
        yield stop
        return

    def interrupt(number: int, frame: FrameType | None) -> None:
        stop.set()
        before(number, frame)

    signal.signal(signal.SIGINT, interrupt)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


def _cache() -> Path:
    """Where Hypothesis keeps its tables, which would else lie in the folder of whoever calls."""
    folder = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(folder) / "contract_kit" / "hypothesis"


def _not_looked(
    contract: Contract, event: events.NonFatalError, labelled: _Labelled
) -> Iterator[NotLooked]:
    if isinstance(event.value, NoLinksFound | NotPlanned):
        return  # there is nothing to follow between the chosen operations; told at the end
    if isinstance(event.value, InvalidStateMachine):
        raise Mistake(f"{contract.api}: {_one_line(str(event.value))}")
    if isinstance(event.value, Mistake):
        raise event.value
    operation = labelled.get(event.label)
    name = operation.id if operation else event.label
    if isinstance(event.value, CouldNotLook):
        yield NotLooked(contract.api, name, event.value.reason, str(event.value))
        return
    yield NotLooked(contract.api, name, "network", _one_line(event.info.format()))


def _refused(sender: Sender, contract: Contract) -> Iterator[NotLooked]:
    """The operations of which no case was planned, each once."""
    for operation in contract.operations.values():
        label = f"{operation.method} {operation.path}"
        if label in sender.refused and label not in sender.tried:
            reason = "network" if operation.effect == "read" else "writes"
            yield NotLooked(contract.api, operation.id, reason, sender.refused[label])


def _schema(contract: Contract, target: Target, budget: Budget) -> Schema:
    config = schemathesis.Config.from_dict(settings(contract, target, budget))
    loaded = schemathesis.openapi.from_dict(document(contract), config=config)
    return Schema(raw_schema=loaded.raw_schema, config=loaded.config, filter_set=loaded.filter_set)


class _Engine(Engine):
    """schemathesis's engine without the requests of its own that would not pass our transport."""

    def _create_execution_plan(self) -> ExecutionPlan:
        plan = super()._create_execution_plan()
        return replace(plan, phases=[one for one in plan.phases if one.name not in _UNASKED])


def _shots(contract: Contract, recorder: ScenarioRecorder, labelled: _Labelled) -> Iterator[Shot]:
    for case_id, interaction in recorder.interactions.items():
        if interaction.response is None:
            continue
        operation = labelled[recorder.cases[case_id].value.operation.label]
        exchange = _exchange(interaction.response)
        failed = tuple(_failed(recorder, case_id))
        before = tuple(_before(recorder, case_id)) if failed else ()
        yield Shot(Sighting(contract.api, operation, exchange, failed), before)


def _failed(recorder: ScenarioRecorder, case_id: str) -> Iterator[FailedCheck]:
    for check in recorder.checks.get(case_id, ()):
        if check.status is Status.FAILURE and check.failure_info is not None:
            failure = check.failure_info.failure
            allowed = getattr(failure, "allowed_statuses", ())
            expected = getattr(failure, "expected_statuses", allowed)
            yield FailedCheck(
                check=check.name,
                message=_one_line(f"{failure.title}. {failure.message}"),
                detail=str(getattr(failure, "header_name", "")),
                expected=", ".join(str(status) for status in expected),
            )


def _before(recorder: ScenarioRecorder, case_id: str) -> Iterator[Exchange]:
    """The exchanges that a case came out of, oldest first."""
    for case in recorder.iter_chain_cases(case_id=case_id):
        interaction = recorder.interactions.get(case.id)
        if case.id != case_id and interaction is not None and interaction.response is not None:
            yield _exchange(interaction.response)


def _exchange(response: Response) -> Exchange:
    sent = response.request
    body = sent.body or b""
    return Exchange(
        Request(
            str(sent.method),
            str(sent.url),
            tuple((name, _text(value)) for name, value in sent.headers.items() if name != _CASE_ID),
            body if isinstance(body, bytes) else str(body).encode(),
        ),
        Answer(
            response.status_code,
            tuple((name, value) for name, values in response.headers.items() for value in values),
            response.content,
        ),
    )


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def _one_line(text: str) -> str:
    return " ".join(text.split())
