"""The recorded exchanges of one story or test, with what has to be known to judge by them."""

from dataclasses import dataclass
from typing import Literal

from contract_kit.model.exchange import Exchange

Origin = Literal["live", "emulator", "document"]
Maker = Literal["story", "test", "document"]


@dataclass(frozen=True, slots=True)
class Heading:
    """Where and how a recording was made.

    `origin` decides what may be concluded from it; `recorded_at` is RFC 3339 in UTC; `spec` the
    digest of the specification (`Contract.digest`), `kit` the version of the kit; `base_url` the
    server that the stored URLs begin with.
    """

    api: str
    made_by: Maker
    name: str
    origin: Origin
    recorded_at: str
    spec: str
    kit: str
    base_url: str
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """One exchange of a recording: its number from 1, the step and operation that it belongs to.

    `at` is in seconds since the recording began; `withheld` names the parts that were left out
    because they might have held a secret.
    """

    n: int
    exchange: Exchange
    step: str = ""
    operation: str = ""
    at: float = 0.0
    withheld: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cassette:
    """A whole recording; one without a heading was made by another tool, its origin is unknown."""

    heading: Heading | None
    exchanges: tuple[Recorded, ...]
