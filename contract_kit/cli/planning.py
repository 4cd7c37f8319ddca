"""Prints what a run would send: `contract-kit drift --plan`."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from typing import Any

import click

from contract_kit import __version__, output
from contract_kit.commands.options import Options
from contract_kit.commands.plan import Plan, plan
from contract_kit.configuration import Project


def print_plan(
    project: Project, names: Sequence[str], options: Options, form: output.Format
) -> int:
    """Prints the plans of the APIs; nothing is sent."""
    plans = plan(project, names, options)
    if form == "json":
        apis = [_data(one) for one in plans]
        click.echo(json.dumps({"version": 1, "kit": __version__, "verb": "plan", "apis": apis}))
    else:
        click.echo("\n\n".join("\n".join(_lines(one)) for one in plans))
    return 0


def _data(one: Plan) -> dict[str, Any]:
    left_out = [{"story": story, "effect": effect} for story, effect in one.left_out]
    return {**asdict(one), "left_out": left_out, "most": one.most, "share": one.share}


def _lines(one: Plan) -> Iterator[str]:
    yield f"{one.api} at {one.url}"
    rows = [("operation", "method", "path", "effect", "at most")]
    rows += [
        (each.operation, each.method, each.path, each.effect, str(each.requests))
        for each in one.operations
    ]
    yield output.table(rows)
    for story, effect in one.left_out:
        yield f"not played: story {story} has the effect {effect}; --allow-writes lets it"
    yield (
        f"{one.once} requests at most; a story that shows a difference is played once more, and "
        f"beyond the budget of {one.budget} nothing is sent"
    )
    if one.share is not None:
        yield f"{one.most} requests are {one.share} % of the {one.limit} that the rate limit allows"
