"""Sets up an emulator from within a test: its clock, its faults, its first state.

Thin clients of the control endpoint, whose requests belong to no recording. Played from a
recording, there is nothing to set up: the recorded answers are those that came after it.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

from contract_kit.model.errors import CouldNotLook, Mistake
from contract_kit.model.target import is_loopback
from contract_kit.recorder.current import using

_SECONDS = 10
_OPENER = build_opener(ProxyHandler({}))
UNPLAYABLE = "cut"  # no recording holds an answer that never came whole


@dataclass(frozen=True, slots=True)
class Control:
    """The control endpoint of the emulator at `url`."""

    url: str

    def reset(self) -> None:
        """Back to the first state; faults are forgotten."""
        self.ask("POST", "reset", {})

    def ask(self, method: str, name: str, body: Any = None) -> Any:
        """What the endpoint answers; raises `Mistake` with its words where it refuses."""
        content = None if body is None else json.dumps(body).encode()
        request = Request(f"{self.url}/__contract__/{name}", content, method=method)  # noqa: S310 - only made of loopback URLs
        try:
            with using(None), _OPENER.open(request, timeout=_SECONDS) as told:
                return json.loads(told.read())
        except HTTPError as error:
            with error:
                raise Mistake(_reason(error.read())) from None
        except (OSError, HTTPException) as error:
            raise CouldNotLook("network", f"no emulator answers at {self.url}: {error}") from None


@dataclass(frozen=True, slots=True)
class Clock:
    """The emulator's time; `control` is None where recordings answer."""

    control: Control | None

    def advance(
        self, seconds: float = 0, *, minutes: float = 0, hours: float = 0, days: float = 0
    ) -> None:
        """Lets time pass, without waiting."""
        passed = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
        if self.control:
            self.control.ask("POST", "clock", {"advance": passed.total_seconds()})


@dataclass(frozen=True, slots=True)
class Faults:
    """Misbehaviour on request; `injected` is told of each fault, also where recordings answer."""

    control: Control | None
    injected: Callable[[str, str, int], None]

    def inject(self, *, operation: str, kind: str, times: int = 1, **more: Any) -> None:
        """The next calls of an operation meet the fault: `contract-kit emulate` says which kinds.

        `kind="status"` takes `status` and `retry_after`, `kind="slow"` takes `seconds`.
        """
        fault = {"operation": operation, "kind": kind, "times": times, **more}
        if self.control:
            self.control.ask("POST", "faults", fault)
        self.injected(operation, kind, times)

    def clear(self) -> None:
        """Forgets what has not struck yet."""
        if self.control:
            self.control.ask("DELETE", "faults")


def control_of(url: str) -> Control | None:
    """The control of the emulator at a URL; None where none answers there."""
    if not is_loopback(url):
        return None
    control = Control(url)
    try:
        known = control.ask("GET", "state")
    except (Mistake, CouldNotLook, ValueError):
        return None
    return control if isinstance(known, dict) and "seed" in known else None


def _reason(body: bytes) -> str:
    try:
        return str(json.loads(body)["error"])
    except (ValueError, KeyError, TypeError):
        return body.decode("utf-8", "replace")[:200]
