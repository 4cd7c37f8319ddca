"""Draws a lifecycle as a state diagram in Mermaid's language, from the table that judges it.

GitHub, GitLab and most editors show such text as a picture.
"""

import re
from collections.abc import Iterator

from contract_kit.model.lifecycle import Lifecycle, Mined

_END = "[*]"  # both the beginning and the end
_PLAIN = re.compile("[A-Za-z][A-Za-z0-9_]*")
_WORDS = frozenset(  # of Mermaid's language, which no state can have as its name
    (
        *("state", "as", "note", "end", "direction", "default", "scale", "hide", "click", "href"),
        *("class", "classDef", "style", "accTitle", "accDescr", "TB", "BT", "LR", "RL"),
    )
)
_ENTITIES = str.maketrans({'"': "#quot;", "#": "#35;", ";": "#59;"})
_STRANGE = "not in the table"


def mermaid(lifecycle: Lifecycle, mined: Mined | None = None) -> str:
    """The diagram as text, with a line feed at the end.

    With what jobs were seen to do each move says how often it was seen, 0 times included, and moves
    that the table does not have are drawn and marked.
    """
    moves = list(_moves(lifecycle, mined))
    named = (state for old, new, _ in moves for state in (old, new) if state != _END)
    states = list(dict.fromkeys((*lifecycle.states, *named)))
    names = {_END: _END, **{state: _name(state, n) for n, state in enumerate(states, 1)}}
    lines = ["stateDiagram-v2"]
    lines += [
        f'    state "{_text(state)}" as {names[state]}' for state in states if names[state] != state
    ]
    lines += [f"    {names[old]} --> {names[new]}{told}" for old, new, told in moves]
    return "\n".join(lines) + "\n"


def _moves(lifecycle: Lifecycle, mined: Mined | None) -> Iterator[tuple[str, str, str]]:
    """From, to, and what is said of it; a job begins and ends at `[*]`."""
    told = [
        *((_END, state) for state in lifecycle.initial),
        *((old, new) for old, follow in lifecycle.moves.items() for new in follow),
        *((state, _END) for state in lifecycle.terminal),
    ]
    if mined is None:
        yield from ((old, new, "") for old, new in told)
        return
    seen = {
        **{(_END, state): count for state, count in mined.first.items()},
        **mined.moves,
        **{(s, _END): count for s, count in mined.last.items() if s in lifecycle.terminal},
    }
    yield from ((old, new, f" : {seen.get((old, new), 0)}") for old, new in told)
    for (old, new), count in seen.items():
        if (old, new) not in told:
            yield old, new, f" : {count}, {_STRANGE}"


def _name(state: str, n: int) -> str:
    """The state itself where Mermaid takes it as a name, else one that no state has."""
    return state if _PLAIN.fullmatch(state) and state not in _WORDS else f"_{n}"


def _text(state: str) -> str:
    """A state as a label: printable, on one line, with Mermaid's entities for its own marks."""
    shown = "".join(char if char.isprintable() else " " for char in state)
    return shown.translate(_ENTITIES) or " "
