"""Another status of a step is told by its sort; what says nothing of the request is not."""

from collections.abc import Sequence

import pytest

from contract_kit.model.exhibit import Comparison
from contract_kit.rules.keeps_its_statuses import judge
from tests.rules.comparisons import compared, facts_from
from tests.rules.shop import SHOP, answer


def told(before: Sequence[int], now: Sequence[int]) -> list[tuple[str, str, str]]:
    answers = ([answer(status=status) for status in seen] for seen in (before, now))
    found = judge(compared(SHOP["createBook"], *answers))
    return [(finding.kind, finding.status, finding.expected) for finding in found]


@pytest.mark.parametrize(
    ("before", "now", "expected"),
    [
        ([201], [201], []),
        ([201, 202], [202], []),
        ([201], [200], [("moved", "200", "201")]),
        ([201, 201, 202], [200], [("moved", "200", "201, 202")]),
        ([404], [403, 403], [("moved", "403", "404")]),
        ([201], [422], [("refused", "422", "201")]),
        ([201, 409], [422], [("moved", "422", "201, 409")]),
        ([404], [201], [("let-through", "201", "404")]),
        ([200, 404], [410], [("gone-for-good", "410", "200, 404")]),
        ([201], [201, 404], [("added", "404", "201")]),
    ],
)
def test_a_status_that_never_was_is_told(
    before: Sequence[int], now: Sequence[int], expected: list[object]
) -> None:
    assert told(before, now) == expected


@pytest.mark.parametrize("status", [401, 408, 429, 503])
def test_what_the_day_brings_is_no_change(status: int) -> None:
    assert told([201], [status]) == []


@pytest.mark.parametrize("status", [204, 302, 500])
def test_an_undocumented_status_is_told_by_others(status: int) -> None:
    assert told([201], [status]) == []


def test_statuses_of_one_class_and_sort_are_one_cause() -> None:
    assert told([201], [422, 409]) == [("refused", "409", "201")]


def test_only_the_same_step_is_compared() -> None:
    operation = SHOP["createBook"]
    before = facts_from(operation, [answer(status=201)], step="create")
    now = facts_from(operation, [answer(status=422)], step="create-nothing")
    assert list(judge(Comparison("small", SHOP, before, now))) == []


def test_the_message_says_step_and_story() -> None:
    seen = ([answer(status=201)], [answer(status=200)])
    (finding,) = judge(compared(SHOP["createBook"], *seen, step="create"))
    assert finding.message == "step create of story story was answered 201, now 200"
    assert (finding.pointer, finding.operation) == ("status", "createBook")
