"""The verb that is made for a scheduler: nightly."""

import os
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from contract_kit import output
from contract_kit.commands.options import Options
from contract_kit.configuration import read_project
from contract_kit.model.errors import Mistake
from contract_kit.model.finding import SEVERITIES, Severity

if TYPE_CHECKING:
    from contract_kit.commands.nightly import Night

_FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("names", nargs=-1, metavar="[API]...")
@click.option("--target", required=True, help="live, a URL, or emulator.")
@click.option("--name", default="production", help="Of what is looked at, where there are several.")
@click.option("--issues", is_flag=True, help="Keep an issue a finding in $GITHUB_REPOSITORY.")
@click.option("--stale", default="3d", help="Not looked at for longer is told: 36h, 3d, 1w.")
@click.option("--state", type=_FOLDER, help="For the heartbeat, else with the reports.")
@click.option("--report-dir", type=_FOLDER, help="For JUnit XML, JSON and Markdown.")
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--fail-on", type=click.Choice(SEVERITIES), default="error")
@click.option(
    "--allow-writes",
    is_flag=True,
    help="Write, on things of its own alone: a sandbox only.",
)
@click.option("--reads-only", is_flag=True, help="Only stories that read, also on this machine.")
@click.option("--budget", type=click.IntRange(1), help="Requests an API, 80 unless configured.")
def nightly(
    names: Sequence[str],
    *,
    name: str,
    issues: bool,
    form: output.Format,
    fail_on: Severity,
    **given: Any,
) -> int:
    """Look for drift unattended, and keep issues of it; writes reports/nightly/.

    \b
    contract-kit nightly --target live --issues
    contract-kit nightly my-api --target live --name sandbox --allow-writes
    contract-kit nightly --target emulator
    """
    from contract_kit.commands.cassettes import parse_age
    from contract_kit.commands.nightly import nightly as run
    from contract_kit.commands.nightly import tell
    from contract_kit.forge import forge_of

    project = read_project(Path.cwd())
    forge = forge_of(os.environ) if issues else None
    limit = parse_age(given.pop("stale"))
    reports, state = given.pop("report_dir"), given.pop("state")
    folder = reports or project.root / project.settings.get("reports", "reports") / "nightly"
    output.prepare(folder)
    options = Options(seed=project.settings.get("seed", Options().seed), **given)
    with output.progress(form) as progress:
        night = run(project, names, options, state or folder, limit, _now, progress)
    output.save(night.report, folder)
    if forge is not None:
        night = tell(night, forge, name, _url_of_run(os.environ))
    click.echo(output.told(night.report, form), nl=False)
    for line in night.told():
        click.echo(line, err=form == "json")
    _summarise(night, os.environ.get("GITHUB_STEP_SUMMARY"))
    return night.exit_status(fail_on)


def _now() -> datetime:
    return datetime.now(UTC)


def _url_of_run(environment: Mapping[str, str]) -> str:
    """Where a CI job is looked at; empty where there is none."""
    names = ("GITHUB_SERVER_URL", "GITHUB_REPOSITORY", "GITHUB_RUN_ID")
    server, repository, run = (environment.get(name, "") for name in names)
    return f"{server}/{repository}/actions/runs/{run}" if server and repository and run else ""


def _summarise(night: "Night", file: str | None) -> None:
    """Adds the night to the summary of a CI job."""
    if not file:
        return
    from contract_kit.reports import markdown

    lines = [f"- {markdown.code(line)}" for line in night.told()]
    text = "\n".join((markdown.render(night.report), *lines))
    try:
        with Path(file).open("a", encoding="utf-8") as summary:
            summary.write(f"{text}\n")
    except OSError as error:
        raise Mistake(f"GITHUB_STEP_SUMMARY {file}: {error.strerror or error}") from None
