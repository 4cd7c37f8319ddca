"""Small promises of messages, and how their misfits are told in tests."""

from collections.abc import Iterable
from typing import Any

from contract_kit.model.conformance import Misfit
from contract_kit.model.exchange import Headers

JSON: Headers = (("Content-Type", "application/json"),)
JOB = {
    "type": "object",
    "required": ["data"],
    "properties": {
        "data": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["id", "state"],
                "additionalProperties": False,
                "properties": {
                    "id": {"type": "string", "minLength": 1},
                    "state": {"enum": ["queued", "done"]},
                    "count": {"type": ["integer", "null"], "maximum": 9},
                    "at": {"type": "string", "format": "date-time"},
                },
            },
        }
    },
}


def told(misfits: Iterable[Misfit]) -> list[tuple[str, str, tuple[str | int, ...]]]:
    """Place, keyword and path of each misfit."""
    return [(misfit.place, misfit.breach.keyword, misfit.breach.path) for misfit in misfits]


def parameter(name: str, schema: Any, where: str = "query", **rest: Any) -> dict[str, Any]:
    """A parameter as a document describes it."""
    return {"name": name, "in": where, "schema": schema, **rest}
