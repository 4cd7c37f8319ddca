"""A server for all tests of the recorder, and a contract that names it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from contract_kit import openapi
from contract_kit.model.contract import Contract
from tests.recorder.server import Served, serving

BOOKSHELF = Path(__file__).parents[1] / "own_api" / "bookshelf.yaml"


@pytest.fixture
def server() -> Iterator[Served]:
    with serving() as served:
        yield served


@pytest.fixture(scope="session")
def contract() -> Contract:
    return openapi.load(BOOKSHELF)
