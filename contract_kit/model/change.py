"""One difference between what answers were and what they are, as a fact without a verdict."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "removed",
    "added",
    "renamed",
    "nested",
    "flattened",
    "wrapped",
    "unwrapped",
    "retyped",
    "scalar-to-array",
    "array-to-scalar",
    "array-to-object",
    "object-to-array",
    "optional",
    "variant",
    "nullable",
    "always-null",
    "null-to-absent",
    "absent-to-null",
    "sentinel",
    "value-added",
    "value-gone",
    "value-recased",
    "format",
    "precision",
    "zone",
    "unit",
    "range",
    "scale",
    "length",
    "frozen",
]


@dataclass(frozen=True, slots=True)
class Change:
    """What became another at a place.

    `pointer` has `*` for any item, and is where the old was; `to` is where it is now, empty where
    it stayed. `old` and `new` say it for people. `seen` is how many sightings the old was told by,
    `now` how many the new.
    """

    pointer: str
    kind: Kind
    old: str
    new: str
    seen: int
    now: int
    to: str = ""
