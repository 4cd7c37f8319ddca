"""One difference between what was and what is, as a fact without a verdict."""

from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "removed",
    "added",
    "renamed",
    "retyped",
    "nested",
    "flattened",
    "wrapped",
    "nullable",
    "optional",
    "always-null",
    "null-to-absent",
    "value-added",
    "value-gone",
    "value-recased",
    "format",
    "precision",
    "zone",
    "unit",
    "range",
    "scale",
    "scalar-to-array",
    "array-to-scalar",
    "array-to-object",
    "length",
    "variant",
    "sentinel",
    "frozen",
]


@dataclass(frozen=True, slots=True)
class Change:
    """What became another at a place.

    `pointer` has `*` for any item. `old` and `new` say it for people; `seen` is how often the old
    was seen to hold, `now` how often the new.
    """

    pointer: str
    kind: Kind
    old: str
    new: str
    seen: int
    now: int
