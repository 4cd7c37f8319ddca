"""The shape of many values breaks what is promised exactly where one of the values does."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_kit.changes.breaches import breaches, promise_at, table
from contract_kit.model.inference import shape_of
from contract_kit.model.pointer import starred
from contract_kit.openapi.promised import promised_in
from contract_kit.openapi.schemas import compile_alone
from tests.model.laws import law

SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["id"],
    "additionalProperties": False,
    "properties": {
        "id": {"type": "string"},
        "kind": {"type": "string", "enum": ["old", "new"]},
        "size": {"type": ["integer", "null"], "minimum": 0},
        "day": {"type": "string", "format": "date"},
        "owner": {
            "anyOf": [{"type": "object", "required": ["name"]}, {"type": "null"}],
        },
        "rows": {"type": "array", "items": {"type": "object", "required": ["n"]}},
        "sums": {"type": "object", "additionalProperties": {"type": "number"}},
    },
}
KNOWN = table(promised_in(compile_alone(SCHEMA), SCHEMA))
members = {
    "id": st.just("a b") | st.integers(),
    "kind": st.sampled_from(["old", "NEW", 1]),
    "size": st.sampled_from([None, 7, -7, 7.5, "7"]),
    "day": st.sampled_from(["2020-06-09", "soon", 5]),
    "owner": st.sampled_from([None, {"name": 1}, {}]),
    "rows": st.lists(st.sampled_from([{"n": 1}, {}, 5]), max_size=3),
    "sums": st.dictionaries(st.sampled_from(["10001", "10002"]), st.sampled_from([1, 0.5, "1"])),
    "other": st.just(1),
}


@law
@given(st.fixed_dictionaries({}, optional=members))
def test_a_value_breaks_its_promises_where_it_breaks_its_schema(value: dict[str, Any]) -> None:
    wrong = {starred(breach.path) for breach in compile_alone(SCHEMA).breaches(value)}
    found = {pointer for pointer, _ in breaches(shape_of(value), KNOWN)}
    assert {starry(pointer) for pointer in found} == {starry(pointer) for pointer in wrong}


def starry(pointer: str) -> str:
    """The pointer with `*` for a key that is data."""
    return "/sums/*" if pointer.startswith("/sums/") else pointer


@pytest.mark.parametrize(
    ("path", "named"),
    [(("id",), True), (("other",), False), (("rows", "*", "n"), True), (("sums", "x"), True)],
)
def test_a_place_is_promised_by_its_name_or_with_all_of_its_kind(
    path: tuple[str, ...], *, named: bool
) -> None:
    assert (promise_at(KNOWN, path) is not None) == named
