"""Draws the README's pictures out of real runs: `make picture`."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

from contract_kit import openapi
from contract_kit.commands.check import check
from contract_kit.commands.drift import drift
from contract_kit.commands.options import Options
from contract_kit.configuration import read_project
from contract_kit.emulator.app import application
from contract_kit.emulator.emulator import Emulator, Settings
from contract_kit.emulator.server import running
from contract_kit.emulator.vendor import Call, Reply
from contract_kit.emulator.zuora_custom_objects import vendor
from contract_kit.model.finding import Finding
from contract_kit.model.report import Report
from contract_kit.reports.terminal import render

HERE = Path(__file__).parent
WIDTH = 80


def main() -> None:
    """Checks the shipped APIs, and one that has changed since it was recorded."""
    project = read_project(HERE)
    checked = check(project, (), Options(), lambda *_: None)
    _draw("check", "make contract", checked)
    with _changed() as url:
        drifted = drift(project, (vendor.api,), Options(target=url), lambda *_: None)
    shown = replace(drifted, target="a changed emulator", findings=_short(drifted.findings))
    _draw("drift", f"contract-kit drift {vendor.api} --target URL", shown)


@contextmanager
def _changed() -> Iterator[str]:
    """The emulator with a member renamed in one operation's answers."""

    def renamed(call: Call) -> Reply:
        reply = vendor.handlers["showBulkJob"](call)
        job = dict(reply.content)
        return replace(reply, content={"recordsDone": job.pop("recordsProcessed"), **job})

    changed = replace(vendor, handlers={**vendor.handlers, "showBulkJob": renamed})
    contract = openapi.load(read_project(HERE).api(vendor.api).spec, vendor.api)
    with running(application(Emulator(changed, contract, Settings(limits="off")))) as url:
        yield url


def _short(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """Without the commands, which fill every screen."""
    return tuple(
        replace(finding, evidence=replace(finding.evidence, setup="", curl=""))
        for finding in findings
    )


def _draw(name: str, command: str, report: Report) -> None:
    console = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True)
    console.print(Text(f"$ {command}", "bold"))
    console.print(Text.from_ansi(render(report, width=WIDTH, colour=True).rstrip()))
    drawn = console.export_svg(title="contract_kit", unique_id=name)
    drawn = re.sub(r"@font-face \{.*?\}", "", drawn, flags=re.DOTALL)  # no font from elsewhere
    drawn = re.sub(r"<!--.*?-->|\n\s*(?=\n)", "", drawn, flags=re.DOTALL)
    (HERE / f"{name}.svg").write_text(f"{drawn.strip()}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
