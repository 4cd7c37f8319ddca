"""Ways to break an emulator on purpose, and the finding that each must give."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import orjson

from contract_kit.emulator.vendor import Call, Handler, Reply

Change = Callable[
    [Call, Handler], Reply
]  # what the broken handler answers in place of the true one


@dataclass(frozen=True)
class Break:
    """One way to break the handler of one operation."""

    operation: str
    change: Change
    rule: str
    kind: str
    pointer: str


def content_changed(change: Callable[[Any], Any]) -> Change:
    """Changes the JSON value of an answer, whatever the handler built it from."""

    def changed(call: Call, true: Handler) -> Reply:
        reply = true(call)
        return replace(reply, content=change(json.loads(orjson.dumps(reply.content))))

    return changed
