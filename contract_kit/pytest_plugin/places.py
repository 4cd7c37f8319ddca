"""Where the recording of a test lies: a file for each test, by its module, its class and its name.

Below the recordings of the API, in `tests/`: `cassettes/<api>/tests/<path of module>/<test>.yaml`.
"""

import re
from hashlib import sha256
from pathlib import Path

import pytest

from contract_kit.configuration import Project
from contract_kit.pytest_plugin.asked import api_of, project_of

FOLDER = "tests"
_LONGEST = 200  # bytes of a file's name; file systems have 255
_OTHERS = re.compile(r"""[<>?%*:|"'/\\\x00-\x1f]""")  # pytest-recording replaces these too


def cassette_of(item: pytest.Item) -> Path:
    """The file of a test's recording; one of pytest-recording's counts while there is no other."""
    project = project_of(item.config)
    name = _name(".".join(_names(item)))
    own = folder_of(project, api_of(item) or "", item.path) / f"{name}.yaml"
    theirs = _of_pytest_recording(item)
    asked_anew = item.config.getoption("--contract-record") == "all"
    return theirs if not own.exists() and theirs.is_file() and not asked_anew else own


def folder_of(project: Project, api: str, module: Path) -> Path:
    """The folder of what the tests of one module record."""
    path = module.with_suffix("") if module.suffix == ".py" else module
    within = path.relative_to(project.root) if path.is_relative_to(project.root) else path.name
    return project.cassettes(project.api(api)) / FOLDER / within


def cassette_of_fixture(folder: Path, name: str) -> Path:
    """The file of what a fixture records that several tests share."""
    return folder / f"{_name(f'fixture {name}')}.yaml"


def _names(item: pytest.Item) -> list[str]:
    classes = [node.name for node in item.listchain() if isinstance(node, pytest.Class)]
    return [*classes, item.name]


def _name(wanted: str) -> str:
    """A file's name; two tests never have the same, however odd their names are."""
    name = _OTHERS.sub("-", wanted)
    if name == wanted and len(name.encode()) <= _LONGEST:
        return name
    short = name.encode()[:_LONGEST].decode("utf-8", "ignore")
    return f"{short}-{sha256(wanted.encode()).hexdigest()[:8]}"


def _of_pytest_recording(item: pytest.Item) -> Path:
    folder = item.path.parent / "cassettes" / item.path.stem
    marker = item.get_closest_marker("default_cassette")
    name = ".".join(_names(item)[-2:])
    wanted = str(marker.args[0]) if marker and marker.args else _OTHERS.sub("-", name)
    return folder / f"{wanted.removesuffix('.yaml')}.yaml"
