"""The verb that holds the emulator to recordings: rehearse."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from contract_kit import output
from contract_kit.commands.options import Options
from contract_kit.configuration import read_project
from contract_kit.model.fidelity import ASPECTS

if TYPE_CHECKING:
    from contract_kit.commands.rehearse import Rehearsal


@click.command()
@click.argument("names", nargs=-1, metavar="[API]...")
@click.option("--fail-under", type=click.FloatRange(0, 100), default=0, help="Percent; else 1.")
@click.option("--seed", type=int, default=1, help="Of the emulator.")
def rehearse(names: Sequence[str], fail_under: float, seed: int) -> int:
    """Put recorded requests to the emulator, and score how like it answers.

    \b
    contract-kit rehearse
    contract-kit rehearse zendesk-sunshine --fail-under 100
    """
    from contract_kit.commands.rehearse import rehearse as run

    with output.progress("text") as progress:
        rehearsal = run(read_project(Path.cwd()), names, Options(seed=seed), progress)
    click.echo(output.table(_rows(rehearsal)))
    for line in _told(rehearsal):
        click.echo(line)
    click.echo(f"{rehearsal.percent:.1f} % as recorded")
    return 1 if rehearsal.percent < fail_under else 0


def _rows(rehearsal: "Rehearsal") -> Iterator[tuple[str, ...]]:
    yield ("API", "operation", *ASPECTS)
    for score in rehearsal.scores:
        cells = (score.kept.get(aspect) for aspect in ASPECTS)
        shown = (f"{pair[0]}/{pair[1]}" if pair else "·" for pair in cells)
        yield (score.api, score.operation, *shown)


def _told(rehearsal: "Rehearsal") -> Iterator[str]:
    for score in rehearsal.scores:
        yield from (f"{score.operation} {text}" for text in score.differences)
    reasons = dict.fromkeys(reason for _, reason in rehearsal.left_out)
    for reason in reasons:
        count = sum(other == reason for _, other in rehearsal.left_out)
        yield f"left out: {count} recordings, {reason}"
