"""The account that the tests use; what it waits for it tells, and does not wait."""

from collections.abc import Iterator

import pytest

from .zendesk_jobs import Account


@pytest.fixture
def waited() -> list[float]:
    """The seconds that the client wanted to wait, one after the other."""
    return []


@pytest.fixture
def account(contract_url: str, waited: list[float]) -> Iterator[Account]:
    """An admin's account; recordings and the emulator know these credentials."""
    account = Account(contract_url, "admin@example.com", "secret", waited.append)
    yield account
    account.close()
