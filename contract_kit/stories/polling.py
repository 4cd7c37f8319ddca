"""Follows a job to its end: asks again until the answer's state is final, as often as allowed."""

import re
from collections.abc import Generator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Any

from contract_kit.model.errors import CouldNotLook
from contract_kit.model.exchange import Answer, Exchange, Request, header
from contract_kit.model.pointer import select
from contract_kit.stories.asking import Line
from contract_kit.stories.expressions import body_of
from contract_kit.stories.story import Played, Polling, Step, Wait

_BUSY = (429, 503)
_LONGEST = 300.0  # seconds that a vendor may ask to wait between two polls


def poll(
    line: Line, step: Step, polling: Polling, request: Request, wait: Wait
) -> Generator[Played, None, tuple[Answer, dict[str, Any]]]:
    """Plays the polls of a step; the last answer, and the outputs `last` and `states`.

    An answer without a state ends the polling, unless it says that the server is busy.
    """
    states: list[Any] = []
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
            wait(_pause(exchange, polling.every))
    return answer, {"last": body_of(answer), "states": states}


def _pause(exchange: Exchange, usual: float) -> float:
    """Seconds until the next poll: what `Retry-After` says (RFC 9110, 10.2.3), else the usual."""
    wanted = _retry_after(exchange.answer)
    if wanted is None:
        return usual
    if wanted > _LONGEST:
        raise CouldNotLook("quota", f"the vendor asks to wait {wanted:.0f} s for the next poll")
    return wanted


def _retry_after(answer: Answer) -> float | None:
    text = (header(answer.headers, "Retry-After") or "").strip()
    if re.fullmatch("[0-9]{1,9}", text):
        return float(text)
    try:
        until = parsedate_to_datetime(text)
        since = parsedate_to_datetime(header(answer.headers, "Date") or "")
    except ValueError:
        return None
    return max(0.0, (_aware(until) - _aware(since)).total_seconds())


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
