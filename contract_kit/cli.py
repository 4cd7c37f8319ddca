"""The command `contract-kit`: reads what was asked, calls it, prints what came of it, and exits.

Exit status: 0 all promises kept, 1 findings at or above `--fail-on`, 2 the user's mistake, 3 could
not look, 130 interrupted. The one door to click. What a verb needs is imported when it is called,
so that help and the emulator are there at once.
"""

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import click

from contract_kit import __version__, output
from contract_kit.commands.options import Options
from contract_kit.configuration import Project, read_project
from contract_kit.model.errors import CouldNotLook, Mistake
from contract_kit.model.finding import SEVERITIES, Severity
from contract_kit.model.report import Progress, Report

_Run = Callable[[Project, Sequence[str], Options, Progress], Report]
_DEFAULTS = Options()
_EVERYWHERE = {"help_option_names": ["-h", "--help"], "show_default": True}
_FOLDER = click.Path(file_okay=False, path_type=Path)


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one verb and gives the exit status; errors are told in one line on standard error."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # both are TextIOWrapper
    asked = list(sys.argv[1:] if arguments is None else arguments) or ["--help"]
    try:
        return int(kit.main(asked, prog_name="contract-kit", standalone_mode=False) or 0)
    except click.UsageError as error:
        hint = f" (see {error.ctx.command_path} --help)" if error.ctx else ""
        return _fail(f"{error.format_message()}{hint}", 2)
    except Mistake as error:
        return _fail(str(error), 2)
    except CouldNotLook as error:
        return _fail(str(error), 3)
    except click.Abort:
        return _fail("interrupted", 130)


class _Kit(click.Group):
    """The verbs, in the order in which they are written below."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The verb that most people want comes first, not the first of the alphabet."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> Any:
        """Runs the verb; click itself would print an empty line when interrupted."""
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt:
            raise click.Abort from None


@click.group(cls=_Kit, context_settings=_EVERYWHERE)
@click.version_option(__version__, prog_name="contract-kit")
def kit() -> None:
    """Keeps a contract with an HTTP API that somebody else runs.

    An API is named by its specification in specs/, or by the path of any OpenAPI document.

    Exit status: 0 the contract is kept, 1 it is not, 2 a mistake in what was asked, 3 something
    could not be looked at.
    """


def _judging(verb: Callable[..., int]) -> Callable[..., int]:
    """The arguments that `check` and `fuzz` have in common."""
    cases = f"Generated cases an operation, {_DEFAULTS.cases} unless configured."
    seed = f"The same seed gives the same cases, {_DEFAULTS.seed} unless configured."
    for argument in (
        click.option("--format", "form", type=click.Choice(["text", "json"]), default="text"),
        click.option("--fail-on", type=click.Choice(SEVERITIES), default="error"),
        click.option("--allow-writes", is_flag=True, help="Change what is there: a sandbox only."),
        click.option("--operation", "operations", multiple=True, help="Only this; repeatable."),
        click.option("--cases", type=click.IntRange(1), envvar="CONTRACT_KIT_CASES", help=cases),
        click.option("--seed", type=int, envvar="CONTRACT_KIT_SEED", help=seed),
        click.option("--target", help="emulator (the default where there is one), live or a URL."),
        click.argument("names", nargs=-1, metavar="[API]..."),
    ):
        verb = argument(verb)
    return verb


@kit.command()
@_judging
@click.option("--report-dir", type=_FOLDER, help="For junit.xml, findings.json, findings.md.")
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


@kit.command()
@_judging
@click.option("--report-dir", type=_FOLDER, help="For junit.xml, findings.json, findings.md.")
def fuzz(report_dir: Path | None, **given: Any) -> int:
    """Put generated requests to APIs and judge the answers.

    \b
    contract-kit fuzz zendesk-sunshine --cases 2000 --seed 7
    contract-kit fuzz zendesk-sunshine --operation searchRecords --format json
    contract-kit fuzz openapi.yaml --target https://sandbox.example.com
    """
    from contract_kit.commands.fuzz import fuzz as run

    return _judge(run, read_project(Path.cwd()), report_dir, **given)


@kit.command()
@click.argument("api")
@click.option("--port", type=click.IntRange(0, 65535), default=8080, help="0 takes any free one.")
@click.option("--seed", type=int, default=_DEFAULTS.seed, help="Decides ids and values.")
@click.option("--pace", default="polls:1", help="Of jobs: instant, polls:N or seconds:N.")
@click.option("--limits", type=click.Choice(["documented", "off"]), default="documented")
@click.option("--state", type=click.Choice(["prepared", "empty"]), default="prepared")
def emulate(api: str, **settings: Any) -> None:
    """Serve an emulated API on this machine until Ctrl-C.

    \b
    contract-kit emulate zendesk-sunshine
    contract-kit emulate zendesk-sunshine --port 0 --state empty --limits off
    contract-kit emulate zendesk-sunshine --pace seconds:5
    """
    from contract_kit.commands.emulate import emulate as run

    def ready(url: str, login: str) -> None:
        click.echo(f"{api} is emulated at {url}")
        click.echo(login)
        click.echo("Ctrl-C stops it")

    try:
        run(read_project(Path.cwd()), api, **settings, ready=ready)
    except KeyboardInterrupt:  # no interruption here but the way to stop
        click.echo("stopped", err=True)


@kit.command()
def apis() -> None:
    """List the APIs under contract.

    \b
    contract-kit apis
    contract-kit apis | grep emulated
    """
    from contract_kit.commands.catalogues import list_apis

    here = Path.cwd()
    _print_table(
        (
            api.name,
            f"{api.operations} operations",
            "emulated" if api.emulated else "-",
            str(api.spec.relative_to(here) if api.spec.is_relative_to(here) else api.spec),
            api.title,
        )
        for api in list_apis(read_project(here))
    )


@kit.command()
def rules() -> None:
    """List the rules by which answers are judged.

    \b
    contract-kit rules
    contract-kit rules | grep error
    """
    from contract_kit.commands.catalogues import list_rules

    _print_table((rule.name, rule.severity, rule.promise) for rule in list_rules())


@kit.command()
@click.argument("rule")
def explain(rule: str) -> None:
    """Print the manual page of a rule.

    \b
    contract-kit explain conforms_to_specification
    contract-kit explain follows_lifecycle
    """
    from contract_kit.commands.catalogues import explain_rule

    click.echo(explain_rule(rule))


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
    settings = {key: project.settings[key] for key in ("seed", "cases") if key in project.settings}
    chosen = {key: value for key, value in given.items() if value is not None}
    if folder:
        output.prepare(folder)
    with output.progress(form) as progress:
        report = run(project, names, Options(**{**settings, **chosen}), progress)
    click.echo(output.told(report, form), nl=False)
    if folder:
        output.save(report, folder)
    return report.exit_status(fail_on)


def _print_table(rows: Iterable[Sequence[str]]) -> None:
    table = list(rows)
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for row in table:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        click.echo("  ".join(cells).rstrip())


def _fail(message: str, status: int) -> int:
    click.echo(f"contract-kit: {' '.join(message.split())}", err=True)
    return status
