"""What the user chose for a run that talks to a target."""

from dataclasses import dataclass

DEFAULT_CASES = 40
DEFAULT_BUDGET = 80  # of a night
MOST_POLLS = 20  # of one job in a night; one that never ends must not use it up
BUDGET_AWAY = 500  # of any other run against a server that is not this machine's


@dataclass(frozen=True, slots=True)
class Options:
    """What a run may do, and how much.

    `target` is None (the API's default), `emulator`, `live` or a URL; `cases` are generated an
    operation; `operations` limits the run to some; `allow_writes` lets it change what is there,
    `reads_only` forbids it even on loopback. `budget` is how many requests a run may send to an
    API (None: as configured), `learn` adds what it saw to the baseline.
    """

    target: str | None = None
    seed: int = 1
    cases: int = DEFAULT_CASES
    operations: tuple[str, ...] = ()
    allow_writes: bool = False
    reads_only: bool = False
    budget: int | None = None
    learn: bool = False
