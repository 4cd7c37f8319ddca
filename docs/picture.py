"""Draws the README's picture out of a real run: `make picture`."""

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
    """Checks the shipped APIs and writes what a terminal would show to `check.svg`."""
    report = check(read_project(HERE), (), Options(), lambda *_: None)
    console = Console(record=True, width=WIDTH, file=StringIO(), force_terminal=True)
    console.print(Text("$ make contract", "bold"))
    console.print(Text.from_ansi(render(report, width=WIDTH, colour=True).rstrip()))
    drawn = console.export_svg(title="contract_kit", unique_id="check")
    drawn = re.sub(r"@font-face \{.*?\}", "", drawn, flags=re.DOTALL)  # no font from elsewhere
    drawn = re.sub(r"<!--.*?-->|\n\s*(?=\n)", "", drawn, flags=re.DOTALL)
    (HERE / "check.svg").write_text(f"{drawn.strip()}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
