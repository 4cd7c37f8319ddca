"""Finds the places of which two shapes claim other things. The one door to deepdiff."""

from collections.abc import Mapping

from deepdiff import DeepDiff

from contract_kit.changes.place import Path
from contract_kit.model.pointer import tokens


def differing(before: Mapping[str, str], now: Mapping[str, str]) -> frozenset[Path]:
    """The places of which the claims differ, or which only one side has, and all around them."""
    tree = DeepDiff(
        before,
        now,
        view="tree",
        verbose_level=0,
        ignore_private_variables=False,  # a member may be called __name
        threshold_to_diff_deeper=0,  # however little both share, say which places differ
    )
    found = set[Path]()
    for differences in tree.values():
        for difference in differences:
            (pointer,) = difference.path(output_format="list")
            place = tokens(pointer)
            found.update(place[:depth] for depth in range(len(place) + 1))
    return frozenset(found)
