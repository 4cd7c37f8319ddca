"""The life of a job: its states, the moves between them, and what each state carries.

The table is what a specification says in `x-lifecycle`; pointers are relative to the job.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from contract_kit.model.remembering import remembered

_Key = TypeVar("_Key", str, tuple[str, str])


@dataclass(frozen=True)
class Lifecycle:
    """The lifecycle of the jobs that lie at `at` in an answer's body (`*` = any item).

    `id` and `state` are pointers in the job. `moves` names for each state those that may follow,
    skips included that slow polling makes legal. `present` and `null` name by state what a job has,
    or has as null. `order` are times of which none is before the one in front of it, `immutable`
    members that never change, `progress` and `total` counts, `lives` an ISO 8601 duration,
    `started_by` and `shown_by` operation ids.
    """

    at: str
    id: str
    state: str
    initial: tuple[str, ...]
    terminal: tuple[str, ...]
    moves: Mapping[str, tuple[str, ...]]
    present: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    null: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    order: tuple[str, ...] = ()
    immutable: tuple[str, ...] = ()
    progress: str = ""
    total: str = ""
    lives: str = ""
    started_by: tuple[str, ...] = ()
    shown_by: str = ""

    @property
    @remembered
    def states(self) -> tuple[str, ...]:
        """Every state that the table knows, initial ones first, terminal ones last."""
        named = [*self.initial, *self.moves, *(s for to in self.moves.values() for s in to)]
        early = [state for state in named if state not in self.terminal]
        return tuple(dict.fromkeys((*early, *self.terminal)))

    @property
    @remembered
    def name(self) -> str:
        """The same for every answer that shows such jobs: who shows or starts them, their state.

        >>> Lifecycle("/data/*", "/id", "/state", (), (), {}, shown_by="showJob").name
        'showJob /state'
        """
        return f"{self.shown_by or ','.join(self.started_by) or self.id} {self.state}"

    def knows(self, state: str | None) -> bool:
        """Whether the table has a state."""
        return state in self.moves or state in self.terminal or state in self.states

    def leads(self, here: str, there: str) -> bool:
        """Whether moves lead from one state to another, over others if need be."""
        known, ahead = set(), [here]
        while ahead:
            for state in self.moves.get(ahead.pop(), ()):
                if state == there:
                    return True
                if state not in known:
                    known.add(state)
                    ahead.append(state)
        return False


@dataclass(frozen=True, slots=True)
class Mined:
    """What jobs were seen to do, as counts: first states, moves (from, to), last states seen.

    A monoid as shapes are: `+` adds the counts, `Mined()` is nothing.
    """

    first: Mapping[str, int] = field(default_factory=dict)
    moves: Mapping[tuple[str, str], int] = field(default_factory=dict)
    last: Mapping[str, int] = field(default_factory=dict)

    def __add__(self, other: "Mined") -> "Mined":
        return Mined(
            _added(self.first, other.first),
            _added(self.moves, other.moves),
            _added(self.last, other.last),
        )


def _added(one: Mapping[_Key, int], other: Mapping[_Key, int]) -> dict[_Key, int]:
    return dict(sorted((Counter(one) + Counter(other)).items()))
