"""Honest differences are honest: all stories come to their ends, and nothing breaks a promise."""

from random import Random

import pytest

from benchmarks.drift import unseen
from benchmarks.drift.honest import DIFFERENCES, Difference, mixed
from benchmarks.drift.resources import SUNSHINE, SUPPORT, ZUORA
from benchmarks.drift.trial import varied
from tests.benchmarks.logs import play, project, quiet

APIS = (SUNSHINE, SUPPORT, ZUORA)


@pytest.mark.parametrize(
    ("number", "one"), list(enumerate(DIFFERENCES)), ids=[one.name for one in DIFFERENCES]
)
def test_a_difference_breaks_no_story_and_no_promise(number: int, one: Difference) -> None:
    apis = sorted(one.apis) or APIS
    api = apis[number % len(apis)]  # in turn, each run takes its time
    assert quiet(varied(project(), api, Random(number), (one,), play))


@pytest.mark.parametrize("seed", range(3))
def test_another_shop_breaks_no_story_and_no_promise(seed: int) -> None:
    assert quiet(unseen.shop_varied(project(), Random(seed), command=play))


def test_every_difference_is_drawn_and_no_two_runs_need_be_alike() -> None:
    drawn = [mixed(Random(seed), api) for api in APIS for seed in range(60)]
    assert len(DIFFERENCES) >= 15
    assert {one.name for some in drawn for one in some} == {one.name for one in DIFFERENCES}
    assert len(set(drawn)) > 100
