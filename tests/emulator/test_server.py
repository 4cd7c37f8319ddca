"""Serving on loopback, and only there."""

import socket
from dataclasses import replace
from importlib.metadata import entry_points

import pytest

from contract_kit.emulator.emulator import Settings
from contract_kit.emulator.registry import GROUP, build, emulated
from contract_kit.emulator.server import running, serve
from contract_kit.emulator.vendor import Vendor
from contract_kit.model.contract import Contract
from contract_kit.model.errors import Mistake
from tests.emulator.conftest import Client


def test_a_server_listens_on_loopback_only(sunshine: Client) -> None:
    assert sunshine.url.startswith("http://127.0.0.1:")


def test_a_port_in_use_is_told_in_one_line() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(Mistake, match=f"port {port} cannot be used"):
            serve(_nothing, port, print)


def test_a_server_is_gone_when_its_context_is_left() -> None:
    with running(_nothing) as url:
        port = int(url.rpartition(":")[2])
        socket.create_connection(("127.0.0.1", port), 5).close()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), 5)


def test_every_registered_vendor_handles_every_operation_of_its_specification(
    sunshine_contract: Contract,
) -> None:
    vendors = [entry.load() for entry in entry_points(group=GROUP)]
    assert [type(vendor) for vendor in vendors] == [Vendor] * len(emulated())
    by_api = {vendor.api: vendor for vendor in vendors}
    assert set(by_api["zendesk-sunshine"].handlers) == set(sunshine_contract.operations)


def test_an_api_without_an_emulator_is_told_so(sunshine_contract: Contract) -> None:
    unknown = replace(sunshine_contract, api="unheard-of")
    with pytest.raises(Mistake, match="no emulator of 'unheard-of'"):
        build(unknown, Settings())


async def _nothing(scope: object, receive: object, send: object) -> None:
    """An application that is never asked."""
