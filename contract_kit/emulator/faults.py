"""Misbehaviour on request: what a test injects to see how its own code takes it.

Each fault is for one operation and a number of times. The app acts out those of the wire; the
others are told to the operation's handler by `Call.fault`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from typing import Any

from contract_kit.model.errors import Mistake

ON_THE_WIRE = frozenset(("status", "slow", "cut", "malformed"))
BY_THE_HANDLER = frozenset(("job_failed", "job_partial", "job_aborted", "cursor_expired"))
KINDS = ON_THE_WIRE | BY_THE_HANDLER


@dataclass(frozen=True, slots=True)
class Fault:
    """One injected fault: `status` and `retry_after` for kind `status`, `seconds` for `slow`."""

    operation: str
    kind: str
    status: int = 500
    retry_after: int | None = None
    seconds: float = 2.0
    times: int = 1

    @classmethod
    def parse(cls, data: Any, operations: Mapping[str, object]) -> "Fault":
        """Reads what the control endpoint was sent; raises `Mistake` naming what is allowed."""
        if not isinstance(data, Mapping):
            raise Mistake("a fault is a JSON object with `operation` and `kind`")
        for key in data:
            _one_of("member", key, cls.__slots__)
        _one_of("operation", data.get("operation"), operations)
        _one_of("kind", data.get("kind"), KINDS)
        for key in ("status", "retry_after", "times"):
            if key in data and (not isinstance(data[key], int) or data[key] < 0):
                raise Mistake(f"`{key}` of a fault is a whole number, not {data[key]!r}")
        if not 200 <= data.get("status", 500) <= 599:
            raise Mistake(f"`status` of a fault is 200 to 599, not {data['status']}")
        seconds = data.get("seconds", 2.0)
        if not isinstance(seconds, int | float) or not 0 <= seconds <= 60:
            raise Mistake(f"`seconds` of a fault is 0 to 60, not {seconds!r}")
        return cls(**data)


class Faults:
    """The faults that still wait for their operation to be called."""

    def __init__(self) -> None:
        self._waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Injects a fault behind those that wait already."""
        self._waiting.append(fault)

    def clear(self) -> None:
        """Forgets all faults."""
        self._waiting.clear()

    def take(self, operation: str) -> Fault | None:
        """The first fault for an operation, one time of it used up; None without one."""
        for index, fault in enumerate(self._waiting):
            if fault.operation == operation:
                rest = [replace(fault, times=fault.times - 1)] if fault.times > 1 else []
                self._waiting[index : index + 1] = rest
                return fault
        return None

    def waiting(self) -> tuple[Fault, ...]:
        """What has not struck yet."""
        return tuple(self._waiting)


def _one_of(what: str, value: Any, allowed: Any) -> None:
    if not isinstance(value, str) or value not in allowed:
        near = get_close_matches(str(value), allowed, n=1)
        hint = f"did you mean {near[0]!r}?" if near else f"allowed are {', '.join(sorted(allowed))}"
        raise Mistake(f"no {what} of a fault is called {value!r}; {hint}")
