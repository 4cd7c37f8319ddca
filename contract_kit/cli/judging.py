"""The verbs that look at an API and report: check, fuzz, record, drift."""

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

import click

from contract_kit import output
from contract_kit.commands.options import Options
from contract_kit.configuration import Project, read_project
from contract_kit.model.finding import SEVERITIES, Severity
from contract_kit.model.report import Progress, Report

_Run = Callable[[Project, Sequence[str], Options, Progress], Report]
_DEFAULTS = Options()
_FOLDER = click.Path(file_okay=False, path_type=Path)


def _judging(verb: Callable[..., int]) -> Callable[..., int]:
    """The arguments of the verbs that make a report."""
    cases = f"Generated cases an operation, {_DEFAULTS.cases} unless configured."
    seed = f"The same seed gives the same cases, {_DEFAULTS.seed} unless configured."
    for argument in (
        click.option("--report-dir", type=_FOLDER, help="For JUnit XML, JSON and Markdown."),
        click.option("--format", "form", type=click.Choice(["text", "json"]), default="text"),
        click.option("--fail-on", type=click.Choice(SEVERITIES), default="error"),
        click.option(
            "--allow-writes",
            is_flag=True,
            help="Write, on things of its own alone: a sandbox only.",
        ),
        click.option("--operation", "operations", multiple=True, help="Only this; repeatable."),
        click.option("--cases", type=click.IntRange(1), envvar="CONTRACT_KIT_CASES", help=cases),
        click.option("--seed", type=int, envvar="CONTRACT_KIT_SEED", help=seed),
        click.option("--target", help="emulator (where there is one), cassettes, live or a URL."),
        click.argument("names", nargs=-1, metavar="[API]..."),
    ):
        verb = argument(verb)
    return verb


@click.command()
@_judging
def check(report_dir: Path | None, **given: Any) -> int:
    """Check every promise of APIs (the main job) and write reports/.

    \b
    contract-kit check
    contract-kit check zendesk-sunshine --operation listJobs --cases 200
    contract-kit check openapi.yaml --target http://127.0.0.1:8000
    """
    from contract_kit.commands.check import check as run

    project = read_project(Path.cwd())
    reports = project.root / project.settings.get("reports", "reports")
    return _judge(run, project, report_dir or reports, **given)


@click.command()
@_judging
def fuzz(report_dir: Path | None, **given: Any) -> int:
    """Put generated requests to APIs and judge the answers.

    \b
    contract-kit fuzz zendesk-sunshine --cases 2000 --seed 7
    contract-kit fuzz zendesk-sunshine --operation searchRecords --format json
    contract-kit fuzz openapi.yaml --target https://sandbox.example.com
    """
    from contract_kit.commands.fuzz import fuzz as run

    return _judge(run, read_project(Path.cwd()), report_dir, **given)


@click.command()
@_judging
def record(report_dir: Path | None, **given: Any) -> int:
    """Play the stories of APIs and keep what comes as recordings in cassettes/.

    \b
    contract-kit record
    contract-kit record zendesk-support --seed 7
    contract-kit record my-api --target https://sandbox.example.com --allow-writes
    """
    from contract_kit.commands.record import record as run

    return _judge(run, read_project(Path.cwd()), report_dir, **given)


@click.command()
@_judging
@click.option("--learn", is_flag=True, help="Add what this run saw to the baseline.")
@click.option("--reads-only", is_flag=True, help="Only stories that read, also on this machine.")
@click.option("--budget", type=click.IntRange(1), help="Requests an API, 80 unless configured.")
@click.option("--plan", is_flag=True, help="Print what would be sent at most, and send nothing.")
def drift(report_dir: Path | None, *, plan: bool, **given: Any) -> int:
    """Tell what differs from the recordings, and who is wrong; writes reports/drift/.

    \b
    contract-kit drift zendesk-sunshine --target live
    contract-kit drift my-api --target http://127.0.0.1:8000 --learn
    contract-kit drift my-api --target live --plan
    """
    from contract_kit.cli.planning import print_plan
    from contract_kit.commands.drift import drift as run
    from contract_kit.commands.evidence import adopting

    project = read_project(Path.cwd())
    if plan:
        names, form = given.pop("names"), given.pop("form")
        return print_plan(project, names, _options(project, given), form)
    reports = project.root / project.settings.get("reports", "reports") / "drift"
    status = _judge(run, project, report_dir or reports, **given)
    for line in adopting(project, given["names"]):
        click.echo(f"to take what came as the new recordings: {line}", err=True)
    return status


def _judge(
    run: _Run,
    project: Project,
    folder: Path | None,
    *,
    fail_on: Severity,
    form: output.Format,
    names: Sequence[str],
    **given: Any,
) -> int:
    options = _options(project, given)
    if folder:
        output.prepare(folder)
    with output.progress(form) as progress:
        report = run(project, names, options, progress)
    click.echo(output.told(report, form), nl=False)
    if folder:
        output.save(report, folder)
    return report.exit_status(fail_on)


def _options(project: Project, given: Mapping[str, Any]) -> Options:
    """What was asked for, else what is configured; `--fail-on` is no matter of the run itself."""
    settings = {key: project.settings[key] for key in ("seed", "cases") if key in project.settings}
    chosen = {key: value for key, value in given.items() if value is not None}
    chosen.pop("fail_on", None)
    return Options(**{**settings, **chosen})
