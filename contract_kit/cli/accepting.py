"""The verb that takes findings: accept."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import click

from contract_kit.configuration import read_project


@click.command()
@click.argument("fingerprints", nargs=-1, required=True, metavar="FINGERPRINT...")
@click.option("--until", type=click.DateTime(["%Y-%m-%d"]), required=True, help="The last day.")
@click.option("--why", required=True, help="The reason, for whoever reads it then.")
def accept(fingerprints: Sequence[str], until: datetime, why: str) -> None:
    """Take findings of the last runs, until a day on which they come back.

    \b
    contract-kit accept 4f1d2c3b4a59 --until 2027-01-31 --why "mended in January"
    contract-kit accept 4f1d2c3b4a59 0a1b2c3d4e5f --until 2027-01-31 --why "ours"
    """
    from contract_kit.commands.accept import accept as run

    for path, taken in run(read_project(Path.cwd()), fingerprints, until.date(), why):
        place = f"{taken.rule} {taken.kind}, {taken.operation} {taken.pointer}".rstrip()
        click.echo(f"accepted until {taken.until}: {place} ({taken.fingerprint}) in {path}")
