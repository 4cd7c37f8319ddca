"""What breaks `keeps_its_statuses`, and what comes close and keeps it."""

from collections.abc import Sequence

from tests.rules.comparisons import compared
from tests.rules.examples.example import Example
from tests.rules.shop import SHOP, answer


def examples() -> tuple[Example, ...]:
    def steps(kind: str, before: Sequence[int], now: Sequence[int], good: Sequence[int]) -> Example:
        old = [answer(status=status) for status in before]
        bad, fine = (
            compared(SHOP["createBook"], old, [answer(status=status) for status in seen])
            for seen in (now, good)
        )
        rule, last = "keeps_its_statuses", str(now[-1])
        return Example(rule, kind, "status", bad, fine, operation="createBook", status=last)

    return (
        steps("moved", [201], [200], [201]),
        steps("moved", [404], [403], [429]),
        steps("refused", [201], [422], [503]),
        steps("let-through", [404], [200], [401]),
        steps("gone-for-good", [200], [410], [200]),
        steps("added", [201], [201, 202], [201, 201]),
        steps("added", [201], [201, 409], [201, 302]),
    )
