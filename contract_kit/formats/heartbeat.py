"""The heartbeat on disk, `heartbeat.json`: when each operation was last looked at."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from contract_kit import documents
from contract_kit.formats import durable
from contract_kit.model.errors import Mistake
from contract_kit.model.heartbeat import Beat, Heartbeat

FILE = "heartbeat.json"
_VERSION = 1


def load(path: Path) -> Heartbeat:
    """The heartbeat in a file, an empty one where there is none; raises `Mistake` on others."""
    if not path.exists():
        return Heartbeat()
    data, _ = documents.read(path)
    try:
        return _known(data)
    except (KeyError, TypeError, ValueError, AttributeError):
        raise Mistake(f"{path}: this is no heartbeat; without the file it begins anew") from None


def update(path: Path, change: Callable[[Heartbeat], Heartbeat]) -> Heartbeat:
    """Replaces the heartbeat in a file by another one, as one step; gives the new one."""
    with durable.locked(path):
        fresh = change(load(path))
        durable.commit(path, _render(fresh).encode(), ())
    return fresh


def _known(data: Mapping[str, Any]) -> Heartbeat:
    if data["version"] != _VERSION:
        raise ValueError
    beats = {
        api: {name: _beat(entry) for name, entry in operations.items()}
        for api, operations in data["apis"].items()
    }
    return Heartbeat(_read(data["night"]), beats)


def _beat(entry: Mapping[str, Any]) -> Beat:
    looked = entry["looked"]
    return Beat(_read(entry["since"]), None if looked is None else _read(looked))


def _read(text: str) -> datetime:
    time = datetime.fromisoformat(text)
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def _render(heartbeat: Heartbeat) -> str:
    apis = {
        api: {
            name: {"since": _text(beat.since), "looked": _text(beat.looked)}
            for name, beat in sorted(operations.items())
        }
        for api, operations in sorted(heartbeat.beats.items())
    }
    data = {"version": _VERSION, "night": _text(heartbeat.night), "apis": apis}
    return json.dumps(data, indent=2) + "\n"


def _text(time: datetime | None) -> str | None:
    return None if time is None else time.astimezone(UTC).isoformat(timespec="seconds")
