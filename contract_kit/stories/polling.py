"""Follows a job to its end: asks again until the answer's state is final, as often as allowed."""

from collections.abc import Generator
from typing import Any

from contract_kit.model.errors import CouldNotLook
from contract_kit.model.exchange import Answer, Exchange, Request
from contract_kit.model.limits import retry_after
from contract_kit.model.pointer import select
from contract_kit.stories.asking import Line
from contract_kit.stories.expressions import body_of
from contract_kit.stories.story import Played, Polling, Step, Wait

_BUSY = (429, 503)
_LONGEST = 300.0  # seconds that a vendor may ask to wait in all before a job has ended


def poll(
    line: Line, step: Step, polling: Polling, request: Request, wait: Wait
) -> Generator[Played, None, tuple[Answer, dict[str, Any]]]:
    """Plays the polls of a step; the last answer, and the outputs `last` and `states`.

    An answer without a state ends the polling, unless it says that the server is busy.
    """
    states: list[Any] = []
    waited = 0.0
    for number in range(1, polling.polls + 1):
        exchange = line.ask(request)
        yield Played(step.id, step.operation, number, exchange)
        answer = exchange.answer
        state = next(select(body_of(answer), polling.state), None)
        if state is not None:
            states.append(state)
        if state in polling.until or (state is None and answer.status not in _BUSY):
            break
        if number < polling.polls and not line.target.loopback:
            pause, waited = _pause(exchange, polling.every, waited)
            wait(pause)
    return answer, {"last": body_of(answer), "states": states}


def _pause(exchange: Exchange, usual: float, waited: float) -> tuple[float, float]:
    """Seconds until the next poll, and those that the vendor has asked for in all.

    What `Retry-After` says wins over the usual.
    """
    wanted = retry_after(exchange.answer.headers)
    if wanted is None:
        return usual, waited
    if waited + wanted > _LONGEST:
        raise CouldNotLook("quota", f"the vendor asks to wait {wanted:.0f} s for the next poll")
    return wanted, waited + wanted
