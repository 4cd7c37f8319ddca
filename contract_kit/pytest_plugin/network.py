"""Keeps tests under contract off the network, whatever client they use, and counts what leaves.

The recorder refuses what its clients ask of other hosts; this sees what goes past it: a client that
nobody intercepts, a thread of somebody else's. Python tells of every connection (PEP 578); a hook
of that kind can't be taken out, so there is one, which asks whether a test is under way.
"""

import socket
import sys
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from ipaddress import ip_address
from typing import Any

from contract_kit.pytest_plugin.held import Traffic
from contract_kit.recorder import Blocked


class NetworkOff(Blocked, ConnectionRefusedError):
    """A connection that was refused; an `OSError`, so that clients clear up behind themselves."""


@contextmanager
def watched(allowed: Iterable[str], traffic: Traffic) -> Iterator[None]:
    """Connections to other machines raise `NetworkOff` unless to `allowed` hosts (`host[:port]`).

    What was made and what was refused is added to `traffic`.
    """
    before = _WATCH.allowed, _WATCH.traffic
    _WATCH.begin()
    _WATCH.allowed, _WATCH.traffic = frozenset(allowed), traffic
    try:
        yield
    finally:
        _WATCH.allowed, _WATCH.traffic = before


class _Watch:
    """Whose connections are watched now; nobody's where `allowed` is None."""

    def __init__(self) -> None:
        self.allowed: frozenset[str] | None = None
        self.traffic = Traffic()
        self._hooked = False

    def begin(self) -> None:
        if not self._hooked:
            sys.addaudithook(self.hear)
            self._hooked = True

    def hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if event != "socket.connect" or self.allowed is None:
            return
        address = arguments[1]
        if not isinstance(address, tuple) or _is_here(str(address[0])):
            return  # a socket that is a file, or of this machine
        host, port = str(address[0]), address[1]
        name = next((one for one in self.allowed if _is_meant(one, host, port)), None)
        if name is None:
            self.traffic.refused.append(f"{host}:{port}")
            raise NetworkOff(
                f"a connection to {host}:{port} was refused: the network is off in tests under "
                f"contract; --contract-allowed-hosts {host} lets it through"
            )
        self.traffic.left.append(f"{name.rpartition(':')[0] or name}:{port}")


_WATCH = _Watch()


def _is_here(host: str) -> bool:
    try:
        return ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def _is_meant(allowed: str, host: str, port: int) -> bool:
    name, _, only = allowed.rpartition(":") if allowed.count(":") == 1 else (allowed, "", "")
    return only in ("", str(port)) and (name == host or host in _addresses(name))


@lru_cache(maxsize=256)
def _addresses(name: str) -> frozenset[str]:
    try:
        return frozenset(str(found[4][0]) for found in socket.getaddrinfo(name, None))
    except OSError:
        return frozenset()
