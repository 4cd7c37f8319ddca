"""The pytest plugin: a team's existing tests become contract tests by one marker.

    @pytest.mark.contract("zendesk-sunshine")
    def test_a_job_is_followed_to_its_end(contract_url): ...

The HTTP of such a test is played from its recording and judged by the rules; a broken promise fails
it. Here are only the hooks that every suite pays for: what a marked test needs is imported, and
hooked in (`playing`), where there is one.
"""

from collections.abc import Sequence
from pathlib import Path

import pytest

from contract_kit.pytest_plugin.asked import (
    RECORD,
    api_of,
    is_configured,
    is_named,
    named_files,
    with_folders,
)
from contract_kit.pytest_plugin.fixtures import (
    cassette_path,
    clock,
    contract_config,
    contract_emulator,
    contract_tape,
    contract_target,
    contract_url,
    faults,
)
from contract_kit.pytest_plugin.held import Hearing

__all__ = [
    "cassette_path",
    "clock",
    "contract_config",
    "contract_emulator",
    "contract_tape",
    "contract_target",
    "contract_url",
    "faults",
]

_MARKER = (
    "contract(api, *, target=None): play the test's HTTP from its recording, and judge it by the "
    "rules of contract_kit"
)
_SUFFIXES = (".yaml", ".yml", ".json")


def pytest_addoption(parser: pytest.Parser) -> None:
    """The options, each of which begins with `--contract-`."""
    group = parser.getgroup("contract", "contract_kit")
    group.addoption(
        "--contract-record",
        choices=RECORD,
        help="record what tests ask for: once (where there is no recording yet), new (what is "
        "missing), all (anew); default none",
    )
    group.addoption(
        "--contract-target",
        metavar="TARGET",
        help="what tests talk to: cassettes (the default), emulator, live or a URL",
    )
    group.addoption(
        "--contract-allowed-hosts",
        metavar="HOST[:PORT],…",
        help="other hosts that tests may talk to",
    )
    group.addoption(
        "--contract-report", metavar="DIR", help="write JUnit XML, JSON and Markdown there"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Makes the marker known, and collects the contract's files that are configured."""
    config.addinivalue_line("markers", _MARKER)
    config.pluginmanager.register(Hearing(config), "contract-hearing")
    if config.args_source is not pytest.Config.ArgsSource.ARGS and is_configured(config.rootpath):
        config.args += named_files(config)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """Stories, specifications and recordings, where they are named and not just come across."""
    if file_path.suffix not in _SUFFIXES or not is_named(parent.config, file_path):
        return None
    from contract_kit.pytest_plugin.files import collected

    return collected(file_path, parent)


@pytest.hookimpl(tryfirst=True)  # so that -m sees the markers of configured folders
def pytest_collection_modifyitems(config: pytest.Config, items: Sequence[pytest.Item]) -> None:
    """Puts a recording around every marked test, before all of its other fixtures."""
    if is_configured(config.rootpath):
        with_folders(config, items)
    marked = [item for item in items if api_of(item)]
    for item in marked:
        if isinstance(item, pytest.Function):
            others = [name for name in item.fixturenames if name != "contract_tape"]
            item.fixturenames = ["contract_tape", *others]
    if marked and not config.pluginmanager.has_plugin("contract-playing"):
        from contract_kit.pytest_plugin import playing

        playing.begin(config)
        config.pluginmanager.register(playing, "contract-playing")
