"""What answers were over many recordings, beside what they are now."""

import json
from collections.abc import Iterable
from typing import Any

from contract_kit.model.contract import Operation
from contract_kit.model.exchange import Answer, Exchange, Request
from contract_kit.model.exhibit import Comparison
from contract_kit.model.facts import Facts, facts_of
from contract_kit.model.sighting import Journey, Sighting
from tests.rules.sightings import JSON, OPERATIONS

SERVER = "http://127.0.0.1:5"


def compared(
    operation: str | Operation,
    before: Iterable[Any],
    now: Iterable[Any],
    *,
    recordings: int = 20,
    step: str = "look",
) -> Comparison:
    """The facts of two lists of answers of one operation; what is no `Answer` is a JSON body.

    >>> compared("listThings", [{"data": []}], [Answer(500)]).now.answers.keys()
    dict_keys([('listThings', '500')])
    """
    found = OPERATIONS[operation] if isinstance(operation, str) else operation
    return Comparison(
        api="small",
        operations={**OPERATIONS, found.id: found},
        before=facts_from(found, before, step=step),
        now=facts_from(found, now, step=step),
        recordings=recordings,
    )


def facts_from(operation: Operation, answers: Iterable[Any], *, step: str = "look") -> Facts:
    """What one step of a story that got these answers teaches."""
    request = Request(operation.method, f"{SERVER}{operation.path}")
    seen = (
        Sighting("small", operation, Exchange(request, _answer(answer)), step=step, number=number)
        for number, answer in enumerate(answers, 1)
    )
    return facts_of(Journey("small", "story", SERVER, tuple(seen)))


def _answer(answer: Any) -> Answer:
    if isinstance(answer, Answer):
        return answer
    return Answer(200, JSON, json.dumps(answer).encode())
