"""What an issue remembers comes back as it was, whatever stands around it."""

from hypothesis import given
from hypothesis import strategies as st

from contract_kit.model.notice import Notice, Sight, read, written
from tests.model.laws import law

_TEXT = st.text()
_SIGHTS = st.builds(Sight, _TEXT, st.lists(_TEXT, max_size=3).map(tuple))
_NOTICES = st.builds(
    Notice,
    _TEXT,
    _TEXT,
    _TEXT,
    st.dictionaries(_TEXT, _TEXT, max_size=3),
    st.dictionaries(_TEXT, _SIGHTS, max_size=3),
)


@law
@given(_NOTICES, _TEXT)
def test_a_notice_comes_back_with_its_text(notice: Notice, text: str) -> None:
    assert read(written(notice, text)) == (notice, text)


@law
@given(_NOTICES, st.sampled_from(["{}", '{"key": 1}', "[1]", "{"]))
def test_nothing_in_a_notice_ends_the_comment_that_hides_it(notice: Notice, fake: str) -> None:
    first, _, _ = written(notice, fake).partition("\n")
    assert first.index("-->") == len(first) - 3


@law
@given(_TEXT)
def test_what_is_no_notice_is_none(text: str) -> None:
    assert read(text) is None
    assert read(f"<!-- contract-kit {{{text}}} -->") is None
