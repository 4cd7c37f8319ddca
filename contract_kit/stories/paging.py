"""Walks the pages of a listing: asks for one after the other, as each says where the next one is.

How a page says that is the matter of `model.page`. Where a link leads to another host or operation,
or to a page already walked, the walk ends there and the story goes on with what it has: what is
wrong with the link is told by the rule that is shown the exchanges.
"""

from collections.abc import Callable, Generator
from typing import Any

from contract_kit.model.exchange import Answer, Request
from contract_kit.model.pagination import read_pagination
from contract_kit.model.walk import Walked
from contract_kit.model.walk import walk as pages_of
from contract_kit.stories.asking import Line
from contract_kit.stories.expressions import body_of
from contract_kit.stories.story import Paging, Played, Step

Judge = Callable[[Answer], None]


def walk(
    line: Line, step: Step, paging: Paging, request: Request, judge: Judge
) -> Generator[Played, None, tuple[Answer, dict[str, Any]]]:
    """Plays the pages of a step; the last answer, and the outputs `last`, `items` and `pages`.

    `judge` raises where an answer is not what the step expects. Items and pages are those of the
    way forth, also where the walk goes back again.
    """
    walked = yield from _asked(line, step, paging, request, judge)
    _, last = (*walked.forth, *walked.back)[-1]
    items = [item for page, _ in walked.forth for item in page.items or ()]
    return last, {"last": body_of(last), "items": items, "pages": len(walked.forth)}


def _asked(
    line: Line, step: Step, paging: Paging, request: Request, judge: Judge
) -> Generator[Played, None, Walked]:
    pagination = read_pagination(paging.pagination, line.contract.operations[step.operation].path)
    walking = pages_of(pagination, request, paging.pages, back=paging.way == "both")
    asked, number = next(walking), 1
    while True:
        exchange = line.ask(asked)
        yield Played(step.id, step.operation, number, exchange)
        judge(exchange.answer)
        try:
            asked, number = walking.send(exchange.answer), number + 1
        except StopIteration as end:
            walked: Walked = end.value
            return walked
