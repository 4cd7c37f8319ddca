"""Plays a story against a target, one exchange after the other, and says where it stopped."""

from collections.abc import Generator, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from contract_kit.model.contract import Contract, Effect
from contract_kit.model.errors import Mistake
from contract_kit.model.exchange import Answer
from contract_kit.model.pointer import select
from contract_kit.model.target import Target, Transport
from contract_kit.stories.asking import Line, can_log_in, request_of
from contract_kit.stories.conditions import Undecidable, expressions_of, holds, observed, place_of
from contract_kit.stories.expressions import Missing, Scope, evaluate
from contract_kit.stories.owing import Owes, owed
from contract_kit.stories.paging import walk
from contract_kit.stories.polling import poll
from contract_kit.stories.story import (
    Event,
    Played,
    Polling,
    Skipped,
    Step,
    Stopped,
    Story,
    Unexpected,
    Wait,
)

_EFFECTS: tuple[Effect, ...] = ("read", "write", "destroy")


def play(  # noqa: PLR0913 # what is optional goes by its name
    story: Story,
    contract: Contract,
    target: Target,
    transport: Transport,
    inputs: Mapping[str, Any],
    *,
    wait: Wait,
    go_on: bool = False,
    most_polls: int | None = None,
    owes: Owes | None = None,
) -> Iterator[Event]:
    """Plays the steps in their order; every exchange comes as soon as its answer is there.

    `inputs` has at least `run`; what the story does not name is not looked at. `wait` gets the
    seconds between two polls, never on loopback. Where a step's answer is not what it expects, the
    last value is a `Stopped`; told to `go_on`, the story plays what can be played without it.
    `most_polls` bounds what a step polls, if that is less than the step itself says. `owes` is told
    before each step what there is to clean up. A step whose material an earlier answer did not have
    is `Skipped` in a story that only reads or goes on, and stops any other. Raises `Mistake` where
    the inputs do not fit, and `CouldNotLook` where the network fails.
    """
    stage = _Stage(
        line=Line(contract, target, transport.session()),
        only_reads=effect_of(story, contract) == "read",
        goes_on=go_on,
        wait=wait,
        most_polls=most_polls,
    )
    scope = Scope(_inputs(story, inputs))
    for step in story.steps:
        if owes is not None:
            owes(owed(stage.line, story, scope))
        reason = _reason_to_skip(stage, step, scope)
        if reason is not None:
            yield reason
            continue
        try:
            outputs = yield from _play(stage, step, scope)
        except Unexpected as found:
            yield _stopped(step, found)
            if not go_on:
                return
            outputs = {}
        scope = replace(scope, outputs={**scope.outputs, step.id: outputs})


def effect_of(story: Story, contract: Contract) -> Effect:
    """What a story does at worst: the effect of the worst of its steps."""
    effects = {contract.operations[step.operation].effect for step in story.steps}
    return max(effects, key=_EFFECTS.index)


@dataclass(frozen=True, slots=True)
class _Stage:
    """What all steps of a story have in common."""

    line: Line
    only_reads: bool
    goes_on: bool
    wait: Wait
    most_polls: int | None

    @property
    def forgives(self) -> bool:
        """Whether a step may be without its material."""
        return self.only_reads or self.goes_on


def _inputs(story: Story, inputs: Mapping[str, Any]) -> Mapping[str, Any]:
    """What is given, and the defaults of the rest; raises `Mistake` where that does not fit."""
    given = {**story.defaults, **inputs}
    for breach in story.inputs.breaches(given):
        raise Mistake(f"{story.file}, workflow {story.name}, inputs: {breach.message}")
    return given


def _reason_to_skip(stage: _Stage, step: Step, scope: Scope) -> Skipped | None:
    if not can_log_in(stage.line.target, step.login):
        detail = f"the user {step.login!r} is the emulator's"
        return Skipped(step.id, step.operation, "credentials", detail)
    if stage.forgives:
        try:
            request_of(stage.line, step, scope)
        except Missing as missing:
            return Skipped(step.id, step.operation, "no-data", str(missing))
    return None


def _stopped(step: Step, found: Unexpected) -> Stopped:
    return Stopped(step.id, step.operation, found.expected, found.came, found.place, found.endless)


def _play(
    stage: _Stage, step: Step, scope: Scope
) -> Generator[Played | Stopped, None, Mapping[str, Any]]:
    """Plays the exchanges of a step, and gives its outputs; raises `Unexpected`.

    A story that goes on tells of the first answer that was not as expected, and uses it all the
    same.
    """
    unexpected: list[Unexpected] = []

    def judge(answer: Answer) -> None:
        try:
            _judge(step, replace(scope, answer=answer))
        except Unexpected as found:
            if not stage.goes_on:
                raise
            unexpected.append(found)

    try:
        request = request_of(stage.line, step, scope)
    except Missing as missing:
        raise Unexpected("something to send", str(missing)) from None
    more: Mapping[str, Any] = {}
    if step.paging:
        answer, more = yield from walk(stage.line, step, step.paging, request, judge)
    elif step.polling:
        polling = _bounded(step.polling, stage.most_polls)
        answer, more = yield from poll(stage.line, step, polling, request, stage.wait)
        if not stage.only_reads:  # a job that somebody else has started may take its time
            _judge_end(polling, more["last"])
        judge(answer)
    else:
        exchange = stage.line.ask(request)
        yield Played(step.id, step.operation, 1, exchange)
        answer = exchange.answer
        judge(answer)
    if unexpected:
        yield _stopped(step, unexpected[0])
    return {**more, **_outputs(step, replace(scope, answer=answer), lenient=stage.forgives)}


def _bounded(polling: Polling, most: int | None) -> Polling:
    return polling if most is None else replace(polling, polls=min(most, polling.polls))


def _judge(step: Step, scope: Scope) -> None:
    for criterion in step.criteria:
        place = place_of(expressions_of(criterion))
        try:
            held = holds(criterion, scope)
        except Undecidable as reason:
            raise Unexpected(criterion.text, str(reason), place) from None
        if not held:
            raise Unexpected(criterion.text, observed(criterion, scope), place)


def _judge_end(polling: Polling, last: Any) -> None:
    """An answer that has a state at all has one that the polling was to end with."""
    state = next(select(last, polling.state), None)
    if state is not None and state not in polling.until:
        expected = f"{' or '.join(polling.until)} within {polling.polls} polls"
        raise Unexpected(expected, str(state), endless=True)


def _outputs(step: Step, scope: Scope, *, lenient: bool) -> Mapping[str, Any]:
    """The outputs of a step, all of them unless it is lenient."""
    outputs = {}
    for name, found in step.outputs.items():
        try:
            outputs[name] = evaluate(found, scope)
        except Missing as missing:
            if not lenient:
                place = place_of([found])
                raise Unexpected(f"the output {name}", str(missing), place) from None
    return outputs
