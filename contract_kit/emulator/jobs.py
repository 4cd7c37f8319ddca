"""How jobs move on between requests, whatever a vendor calls their states.

A vendor's table `job` has at least the columns `seq` (integer primary key), `status`, `polls` (seen
in this status), `began` (this status), `created` and `updated` (milliseconds since the epoch), and
`patience`: how many times the pace's share a job stays in this status, 1 for most.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from contract_kit.emulator.clock import Pace
from contract_kit.emulator.state import Row, State

DAY_MS = 24 * 60 * 60 * 1000
_UNPOLLED_MS = 60_000  # what a missing poll counts for, so that no job stays for ever


@dataclass(frozen=True, slots=True)
class Flow:
    """The jobs of one vendor on their way.

    `moving` are the statuses that a job leaves by itself; `move` makes one move of a due job and
    gives its new row; `lives_ms` is how long after its creation a job can be seen, None for ever;
    `first` is the column whose lower value is moved first of jobs that are due together.
    """

    moving: tuple[str, ...]
    move: Callable[[State, Row], Row]
    lives_ms: int | None = None
    first: str = "seq"

    def poll(self, state: State, job: Row) -> Row:
        """The job after it was asked for once more, moved on as far as that makes it due."""
        if job["status"] not in self.moving:
            return job
        [polled] = state.rows(
            "UPDATE job SET polls = polls + 1 WHERE seq = ? RETURNING *", (job["seq"],)
        )
        return self._advance(state, polled)

    def settle(self, state: State) -> None:
        """Moves each job as far as it is due, in their order; forgets those that have expired."""
        now = state.clock.ms
        waiting = state.rows(
            f"SELECT * FROM job WHERE {self.among()} AND began <= ? - ? * patience"
            f" ORDER BY {self.first}",
            (now, longest_stay(state.pace)),
        )
        for job in waiting:
            self._advance(state, job)
        if self.lives_ms is not None:
            state.run("DELETE FROM job WHERE created <= ?", (now - self.lives_ms,))

    def among(self) -> str:
        """The SQL condition for jobs that move; a partial index has it in the same words."""
        return f"status IN {self.moving}"

    def unfinished(self, state: State) -> int:
        """How many jobs are still moving."""
        [[count]] = state.rows(f"SELECT count(*) FROM job WHERE {self.among()}")
        return int(count)

    def _advance(self, state: State, job: Row) -> Row:
        while job["status"] in self.moving:
            elapsed = state.clock.ms - job["began"]
            if not due(state.pace, job["polls"], elapsed, job["patience"]):
                break
            job = self.move(state, job)
        return job


def add(state: State, **columns: Any) -> Row:
    """Stores a new job; what is not said of it is as the table has it. Gives its row."""
    names, marks = ", ".join(columns), ", ".join("?" * len(columns))
    [job] = state.rows(
        f"INSERT INTO job ({names}) VALUES ({marks}) RETURNING *", tuple(columns.values())
    )
    return job


def turn(state: State, job: Row, status: str, **columns: Any) -> Row:
    """Puts a job into another status, now, with other columns changed along; gives its new row."""
    now = state.clock.ms
    values = {"status": status, "polls": 0, "began": now, "updated": now, **columns}
    changes = ", ".join(f"{name} = ?" for name in values)
    [turned] = state.rows(
        f"UPDATE job SET {changes} WHERE seq = ? RETURNING *", (*values.values(), job["seq"])
    )
    return turned


def longest_stay(pace: Pace) -> int:
    """Milliseconds after which a job leaves a state at the latest, polled or not.

    >>> longest_stay(Pace("polls", 2))
    120000
    """
    return {"instant": 0, "polls": pace.n * _UNPOLLED_MS, "seconds": pace.n * 1000}[pace.kind]


def due(pace: Pace, polls: int, elapsed: int, patience: int = 1) -> bool:
    """Whether a job moves on that was polled so often, and has been for `elapsed` ms, in its state.

    >>> due(Pace("polls", 2), 1, 1000), due(Pace("polls", 2), 2, 1000)
    (False, True)
    """
    polled = pace.kind == "polls" and polls >= pace.n * patience
    return polled or elapsed >= longest_stay(pace) * patience
