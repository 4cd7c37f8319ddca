"""The verbs that list what there is: cassettes, apis, rules, explain."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from contract_kit import output
from contract_kit.configuration import read_project

if TYPE_CHECKING:
    from contract_kit.commands.cassettes import CassetteLine


@click.command()
@click.argument("names", nargs=-1, metavar="[API]...")
@click.option("--show", metavar="STORY", help="The exchanges of the recording of that name.")
@click.option("--max-age", metavar="AGE", help="Fail on older ones: 36h, 30d, 4w.")
def cassettes(names: Sequence[str], show: str | None, max_age: str | None) -> int:
    """List recordings, how old they are, and whether they still fit.

    Each story is played out of its recording: what it does not ask for is told as unplayed. Exit
    status 1 where something does not fit; contract-kit record makes it anew.

    \b
    contract-kit cassettes
    contract-kit cassettes zendesk-support --show walk-list
    contract-kit cassettes --max-age 30d
    """
    from contract_kit.commands.cassettes import list_cassettes, parse_age, show_cassettes

    project = read_project(Path.cwd())
    if show is not None:
        for shown in show_cassettes(project, names, show):
            click.echo(output.table([_cells(shown.line)]))
            click.echo(output.table(shown.rows))
        return 0
    lines = list_cassettes(project, names, parse_age(max_age) if max_age else None)
    click.echo(output.table(map(_cells, lines)))
    return 1 if any(line.remarks for line in lines) else 0


def _cells(line: "CassetteLine") -> tuple[str, ...]:
    return (
        line.api,
        line.name,
        line.origin,
        "1 exchange" if line.exchanges == 1 else f"{line.exchanges} exchanges",
        f"{line.age.days} days" if line.age else "-",
        "; ".join(line.remarks) or "ok",
    )


@click.command()
@click.argument("name", required=False, metavar="[API]")
def apis(name: str | None) -> None:
    """List the APIs under contract, or the operations and jobs of one.

    How its jobs go from state to state is drawn in Mermaid's language, which GitHub and most
    editors show as a picture.

    \b
    contract-kit apis
    contract-kit apis zendesk-sunshine
    """
    from contract_kit.commands.catalogues import list_apis, show_api

    here = Path.cwd()
    if name is not None:
        shown = show_api(read_project(here), name)
        click.echo(output.table(shown.operations))
        for diagram in shown.lifecycles:
            click.echo(f"\n{diagram}", nl=False)
        return
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
