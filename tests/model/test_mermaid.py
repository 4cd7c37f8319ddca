"""Lifecycles as pictures: what the table has, what was seen, and what only was seen."""

from hypothesis import given
from hypothesis import strategies as st

from contract_kit.model.lifecycle import Lifecycle, Mined
from contract_kit.model.mermaid import mermaid
from tests.model.laws import law

LIFE = Lifecycle(
    at="/data",
    id="/id",
    state="/state",
    initial=("queued",),
    terminal=("done", "failed"),
    moves={"queued": ("in_progress", "failed"), "in_progress": ("done",)},
)


def test_a_table_is_drawn_move_by_move() -> None:
    assert mermaid(LIFE) == (
        "stateDiagram-v2\n"
        "    [*] --> queued\n"
        "    queued --> in_progress\n"
        "    queued --> failed\n"
        "    in_progress --> done\n"
        "    done --> [*]\n"
        "    failed --> [*]\n"
    )


def test_what_was_seen_is_counted_and_what_the_table_has_not_is_marked() -> None:
    seen = Mined(
        {"queued": 3, "done": 1},
        {("queued", "in_progress"): 3, ("in_progress", "on hold"): 1},
        {"done": 2, "in_progress": 4},
    )
    assert mermaid(LIFE, seen) == (
        "stateDiagram-v2\n"
        '    state "on hold" as _5\n'
        "    [*] --> queued : 3\n"
        "    queued --> in_progress : 3\n"
        "    queued --> failed : 0\n"
        "    in_progress --> done : 0\n"
        "    done --> [*] : 2\n"
        "    failed --> [*] : 0\n"
        "    [*] --> done : 1, not in the table\n"
        "    in_progress --> _5 : 1, not in the table\n"
    )


def test_states_that_mermaid_has_words_or_signs_for_are_labels() -> None:
    odd = ("end", 'say "hi"; #1', "a\nb", "état", "")
    life = Lifecycle("", "/id", "/state", odd[:1], odd[-1:], {odd[0]: odd[1:]})
    text = mermaid(life)
    assert '    state "end" as _1\n' in text
    assert '    state "say #quot;hi#quot;#59; #35;1" as _2\n' in text
    assert '    state "a b" as _3\n' in text
    assert '    state "état" as _4\n' in text
    assert "    _5 --> [*]\n" in text


@law
@given(st.dictionaries(st.text(max_size=5), st.lists(st.text(max_size=5)).map(tuple), max_size=4))
def test_any_table_has_one_line_for_each_move(moves: dict[str, tuple[str, ...]]) -> None:
    text = mermaid(Lifecycle("", "/id", "/state", (), (), moves))
    assert sum(" --> " in line for line in text.split("\n")) == sum(map(len, moves.values()))
    assert text.isprintable() or set(filter(lambda char: not char.isprintable(), text)) == {"\n"}
