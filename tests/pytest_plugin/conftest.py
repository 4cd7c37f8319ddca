"""What every test of the plugin needs: a project, and the server that it is under contract with."""

import sys
from collections.abc import Iterator

import aiohttp
import httpx
import pytest
import requests
import vcr

from contract_kit.pytest_plugin import files, playing, summary
from tests.pytest_plugin.suite import ROOT, Suite, bookshelf

LOADED = (
    aiohttp,
    httpx,
    requests,
    vcr,
    files,
    playing,
    summary,
)  # once: what a run in this process imports, it forgets


@pytest.fixture
def suite(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Iterator[Suite]:
    """A project with nothing but the specification and a server that keeps it.

    No test of it is kept compiled: one that is written anew in the same second, and is as long as
    before, would be taken for the old one.
    """
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    with bookshelf() as (url, asked):
        made = Suite(pytester, url, asked)
        specification = ROOT / "tests" / "own_api" / "bookshelf.yaml"
        made.write("specs/bookshelf.yaml", specification.read_text(encoding="utf-8"))
        made.write("pyproject.toml", "[tool.contract_kit]\n")
        yield made


@pytest.fixture
def broken() -> Iterator[str]:
    """The URL of a server that forgets the subtitle of a book."""
    with bookshelf(broken=True) as (url, _):
        yield url
