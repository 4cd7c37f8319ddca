"""Puts our transport under schemathesis: every request of its cases passes it, after a reset."""

from collections.abc import Callable
from threading import Event
from typing import Any

import schemathesis
from schemathesis.core.transport import Response
from schemathesis.generation.case import Case
from schemathesis.generation.meta import TestPhase
from schemathesis.generation.stateful.state_machine import (
    APIStateMachine,
    StepInput,
    StepOutput,
)
from schemathesis.specs.openapi.schemas import OpenApiSchema
from schemathesis.transport.requests import RequestsTransport

from contract_kit.model.errors import CouldNotLook
from contract_kit.model.target import Transport
from contract_kit.model.watch import NotPlanned


class Sender(RequestsTransport):
    """Sends through ours, after a reset unless the case is a step of a longer scenario.

    An answer that does not come is our error, not the client's: of that one, the engine would make
    sure by a request of its own. `refused` are the operations, by schemathesis's label, of which
    a case was not planned, with the reason; `tried` are those of which one was sent.
    """

    def __init__(self, reset: Callable[[], None], transport: Transport, interrupted: Event) -> None:
        super().__init__()
        self._copy_serializers_from(schemathesis.transport.get(None))
        self._reset, self._ours, self._interrupted = reset, transport, interrupted
        self.refused: dict[str, str] = {}
        self.tried: set[str] = set()

    def send(self, case: "Case[Any]", *, session: Any = None, **kwargs: Any) -> Response:
        """The answer to a case; raises what the transport raises, of the network `CouldNotLook`."""
        if self._interrupted.is_set():
            raise KeyboardInterrupt
        if case.meta is None or case.meta.phase.name is not TestPhase.STATEFUL:
            self._reset()
        if session is None:
            session = self._ours.session()
        else:
            self._ours.mount(session)
        label = case.operation.label
        try:
            response = super().send(case, session=session, **kwargs)
        except NotPlanned as reason:
            self.refused.setdefault(label, str(reason))
            raise
        except OSError as error:
            name = type(error).__name__
            raise CouldNotLook("network", f"no answer: {name}") from error
        self.tried.add(label)
        return response


class Schema(OpenApiSchema):
    """schemathesis's schema with our transport and state machine."""

    def attach(self, reset: Callable[[], None], sender: Sender) -> None:
        """Has all that is sent for the schema sent by a sender."""
        self._reset, self._sender = reset, sender

    @property
    def transport(self) -> Sender:
        """What its cases are sent by."""
        return self._sender

    def build_state_machine(self, **kwargs: Any) -> type[APIStateMachine]:
        """The machine of the specification's links, in which each scenario begins anew."""
        reset, machine = self._reset, super().build_state_machine(**kwargs)

        class Fresh(machine):  # type: ignore[valid-type,misc]
            """Each scenario begins in the first state; a step that is not planned is left out."""

            def __init__(self) -> None:
                reset()
                super().__init__()

            def __init_subclass__(
                cls,
            ) -> None:  # the engine's own, of which `step` is the outermost
                super().__init_subclass__()
                cls.step = _leaving_out(cls.step)

        return Fresh


def _leaving_out(step: Callable[..., StepOutput | None]) -> Callable[..., StepOutput | None]:
    """A step of a scenario that does nothing where its request is not planned.

    An error would end the phase, and a rejection the scenario with all that it has created.
    """

    def planned(self: Any, input: StepInput) -> StepOutput | None:  # noqa: A002 # as it is called
        try:
            return step(self, input)
        except NotPlanned:
            if self.recorder.find_response(case_id=input.case.id) is None:
                self.recorder.forget_case(case_id=input.case.id)
            return None

    return planned
