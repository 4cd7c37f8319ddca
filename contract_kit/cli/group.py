"""The command itself, to which the verbs belong."""

from typing import Any

import click

from contract_kit import __version__

_EVERYWHERE = {"help_option_names": ["-h", "--help"], "show_default": True}


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
