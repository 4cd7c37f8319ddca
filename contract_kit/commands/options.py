"""What the user chose for a run that talks to a target."""

from dataclasses import dataclass

DEFAULT_CASES = 40


@dataclass(frozen=True, slots=True)
class Options:
    """What a run may do, and how much.

    `target` is None (the API's default), `emulator`, `live` or a URL; `cases` are generated an
    operation; `operations` limits the run to some; `allow_writes` lets it change what is there.
    """

    target: str | None = None
    seed: int = 1
    cases: int = DEFAULT_CASES
    operations: tuple[str, ...] = ()
    allow_writes: bool = False
