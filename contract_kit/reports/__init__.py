"""The forms in which a run is told: to machines, to CI, to a pull request, to a person.

Each module is one form, pure: a `Report` goes in, text comes out, nothing is printed or written
here. `terminal` is the form that is no file, and so stands outside of `FILES`; `glance` is what
the forms have in common.
"""

from typing import Protocol

from contract_kit.model.report import Report
from contract_kit.reports import findings_json, junit, markdown


class File(Protocol):
    """What each form that is written to a file is."""

    FILE: str

    def render(self, report: Report) -> str:
        """The whole text of the file."""
        ...


FILES: tuple[File, ...] = (junit, findings_json, markdown)
