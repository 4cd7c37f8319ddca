"""The verb that serves an API until it is interrupted: emulate."""

from pathlib import Path
from typing import Any

import click

from contract_kit.configuration import read_project


@click.command()
@click.argument("api")
@click.option("--port", type=click.IntRange(0, 65535), default=8080, help="0 takes any free one.")
@click.option("--seed", type=int, default=1, help="Decides ids and values.")
@click.option("--pace", default="polls:1", help="Of jobs: instant, polls:N or seconds:N.")
@click.option("--limits", type=click.Choice(["documented", "off"]), default="documented")
@click.option("--state", type=click.Choice(["prepared", "empty"]), default="prepared")
@click.option("--from-cassettes", metavar="STORY|FILE", help="Serve a recording instead.")
def emulate(api: str, port: int, from_cassettes: str | None, **settings: Any) -> None:
    """Serve an emulated API on this machine until Ctrl-C.

    \b
    contract-kit emulate zendesk-sunshine
    contract-kit emulate zendesk-sunshine --port 0 --state empty --limits off
    contract-kit emulate zendesk-sunshine --from-cassettes look
    """
    from contract_kit.commands.emulate import emulate as run

    def ready(url: str, login: str) -> None:
        click.echo(f"{api} is emulated at {url}")
        click.echo(login)
        click.echo("Ctrl-C stops it")

    try:
        project = read_project(Path.cwd())
        if from_cassettes is None:
            run(project, api, port=port, ready=ready, **settings)
        else:
            from contract_kit.commands.replay import replay

            replay(project, api, from_cassettes, port=port, ready=ready)
    except KeyboardInterrupt:  # no interruption here but the way to stop
        click.echo("stopped", err=True)
