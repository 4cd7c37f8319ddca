"""Connections to other machines are refused and counted, those of this machine are nobody's."""

import socket
from typing import Any

import pytest

from contract_kit.pytest_plugin.held import Traffic
from contract_kit.pytest_plugin.network import watched
from contract_kit.recorder import Blocked
from tests.pytest_plugin.suite import bookshelf

ELSEWHERE = ("192.0.2.1", 80)  # RFC 5737: nobody's address


def connect(address: tuple[Any, ...]) -> None:
    with socket.socket() as connection:
        connection.settimeout(0.01)
        connection.connect_ex(address)  # whether it is reached does not matter


def test_another_machine_is_refused_before_a_packet_leaves() -> None:
    traffic = Traffic()
    with watched((), traffic), pytest.raises(Blocked, match=r"192\.0\.2\.1:80"):
        connect(ELSEWHERE)
    assert traffic == Traffic(refused=["192.0.2.1:80"])


@pytest.mark.parametrize("allowed", ["192.0.2.1", "192.0.2.1:80"])
def test_what_is_allowed_is_counted(allowed: str) -> None:
    traffic = Traffic()
    with watched([allowed], traffic):
        connect(ELSEWHERE)
    assert traffic == Traffic(left=["192.0.2.1:80"])


def test_another_port_of_an_allowed_host_is_refused() -> None:
    with watched(["192.0.2.1:443"], Traffic()), pytest.raises(Blocked):
        connect(ELSEWHERE)


def test_this_machine_is_neither_refused_nor_counted() -> None:
    traffic = Traffic()
    with bookshelf() as (url, _), watched((), traffic):
        connect(("127.0.0.1", int(url.split(":")[2].removesuffix("/v1"))))
    assert traffic == Traffic()


def test_nothing_is_watched_afterwards() -> None:
    with watched((), Traffic()):
        pass
    connect(ELSEWHERE)
