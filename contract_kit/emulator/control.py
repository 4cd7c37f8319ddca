"""The control endpoint, by which tests set an emulator up: reset, clock, faults, state.

Only on loopback, never recorded, fuzzed or counted, and not part of any contract.
"""

from collections.abc import Callable
from dataclasses import asdict
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from contract_kit.emulator.clock import timestamp
from contract_kit.emulator.emulator import Emulator
from contract_kit.emulator.faults import Fault
from contract_kit.model.content import Unreadable, parse_json
from contract_kit.model.errors import Mistake

PREFIX = "/__contract__/"
_Answer = Callable[[str, Any], Any]  # method and body to a JSON value


def control_endpoint(emulator: Emulator) -> ASGIApp:
    """The application under `/__contract__/`; a mistake is answered 400 with one line."""
    answers: dict[str, tuple[_Answer, list[str]]] = {
        "reset": (lambda _, body: _reset(emulator, body), ["POST"]),
        "clock": (lambda _, body: _clock(emulator, body), ["POST"]),
        "faults": (lambda method, body: _faults(emulator, method, body), ["GET", "POST", "DELETE"]),
        "state": (lambda _, __: _state(emulator), ["GET"]),
    }
    routes = [
        Route(f"{PREFIX}{name}", _endpoint(answer), methods=methods)
        for name, (answer, methods) in answers.items()
    ]
    return Starlette(routes=routes)


def _endpoint(answer: _Answer) -> Callable[[Request], Any]:
    async def endpoint(request: Request) -> JSONResponse:
        body = await request.body()
        try:
            value = parse_json(body) if body else {}
            return JSONResponse(answer(request.method, value))
        except (Mistake, Unreadable) as error:
            return JSONResponse({"error": str(error)}, 400)

    return endpoint


def _reset(emulator: Emulator, body: Any) -> Any:
    seed, state = _member(body, "seed", int, None), _member(body, "state", str, None)
    if state not in (None, "empty", "prepared"):
        raise Mistake(f"`state` is empty or prepared, not {state!r}")
    emulator.reset(seed, state)
    return _state(emulator)


def _clock(emulator: Emulator, body: Any) -> Any:
    seconds = _member(body, "advance", int | float, 0)
    if not 0 <= seconds <= 10 * 365 * 86400:
        raise Mistake(f"`advance` is a number of seconds from 0 to ten years, not {seconds}")
    emulator.state.clock.advance(seconds)
    return _state(emulator)


def _faults(emulator: Emulator, method: str, body: Any) -> Any:
    if method == "POST":
        emulator.faults.add(Fault.parse(body, emulator.contract.operations))
    elif method == "DELETE":
        emulator.faults.clear()
    return {"faults": [asdict(fault) for fault in emulator.faults.waiting()]}


def _state(emulator: Emulator) -> Any:
    state = emulator.state
    return {
        "api": emulator.contract.api,
        "seed": state.seed,
        "now": timestamp(state.clock.ms, milliseconds=True),
        "pace": state.pace.kind,
        "limits": emulator.settings.limits,
        "rows": state.sizes(),
        "faults": len(emulator.faults.waiting()),
    }


def _member(body: Any, name: str, kind: Any, default: Any) -> Any:
    if not isinstance(body, dict):
        raise Mistake("the body is a JSON object")
    value = body.get(name, default)
    if value is not default and (not isinstance(value, kind) or isinstance(value, bool)):
        raise Mistake(f"`{name}` cannot be {value!r}")
    return value
