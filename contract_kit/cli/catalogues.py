"""The verbs that list what there is: cassettes, apis, rules, explain."""

from collections.abc import Sequence
from pathlib import Path

import click

from contract_kit import output
from contract_kit.configuration import read_project


@click.command()
@click.argument("names", nargs=-1, metavar="[API]...")
@click.option("--show", metavar="STORY", help="The exchanges of one recording of the API.")
@click.option("--max-age", metavar="AGE", help="Fail on older ones: 36h, 30d, 4w.")
def cassettes(names: Sequence[str], show: str | None, max_age: str | None) -> int:
    """List recordings, how old they are, and whether they still fit.

    \b
    contract-kit cassettes
    contract-kit cassettes zendesk-support --show walk-list
    contract-kit cassettes --max-age 30d
    """
    from contract_kit.commands.cassettes import list_cassettes, parse_age, show_cassette

    project = read_project(Path.cwd())
    if show is not None:
        for name in names or project.own():
            click.echo(output.table(show_cassette(project, name, show)))
        return 0
    lines = list_cassettes(project, names, parse_age(max_age) if max_age else None)
    rows = (
        (
            line.api,
            line.name,
            line.origin,
            f"{line.exchanges} exchanges",
            f"{line.age.days} days" if line.age else "-",
            "; ".join(line.remarks) or "ok",
        )
        for line in lines
    )
    click.echo(output.table(rows))
    return 1 if any(line.remarks for line in lines) else 0


@click.command()
def apis() -> None:
    """List the APIs under contract.

    \b
    contract-kit apis
    contract-kit apis | grep emulated
    """
    from contract_kit.commands.catalogues import list_apis

    here = Path.cwd()
    rows = (
        (
            api.name,
            f"{api.operations} operations",
            "emulated" if api.emulated else "-",
            str(api.spec.relative_to(here) if api.spec.is_relative_to(here) else api.spec),
            api.title,
        )
        for api in list_apis(read_project(here))
    )
    click.echo(output.table(rows))


@click.command()
def rules() -> None:
    """List the rules by which answers are judged.

    \b
    contract-kit rules
    contract-kit rules | grep error
    """
    from contract_kit.commands.catalogues import list_rules

    click.echo(output.table((rule.name, rule.severity, rule.promise) for rule in list_rules()))


@click.command()
@click.argument("rule")
def explain(rule: str) -> None:
    """Print the manual page of a rule.

    \b
    contract-kit explain conforms_to_specification
    contract-kit explain follows_lifecycle
    """
    from contract_kit.commands.catalogues import explain_rule

    click.echo(explain_rule(rule))
