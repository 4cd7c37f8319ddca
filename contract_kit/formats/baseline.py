"""Keeps what all recordings of an API have taught in one file, `baseline.json`.

A file that is not as the kit writes it is refused whole and never overwritten; processes that learn
at once wait for each other.
"""

from pathlib import Path

from contract_kit import documents
from contract_kit.formats.baseline_text import parse, render
from contract_kit.formats.durable import carry_on, commit, locked
from contract_kit.model.baseline import Baseline, learned
from contract_kit.model.cassette import Origin
from contract_kit.model.errors import Mistake
from contract_kit.model.facts import Facts


def load(path: Path, api: str) -> Baseline:
    """The baseline in a file, an empty one of `api` where there is no file.

    Raises `Mistake` naming file, line and place where it is not wholly one of that API.
    """
    if not path.exists():
        return Baseline(api)
    held = parse(documents.read_bytes(path), str(path))
    if held.api != api:
        raise Mistake(f"{path}: is the baseline of {held.api!r}, not of {api!r}")
    return held


def save(path: Path, baseline: Baseline) -> None:
    """Makes a baseline the content of a file: that is the old one or the new one, never less.

    Raises `Mistake`, with the old file intact, also where that is no baseline of the same API.
    """
    with locked(path):
        carry_on(path, ())
        load(path, baseline.api)
        commit(path, render(baseline), ())


def merge_into(
    path: Path, api: str, origin: Origin, digest: str, at: str, facts: Facts
) -> Baseline:
    """Adds one recording to the baseline in a file, and gives what that is now.

    A digest that the file has already changes nothing, and others may do the same at once. Raises
    `Mistake` as `save` does, and where `at` is no time.
    """
    with locked(path):
        carry_on(path, ())
        held = load(path, api)
        try:
            baseline = learned(held, origin, digest, at, facts)
        except ValueError as error:
            raise Mistake(f"{path}: {error}") from None
        if baseline != held:
            commit(path, render(baseline), ())
        return baseline
