"""The state of one emulated API: SQLite tables, the clock, and numbers drawn from the seed.

The prepared state is a savepoint: going back to it costs what has changed since, so the fuzzer can
do it before each case. The one door to SQLite.
"""

import sqlite3
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from hashlib import sha256
from typing import Any, Literal
from uuid import UUID

from contract_kit.emulator.clock import Clock, Pace

StateName = Literal["empty", "prepared"]
_UUID_EPOCH_MS = 12219292800000  # from 1582-10-15 to 1970-01-01 (RFC 9562, section 5.1)

Row = sqlite3.Row


class State:
    """Everything that an emulator remembers between two requests; used by one thread at a time."""

    def __init__(
        self, tables: str, prepare: "Callable[[State], None]", pace: Pace, seed: int = 1
    ) -> None:
        self._tables, self._prepare = tables, prepare
        self.pace = pace
        self.clock = Clock(real=pace.kind == "seconds")
        self._db = sqlite3.connect(
            ":memory:", isolation_level=None, check_same_thread=False, cached_statements=512
        )
        self._db.row_factory = sqlite3.Row
        self._base: tuple[int, StateName] | None = None
        self._base_drawn = self._drawn = 0
        self.reset(seed, "prepared")

    def reset(self, seed: int, name: StateName) -> None:
        """Back to the empty or the prepared state of a seed, clock and drawn numbers included."""
        if self._base == (seed, name):
            self._db.execute("ROLLBACK TO base")
        else:
            self._build(seed, name)
        self.clock.reset()
        self._drawn = self._base_drawn

    def sizes(self) -> dict[str, int]:
        """How many rows each table holds."""
        counts = {name: self.row(f'SELECT count(*) FROM "{name}"') for name in self._names()}
        return {name: count[0] for name, count in counts.items() if count}

    def _names(self) -> list[str]:
        found = self.rows("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        return [row["name"] for row in found if not row["name"].startswith("sqlite_")]

    def _build(self, seed: int, name: StateName) -> None:
        if self._base is not None:
            self._db.execute("ROLLBACK TO base")
            self._db.execute("RELEASE base")
            for table in self._names():
                self._db.execute(f'DROP TABLE "{table}"')
        self.seed, self._drawn = seed, 0
        self.clock.reset()
        self._db.executescript(self._tables)
        if name == "prepared":
            with self.transaction():
                self._prepare(self)
        self._base, self._base_drawn = (seed, name), self._drawn
        self._db.execute("SAVEPOINT base")

    def rows(self, sql: str, values: Sequence[Any] = ()) -> list[Row]:
        """All rows of a query; columns by name or index."""
        return self._db.execute(sql, values).fetchall()

    def row(self, sql: str, values: Sequence[Any] = ()) -> Row | None:
        """The first row of a query, or None."""
        found: Row | None = self._db.execute(sql, values).fetchone()
        return found

    def run(self, sql: str, values: Sequence[Any] = ()) -> int:
        """Runs a statement that changes rows; how many it changed."""
        return self._db.execute(sql, values).rowcount

    def run_many(self, sql: str, values: Iterator[Sequence[Any]]) -> None:
        """Runs a statement once for each sequence of values."""
        self._db.executemany(sql, values)

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All of what is done inside, or, where it raises, none of it."""
        self._db.execute("SAVEPOINT work")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK TO work")
            raise
        finally:
            self._db.execute("RELEASE work")

    def draw(self) -> int:
        """The next 128-bit number of the seed: the same seed and requests draw the same numbers."""
        self._drawn += 1
        return int.from_bytes(sha256(f"{self.seed}:{self._drawn}".encode()).digest()[:16])

    def uuid4(self) -> UUID:
        """A version 4 UUID of the seed."""
        return UUID(int=self.draw(), version=4)

    def uuid1(self, ms: int) -> UUID:
        """A version 1 UUID that carries the instant `ms`, as the vendors' record ids do."""
        drawn = self.draw()
        ticks = (ms + _UUID_EPOCH_MS) * 10_000 + drawn % 10_000  # 100 ns each
        node = drawn >> 64 & 0xFFFFFFFFFFFF | 0x010000000000  # multicast bit: no real card's
        return UUID(
            fields=(
                ticks & 0xFFFFFFFF,
                ticks >> 32 & 0xFFFF,
                ticks >> 48 & 0x0FFF | 0x1000,
                drawn >> 112 & 0x3F | 0x80,
                drawn >> 104 & 0xFF,
                node,
            )
        )
