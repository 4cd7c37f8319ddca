"""The table of a lifecycle, asked; and what was mined, added up."""

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from contract_kit.model.lifecycle import Lifecycle, Mined
from tests.model.laws import law

LIFE = Lifecycle(
    at="/data/*",
    id="/id",
    state="/state",
    initial=("queued",),
    terminal=("done",),
    moves={"queued": ("running", "lost"), "running": ("paused", "done"), "paused": ("running",)},
)
words = st.sampled_from(["queued", "running", "done"])
counts = st.integers(1, 9)
mined = st.builds(
    Mined,
    st.dictionaries(words, counts),
    st.dictionaries(st.tuples(words, words), counts),
    st.dictionaries(words, counts),
)


def test_the_states_begin_with_the_first_and_end_with_the_last() -> None:
    assert LIFE.states == ("queued", "running", "paused", "lost", "done")
    assert all(map(LIFE.knows, LIFE.states))
    assert not LIFE.knows("Queued")
    assert not LIFE.knows(None)


def test_moves_lead_on_over_others_and_around() -> None:
    assert LIFE.leads("queued", "done")
    assert LIFE.leads("paused", "paused")
    assert not LIFE.leads("running", "queued")
    assert not LIFE.leads("done", "done")
    assert not LIFE.leads("nowhere", "queued")


def test_a_lifecycle_is_named_by_who_shows_its_jobs_or_starts_them() -> None:
    def named(**said: object) -> str:
        return Lifecycle("/*", "/id", "/state", (), (), {}, **said).name  # type: ignore[arg-type]

    assert named(shown_by="show", started_by=("start",)) == "show /state"
    assert named(started_by=("start", "again")) == "start,again /state"
    assert named() == "/id /state"


@law
@given(mined, mined, mined)
def test_what_was_mined_is_a_commutative_monoid(one: Mined, two: Mined, three: Mined) -> None:
    assert one + two == two + one
    assert (one + two) + three == one + (two + three)
    assert one + Mined() == one
    assert Counter((one + two).moves) == Counter(one.moves) + Counter(two.moves)
