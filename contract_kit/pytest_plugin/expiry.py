"""Tells of recordings that tests did not play to the end, and of those that are out of date."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from contract_kit import documents
from contract_kit.commands.cassettes import parse_age
from contract_kit.model.contract import Contract
from contract_kit.pytest_plugin.asked import project_of
from contract_kit.pytest_plugin.places import FOLDER

_NAMED = 5  # exchanges that nobody asked for
_HEAD = 4096  # bytes, in which a heading ends
_PARTS = ("keyword", "markexpr", "lf", "stepwise", "deselect", "maxfail")  # options of pytest


def remarks(
    config: pytest.Config,
    heard: Sequence[Mapping[str, Any]],
    contracts: Mapping[str, Contract],
    *,
    passed: bool,
) -> Iterator[str]:
    """A line for each recording of which there is something to say."""
    project = project_of(config)
    limit = project.settings.get("contract_max_age")
    oldest = parse_age(str(limit)) if limit else None
    played = {
        (Path(path), told["api"]): unplayed
        for told in heard
        for path, unplayed in told["cassettes"].items()
    }
    for (path, api), unplayed in sorted(played.items()):
        said = [*_unplayed(unplayed), *_out_of_date(path, contracts[api], oldest)]
        if said:
            yield f"{_shown(path, project.root)}: {', '.join(said)}"
    if passed and _is_whole(config, heard):
        known = {path for path, _ in played}
        for api in contracts:
            folder = project.cassettes(project.api(api)) / FOLDER
            for path in sorted(set(folder.rglob("*.yaml")) - known):
                yield f"{_shown(path, project.root)}: no test plays it"


def _unplayed(numbers: Sequence[int]) -> Iterator[str]:
    if numbers:
        more = ", …" if len(numbers) > _NAMED else ""
        yield f"{len(numbers)} unplayed: {', '.join(map(str, numbers[:_NAMED]))}{more}"


def _out_of_date(path: Path, contract: Contract, oldest: timedelta | None) -> Iterator[str]:
    heading = _heading(path)
    if not heading:
        return
    if heading.get("spec") != contract.digest:
        yield "made with another specification"
    if oldest is not None and heading.get("origin") == "live":
        age = datetime.now(UTC) - datetime.fromisoformat(str(heading["recorded_at"]))
        if age > oldest:
            yield f"expired, {age.days} days old"


def _heading(path: Path) -> Mapping[str, Any]:
    """The heading alone: a run may have played thousands of recordings."""
    with path.open("rb") as file:
        head = file.read(_HEAD).partition(b"\ninteractions:")[0]
    if not head.startswith(b"contract_kit:"):
        return {}
    found: Mapping[str, Any] = documents.parse(head + b"\n", str(path))["contract_kit"]
    return found


def _is_whole(config: pytest.Config, heard: Sequence[Mapping[str, Any]]) -> bool:
    """Whether the whole suite was played: else a recording that no test played says nothing."""
    named = config.args_source is pytest.Config.ArgsSource.ARGS
    parts = any(config.getoption(name, None) for name in _PARTS)
    return (
        not named and not parts and all(told["cassettes"] or not told["requests"] for told in heard)
    )


def _shown(path: Path, root: Path) -> str:
    return str(path.relative_to(root) if path.is_relative_to(root) else path)
