"""The command `contract-kit`: reads what was asked, calls it, prints what came of it, and exits.

Exit status: 0 all promises kept, 1 findings at or above `--fail-on`, 2 the user's mistake, 3 could
not look, 130 interrupted. The one door to click. What a verb needs is imported when it is called,
so that help and the emulator are there at once.
"""

import sys
from collections.abc import Sequence

import click

from contract_kit.cli.accepting import accept
from contract_kit.cli.catalogues import apis, cassettes, explain, rules
from contract_kit.cli.group import kit
from contract_kit.cli.judging import check, drift, fuzz, record
from contract_kit.cli.nightly import nightly
from contract_kit.cli.rehearsing import rehearse
from contract_kit.cli.serving import emulate
from contract_kit.cli.sweeping import sweep
from contract_kit.model.errors import CouldNotLook, Mistake

__all__ = ["main"]

_LOOKING = (check, record, drift, nightly, sweep, rehearse, fuzz, emulate)
_READING = (accept, cassettes, apis, rules, explain)
for _verb in (*_LOOKING, *_READING):  # as help lists them
    kit.add_command(_verb)


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


def _fail(message: str, status: int) -> int:
    click.echo(f"contract-kit: {' '.join(message.split())}", err=True)
    return status
