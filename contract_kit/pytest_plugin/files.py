"""Stories, specifications and recordings as tests: one for each story, operation or recording.

Only those that are named on the command line or in `contract_collect`; each is selectable by `-k`.
"""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from contract_kit.commands.outage import KEEPS
from contract_kit.configuration import Api, Project
from contract_kit.model.errors import CouldNotLook, Mistake
from contract_kit.model.report import Report
from contract_kit.pytest_plugin.asked import Asked, project_of
from contract_kit.pytest_plugin.pieces import (
    operations_of,
    report_of_operation,
    report_of_recording,
    report_of_story,
    stories_of,
)
from contract_kit.pytest_plugin.wording import seen_again
from contract_kit.reports.glance import facts, title

_STORIES = (".arazzo.yaml", ".arazzo.yml", ".arazzo.json")
_ACCEPTED = ".accepted.yaml"
_SHOWN = 5  # findings of one item
_Piece = tuple[str, Callable[[], Report]]  # its name, and what looks at it


def collected(path: Path, parent: pytest.Collector) -> "ContractFile | None":
    """What there is to look at in a file that was named; None where it is none of the kit's."""
    if path.name.endswith(_ACCEPTED):
        return None
    file: ContractFile = ContractFile.from_parent(parent, path=path)
    return file


class ContractFile(pytest.File):
    """A file of stories, a specification, or a recording."""

    def collect(self) -> Iterator["ContractItem"]:
        """One item each; a mistake in the file is told in one line."""
        try:
            project = project_of(self.config)
            for name, look in _pieces(project, self.path, Asked.of(self.config).target):
                yield ContractItem.from_parent(self, name=name, look=look)
        except Mistake as mistake:
            raise self.CollectError(f"contract: {mistake}") from None


class ContractItem(pytest.Item):
    """One story, operation or recording."""

    def __init__(self, *, look: Callable[[], Report], **given: Any) -> None:
        super().__init__(**given)
        self._look = look

    def runtest(self) -> None:
        """Looks, and fails with what is found; skips what it was kept from looking at."""
        try:
            report = self._look()
        except CouldNotLook as reason:
            pytest.skip(str(reason))
        except Mistake as mistake:
            pytest.fail(f"contract: {mistake}", pytrace=False)
        if report.count("error"):
            pytest.fail("\n".join(_worded(report)), pytrace=False)
        kept = [one for one in report.not_looked if not report.looks or one.reason in KEEPS]
        if kept:
            pytest.skip("; ".join(entry.detail for entry in kept))

    def reportinfo(self) -> tuple[Path, None, str]:
        """What a failure is headed with."""
        return self.path, None, f"{self.path.name}: {self.name}"


def _pieces(project: Project, path: Path, target: str | None) -> Iterator[_Piece]:
    if path.name.endswith(_STORIES):
        api = _api_of_stories(project, path)
        for story in stories_of(api, path):
            yield story.name, partial(report_of_story, project, api, story, target)
    elif (owner := _api_of_recording(project, path)) is not None:
        yield path.stem, partial(report_of_recording, project, owner, path)
    else:
        api = _api_of_specification(project, path)
        for name in operations_of(api):
            yield name, partial(report_of_operation, project, api, name, target)


def _api_of_stories(project: Project, path: Path) -> Api:
    for api in project.apis.values():
        stories = project.stories(api)
        if stories is not None and stories.resolve() == path.resolve():
            return api
    raise Mistake(f"{path}: no API of the project has these stories")


def _api_of_specification(project: Project, path: Path) -> Api:
    known = (api for api in project.apis.values() if api.spec.resolve() == path.resolve())
    return next(known, None) or project.api(str(path))


def _api_of_recording(project: Project, path: Path) -> Api | None:
    for api in project.apis.values():
        if path.is_relative_to(project.cassettes(api)) and path.suffix == ".yaml":
            return api
    return None


def _worded(report: Report) -> Iterator[str]:
    errors = [found for found in report.findings if found.severity == "error"]
    for finding in errors[:_SHOWN]:
        yield title(finding)
        yield from (f"  {label:<11} {text}" for label, text in facts(finding))
        yield from seen_again(finding)
    if len(errors) > _SHOWN:
        yield f"… and {len(errors) - _SHOWN} more"
