"""Which records a delete job means."""

import operator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.emulator.zuora_custom_objects.conftest import JOBS, Tenant, code, request

OPERATORS = {
    "EQ": operator.eq,
    "GT": operator.gt,
    "LT": operator.lt,
    "GE": operator.ge,
    "LE": operator.le,
}
CONDITIONS = st.one_of(
    st.tuples(st.just("age"), st.sampled_from(sorted(OPERATORS)), st.integers(15, 60)),
    st.tuples(st.just("age"), st.sampled_from(sorted(OPERATORS)), st.floats(15, 60)),
    st.tuples(st.just("fare"), st.sampled_from(sorted(OPERATORS)), st.floats(100, 330)),
    st.tuples(
        st.just("name"),
        st.sampled_from(sorted(OPERATORS)),
        st.one_of(
            st.text(st.characters(codec="utf-8")), st.integers(0, 25).map("Passenger {}".format)
        ),
    ),
    st.tuples(st.just("member"), st.sampled_from(sorted(OPERATORS)), st.booleans()),
)


@given(st.lists(CONDITIONS, min_size=1, max_size=2))
def test_those_are_deleted_that_meet_all_conditions(
    any_tenant: Tenant, conditions: list[tuple[str, str, Any]]
) -> None:
    any_tenant.emulator.reset()
    before = any_tenant.passengers()
    met = {
        record_id
        for record_id, fields in before.items()
        if all(OPERATORS[word](fields[name], value) for name, word, value in conditions)
    }
    job = any_tenant.show(any_tenant.submit("delete", *conditions))
    assert (job["status"], job["recordsProcessed"]) == ("completed", len(met))
    assert any_tenant.passengers() == {k: v for k, v in before.items() if k not in met}


@pytest.mark.parametrize(
    ("condition", "deleted"),
    [
        (("CreatedDate", "LT", "2019-01-01T00:00:00.000Z"), 3),
        (("CreatedDate", "LE", "2018-10-18T22:00:00Z"), 1),
        (("CreatedDate", "LT", "2018-10-18T22:00:00Z"), 0),
        (("CreatedDate", "EQ", "2018-10-19T00:00:00+02:00"), 1),
        (("UpdatedDate", "GE", "2020-05-10"), 1),
        (("CreatedById", "EQ", "7b39d73f-22e6-404a-b8e7-894f7620e91c"), 20),
        (("Id", "EQ", ""), 0),
        (("age", "LT", 10**400), 20),
        (("age", "GT", -(10**40)), 20),
        (("age", "EQ", 18.0), 1),
        (("member", "EQ", True), 7),
    ],
)
def test_a_condition_is_on_any_field(tenant: Tenant, condition: Any, deleted: int) -> None:
    assert tenant.show(tenant.submit("delete", condition))["recordsProcessed"] == deleted


def test_without_a_filter_all_records_are_deleted(tenant: Tenant) -> None:
    assert tenant.show(tenant.submit("delete"))["recordsProcessed"] == 20
    assert tenant.passengers() == {}


def test_a_field_that_is_null_meets_no_condition(tenant: Tenant) -> None:
    tenant.write("create", "name,age\nNew,\n")
    for word in OPERATORS:
        tenant.show(tenant.submit("delete", ("age", word, 18)))
    assert tenant.ages() == [None]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        (("size", "EQ", 1), 71013321),
        (("Age", "EQ", 1), 71013321),
        (("age", "EQ", "18"), 71013320),
        (("age", "EQ", True), 71013320),
        (("fare", "EQ", "x"), 71013320),
        (("member", "EQ", 1), 71013320),
        (("name", "EQ", 1), 71013320),
        (("CreatedDate", "LT", 2020), 71013320),
        (("CreatedDate", "LT", "yesterday"), 71013320),
        (("CreatedDate", "LT", "2020-02-30T00:00:00Z"), 71013320),
        (("age", "NE", 1), 71013020),
        (("age", "EQ", None), 71013020),
    ],
)
def test_a_condition_that_does_not_fit_the_fields_is_refused(
    tenant: Tenant, condition: Any, expected: int
) -> None:
    assert code(tenant.ask("POST", JOBS, request("delete", condition))) == (400, expected)
