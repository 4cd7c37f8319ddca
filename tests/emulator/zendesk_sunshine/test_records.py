"""Records and the index by which the search finds them."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_kit.emulator.zendesk_sunshine.records import by_id, kind_and_text, patch
from tests.emulator.zendesk_sunshine.conftest import Account, Library, Stored

KEYS = st.sampled_from(["a", "b", "a.b", "*", ""])
SCALARS = (
    st.none()
    | st.booleans()
    | st.sampled_from([0, -0.0, 1, 1.0, 0.5, 10**20, 2**63, 1e300])
    | st.sampled_from(["", "a", "ab", "A", "1", "true", "ä", "\0", "a\0b"])
)
VALUES = st.recursive(
    SCALARS,
    lambda children: st.lists(children, max_size=2) | st.dictionaries(KEYS, children, max_size=2),
    max_leaves=4,
)
ATTRIBUTES = st.dictionaries(KEYS, VALUES, max_size=3)
CHANGES = st.lists(st.tuples(st.integers(0, 3), st.none() | ATTRIBUTES), max_size=6)


def index_of(account: Account) -> set[tuple[Any, ...]]:
    """Every posting with its term, and with the record that it should belong to."""
    rows = account.state.rows(
        "SELECT t.path, t.kind, t.value, r.attributes, r.type"
        " FROM posting AS p JOIN term AS t ON t.id = p.term"
        " JOIN record AS r"
        " ON (r.seq, r.created, r.updated) = (p.record, p.created, p.updated)"
    )
    (postings,) = account.state.rows("SELECT count(*) FROM posting")
    assert postings[0] == len(rows)
    return {tuple(row) for row in rows}


@given(first=st.lists(ATTRIBUTES, min_size=4, max_size=4), changes=CHANGES)
def test_the_index_is_that_of_the_records_as_they_are_now(
    library: Library, first: list[Any], changes: list[Any]
) -> None:
    now = dict(enumerate(first))
    ids = library.fill(Stored(attributes) for attributes in first)
    for number, attributes in changes:
        if number in now and attributes is None:
            library.remove(ids[number])
            del now[number]
        elif number in now:
            stored = by_id(library.account.state, ids[number])
            assert stored is not None
            patch(library.account.state, stored, attributes, 7)
            now[number] = attributes
    changed, terms = index_of(library.account), library.account.state.sizes()["term"]
    library.fill(Stored(attributes) for attributes in now.values())
    assert changed == index_of(library.account)
    assert terms == library.account.state.sizes()["term"]


@pytest.mark.parametrize(
    ("one", "other"), [(1, 1.0), (0, -0.0), (10**20, 1e20), (-3, -3.0), (2**53, 2.0**53)]
)
def test_equal_numbers_have_one_text(one: Any, other: Any) -> None:
    assert kind_and_text(one) == kind_and_text(other)


@pytest.mark.parametrize(
    ("one", "other"), [(1, True), (0, False), (1, "1"), (True, "true"), (2**53 + 1, 2.0**53)]
)
def test_what_differs_has_another_text_or_kind(one: Any, other: Any) -> None:
    assert kind_and_text(one) != kind_and_text(other)


def test_a_record_never_changes_before_it_was_created(library: Library) -> None:
    library.fill([Stored({}, created=5_000, updated=3_000)])
    (record,) = library.account.found({})
    assert record["updated_at"] == record["created_at"] == "1970-01-01T00:00:05.000Z"
