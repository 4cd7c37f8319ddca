"""Times as APIs write them, compared as far as they can be."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_kit.model.instant import instant, is_before, span
from tests.model.laws import law, values

SECOND = "2026-05-04T10:00:00Z"
times = st.datetimes().map(str) | st.sampled_from([SECOND, "0001-01-01T00:00+14:00"]) | values


@pytest.mark.parametrize(
    "text",
    [
        "2026-05-04T10:00:00Z",
        "2026-05-04 10:00:00 UTC",
        "2026-05-04T10:00:00.999999999z",
        "2026-05-04T12:00+0200",
        "2026-05-04 05:00:00 -05:00",
    ],
)
def test_one_second_has_many_forms(text: str) -> None:
    assert instant(text) == instant(SECOND)
    assert not is_before(text, SECOND)
    assert not is_before(SECOND, text)
    assert is_before("2026-05-04T09:59:59Z", text)


@pytest.mark.parametrize(
    "value", ["2026-05-04", "20260504", "10:00", "2026-13-04T10:00Z", "soon", "", 5, None, [], True]
)
def test_what_names_no_second_is_none(value: object) -> None:
    assert instant(value) is None


def test_what_cannot_be_compared_is_not_before() -> None:
    early = "2020-01-01T00:00:00"
    assert not is_before(early, SECOND)  # a clock without a zone
    assert is_before(early, "2020-01-01T00:00:01")
    assert not is_before("2020-01-01", SECOND)
    assert not is_before(1, SECOND)
    assert not is_before(False, True)
    assert is_before(1577836800, 1577836801.5)


@law
@given(times, times)
def test_of_two_values_at_most_one_is_before_the_other(one: object, other: object) -> None:
    assert not (is_before(one, other) and is_before(other, one))
    assert not is_before(one, one)


@pytest.mark.parametrize(
    ("text", "hours"), [("PT24H", 24), ("P1D", 24), ("P1DT30M", 24.5), ("P1M", 744), ("", 0)]
)
def test_a_duration_is_as_long_as_it_can_be(text: str, hours: float) -> None:
    assert span(text).total_seconds() == hours * 3600


def test_a_duration_beyond_measure_is_the_longest() -> None:
    assert span("P99999999999D").days == 999999999
