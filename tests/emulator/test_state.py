"""The state of an emulator: savepoints, transactions, numbers drawn from the seed."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from contract_kit.emulator.clock import Pace
from contract_kit.emulator.state import State

TABLES = "CREATE TABLE thing (name TEXT);"


def made(seed: int = 1) -> State:
    """A state with one prepared row."""
    return State(
        TABLES, lambda state: _add(state, f"prepared {state.draw()}"), Pace("instant"), seed
    )


def _add(state: State, name: str) -> None:
    state.run("INSERT INTO thing VALUES (?)", (name,))


def names(state: State) -> list[str]:
    return [row["name"] for row in state.rows("SELECT name FROM thing ORDER BY rowid")]


def test_a_reset_forgets_what_came_after_the_prepared_state() -> None:
    state = made()
    before, drawn = names(state), state.draw()
    _add(state, "later")
    state.clock.advance(5)
    state.reset(1, "prepared")
    assert names(state) == before
    assert state.draw() == drawn
    assert state.clock.ms == made().clock.ms


def test_another_seed_or_state_is_built_anew_and_back() -> None:
    state = made()
    first = names(state)
    state.reset(2, "prepared")
    assert len(names(state)) == 1
    assert names(state) != first
    state.reset(2, "empty")
    assert names(state) == []
    state.reset(1, "prepared")
    assert names(state) == first


def test_a_failed_transaction_leaves_nothing() -> None:
    state = made()
    before = names(state)
    with pytest.raises(ValueError, match="stop"):
        _fail_half_way(state)
    assert names(state) == before


def _fail_half_way(state: State) -> None:
    with state.transaction():
        _add(state, "half")
        with state.transaction():
            _add(state, "nested")
        raise ValueError("stop")


def test_sizes_count_the_rows_of_each_table() -> None:
    assert made().sizes() == {"thing": 1}


@given(st.integers(0, 4_102_444_800_000))
def test_a_record_id_carries_its_instant(ms: int) -> None:
    made_id = made().uuid1(ms)
    assert isinstance(made_id, UUID)
    assert made_id.version == 1
    assert made_id.variant == "specified in RFC 4122"
    assert (made_id.time - 0x01B21DD213814000) // 10_000 == ms
