"""What the user asked of the plugin: by marker, by option, by configuration; and nothing heavy.

A marker wins over a folder's API, an option over the marker's target, that over the configuration.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    from contract_kit.configuration import Project

MARKER = "contract"
RECORD = ("none", "once", "new", "all")
TARGET = "cassettes"
_PROJECT = pytest.StashKey["Project"]()
_NAMED = pytest.StashKey[frozenset[Path]]()


@dataclass(frozen=True, slots=True)
class Asked:
    """The options of a run; `record` and `target` are None where nothing was said."""

    record: str | None
    target: str | None
    allowed: tuple[str, ...]
    report: Path | None

    @classmethod
    def of(cls, config: pytest.Config) -> "Asked":
        """What the command line says."""
        report = config.getoption("--contract-report")
        hosts = config.getoption("--contract-allowed-hosts") or ""
        return cls(
            config.getoption("--contract-record"),
            config.getoption("--contract-target"),
            tuple(host.strip() for host in hosts.split(",") if host.strip()),
            config.invocation_params.dir / report if report else None,
        )


def api_of(item: pytest.Item) -> str | None:
    """The API whose contract a test is under, None of any other; a test marked `vcr` is vcr's."""
    marker = item.get_closest_marker(MARKER)
    if marker is None or item.get_closest_marker("vcr") is not None:
        return None
    return str(marker.args[0]) if marker.args else ""


def target_of(item: pytest.Item) -> str:
    """What a test talks to, as the user named it."""
    marker = item.get_closest_marker(MARKER)
    said = marker.kwargs.get("target") if marker else None
    option = Asked.of(item.config).target
    return str(option or said or project_of(item.config).settings.get("contract_target", TARGET))


def project_of(config: pytest.Config) -> "Project":
    """The project around the suite; raises `Mistake` where its configuration has one."""
    from contract_kit.configuration import read_project

    if _PROJECT not in config.stash:
        config.stash[_PROJECT] = read_project(config.rootpath)
    return config.stash[_PROJECT]


def is_configured(root: Path) -> bool:
    """Whether a `pyproject.toml` at or above a folder speaks of the kit."""
    files = (folder / "pyproject.toml" for folder in (root, *root.parents))
    return any(file.is_file() and b"tool.contract_kit" in file.read_bytes() for file in files)


def with_folders(config: pytest.Config, items: Iterable[pytest.Item]) -> None:
    """Marks the tests of the folders in `contract_tests` that have no marker of their own."""
    project = _configured(config)
    folders = {
        project.root / folder: api
        for folder, api in project.settings.get("contract_tests", {}).items()
    }
    for item in items:
        if folders and item.get_closest_marker(MARKER) is None:
            above = (folders[path] for path in (item.path, *item.path.parents) if path in folders)
            for api in list(above)[:1]:
                item.add_marker(pytest.mark.contract(api))


def named_files(config: pytest.Config) -> list[str]:
    """The files of `contract_collect`, whose entries are files, folders or patterns."""
    return [str(file) for file in _collectible(_configured(config))]


def is_named(config: pytest.Config, file: Path) -> bool:
    """Whether a file stands on the command line, or in `contract_collect`."""
    if _NAMED not in config.stash:
        said = {config.invocation_params.dir / arg.partition("::")[0] for arg in config.args}
        more = _collectible(_configured(config)) if is_configured(config.rootpath) else ()
        config.stash[_NAMED] = frozenset(path.resolve() for path in (*said, *more))
    return file.resolve() in config.stash[_NAMED]


def _configured(config: pytest.Config) -> "Project":
    from contract_kit.model.errors import Mistake

    try:
        return project_of(config)
    except Mistake as mistake:
        raise pytest.UsageError(str(mistake)) from None


def _collectible(project: "Project") -> Iterator[Path]:
    settings: Mapping[str, Any] = project.settings
    for entry in settings.get("contract_collect", ()):
        path = project.root / str(entry)
        if path.is_dir():
            yield from sorted(path.rglob("*.yaml"))
        elif path.is_file():
            yield path
        else:
            yield from sorted(project.root.glob(str(entry)))
