"""Draws the README's pictures out of real runs: `make picture`."""

import re
from io import StringIO
from pathlib import Path

from rich.console import Console
from rich.text import Text

from contract_kit.commands.check import check
from contract_kit.commands.options import Options
from contract_kit.configuration import read_project
from contract_kit.reports.terminal import render

HERE = Path(__file__).parent
WIDTH = 80


def main() -> None:
    """Checks the shipped APIs, and looks for drift in one that has changed since it was recorded."""
    project = read_project(HERE)
    checked = check(project, (), Options(), lambda *_: None)
    _draw("check", "make contract", checked)
    with _changed() as url:
        drifted = drift(project, (vendor.api,), Options(target=url), lambda *_: None)
    shown = replace(
        drifted, target="https://rest.zuora.com", findings=tuple(map(_short, drifted.findings))
    )
    _draw("drift", f"contract-kit drift {vendor.api} --target live", shown)


@contextmanager
def _changed() -> Iterator[str]:
    """The emulator with a member renamed in one operation's answers."""

    def renamed(call: Call) -> Reply:
        reply = vendor.handlers["listBulkJobErrors"](call)
        errors = [
            {("text" if k == "message" else k): v for k, v in e.items()}
            for e in reply.content["errors"]
        ]
        return replace(reply, content={"errors": errors})

    changed = replace(vendor, handlers={**vendor.handlers, "listBulkJobErrors": renamed})
    contract = openapi.load(read_project(HERE).api(vendor.api).spec, vendor.api)
    with running(application(Emulator(changed, contract, Settings(limits="off")))) as url:
        yield url


def _short(finding: Finding) -> Finding:
    """Without the commands, which are in every picture of a run."""
    return replace(finding, evidence=replace(finding.evidence, setup="", curl=""))


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
