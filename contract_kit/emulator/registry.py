"""Finds the emulated vendors that are installed, and starts one with its specification."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import entry_points

from contract_kit.emulator.app import application
from contract_kit.emulator.emulator import Emulator, Settings
from contract_kit.emulator.server import running
from contract_kit.emulator.vendor import Vendor
from contract_kit.model.contract import Contract
from contract_kit.model.errors import Mistake

GROUP = "contract_kit.emulators"


@dataclass(frozen=True, slots=True)
class Running:
    """An emulator that is being served at `url`."""

    url: str
    emulator: Emulator


def emulated() -> tuple[str, ...]:
    """The names of the APIs that have an emulator."""
    return tuple(sorted(entry.name for entry in entry_points(group=GROUP)))


def build(contract: Contract, settings: Settings) -> Emulator:
    """The emulator of a contract's API; raises `Mistake` where none is registered."""
    for entry in entry_points(group=GROUP, name=contract.api):
        vendor = entry.load()
        if not isinstance(vendor, Vendor):
            raise Mistake(f"the entry point {entry.value} is no emulated vendor")
        return Emulator(vendor, contract, settings)
    known = ", ".join(emulated()) or "none"
    raise Mistake(f"there is no emulator of {contract.api!r} (emulated: {known}); use --target URL")


@contextmanager
def started(contract: Contract, settings: Settings) -> Iterator[Running]:
    """Serves the emulator of a contract on a free port while the context lasts."""
    emulator = build(contract, settings)
    with running(application(emulator)) as url:
        yield Running(url, emulator)
