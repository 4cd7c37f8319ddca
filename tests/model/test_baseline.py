"""A baseline learns each recording once, in whichever order they come."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_kit.model.baseline import Baseline, learned
from contract_kit.model.cassette import Origin
from contract_kit.model.facts import NO_FACTS, Facts, merge_facts
from tests.model import strategies
from tests.model.laws import law

TIMES = (
    "2020-06-09T22:00:00Z",
    "2020-06-10T00:00:00.500+02:00",
    "2021-01-01T00:00:00+14:00",
    "2020-12-31T23:00:00-01:00",
)
Lesson = tuple[Origin, str, str, Facts]
lessons = st.lists(
    st.tuples(
        st.sampled_from(("live", "emulator", "document")),
        st.sampled_from("abcdef"),
        st.sampled_from(TIMES),
        strategies.facts,
    ),
    max_size=4,
    unique_by=lambda lesson: lesson[:2],
)


def taught(*lessons: Lesson) -> Baseline:
    baseline = Baseline("small")
    for lesson in lessons:
        baseline = learned(baseline, *lesson)
    return baseline


@law
@given(lessons, st.data())
def test_the_order_of_recordings_does_not_matter(seen: list[Lesson], data: st.DataObject) -> None:
    assert taught(*data.draw(st.permutations(seen))) == taught(*seen)


@law
@given(lessons, st.data())
def test_a_recording_is_learned_once(seen: list[Lesson], data: st.DataObject) -> None:
    again = data.draw(st.lists(st.sampled_from(seen), max_size=3)) if seen else []
    assert taught(*seen, *again) == taught(*seen)


@law
@given(strategies.facts, strategies.facts, strategies.facts)
def test_origins_are_kept_apart(a: Facts, b: Facts, c: Facts) -> None:
    baseline = taught(
        ("live", "a", TIMES[0], a), ("emulator", "a", TIMES[0], b), ("live", "b", TIMES[0], c)
    )
    assert baseline.pasts.keys() == {"live", "emulator"}
    assert baseline.pasts["live"].facts == merge_facts(a, c)
    assert baseline.pasts["live"].recordings == {"a", "b"}
    assert baseline.pasts["emulator"].facts == b


def test_it_knows_from_when_to_when_whatever_the_zone() -> None:
    past = taught(*(("live", str(n), at, NO_FACTS) for n, at in enumerate(TIMES))).pasts["live"]
    assert past.since == "2020-06-09T22:00:00Z"
    assert past.until == "2021-01-01T00:00:00Z"


@pytest.mark.parametrize("at", ["", "yesterday", "2020-06-09T22:00:00", "2020-06-09"])
def test_what_is_no_moment_is_refused(at: str) -> None:
    with pytest.raises(ValueError, match=r"zone|isoformat"):
        taught(("live", "a", at, NO_FACTS))
