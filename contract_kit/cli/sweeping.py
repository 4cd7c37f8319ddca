"""The verb that deletes what earlier runs have left: sweep."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import click

from contract_kit import output
from contract_kit.commands.options import Options
from contract_kit.configuration import read_project


@click.command()
@click.argument("names", nargs=-1, metavar="[API]...")
@click.option("--target", required=True, help="live or a URL: where something was left.")
@click.option("--allow-writes", is_flag=True, help="Needed unless it runs on this machine.")
@click.option("--budget", type=click.IntRange(1), help="Requests an API.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def sweep(names: Sequence[str], form: output.Format, **given: Any) -> int:
    """Delete what earlier runs created and left, as their ledger says.

    \b
    contract-kit sweep zendesk-sunshine --target live --allow-writes
    contract-kit sweep my-api --target http://127.0.0.1:8000
    """
    from contract_kit.commands.sweep import sweep as run

    with output.progress(form) as progress:
        report = run(read_project(Path.cwd()), names, Options(**given), progress)
    click.echo(output.told(report, form), nl=False)
    return report.exit_status("warning")
