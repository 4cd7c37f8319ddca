"""The acceptances of an API on disk, `<api>.accepted.yaml`: a list, sorted by fingerprint."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields as parts_of
from datetime import date
from pathlib import Path
from typing import Any

from contract_kit import documents
from contract_kit.formats import durable, yaml_text
from contract_kit.formats.fields import Types, Wrong, fields
from contract_kit.model.acceptance import Acceptance
from contract_kit.model.errors import Mistake

_PARTS = tuple(part.name for part in parts_of(Acceptance))
_TYPES: Mapping[str, Types] = dict.fromkeys(_PARTS, (str,))
_HEAD = "# Findings that we have read and taken; each comes back after its last day.\n"


def load(path: Path) -> tuple[Acceptance, ...]:
    """The acceptances in a file, none where there is no file; raises `Mistake` with the line."""
    if not path.exists():
        return ()
    data, source = documents.read(path)
    if data is None:
        return ()
    try:
        return tuple(_acceptances(data))
    except Wrong as wrong:
        line = documents.line_of(source, wrong.path)
        place = wrong.path[-1] if len(wrong.path) > 1 else "this"
        raise Mistake(f"{path}:{line}: {place} {wrong}") from None


def add(path: Path, acceptances: Iterable[Acceptance]) -> None:
    """Adds acceptances to a file; one of the same fingerprint is replaced by the new one."""
    with durable.locked(path):
        held = {one.fingerprint: one for one in (*load(path), *acceptances)}
        durable.commit(path, _render(held[key] for key in sorted(held)).encode(), ())


def _acceptances(data: Any) -> Iterator[Acceptance]:
    if not isinstance(data, list):
        raise Wrong("is no list")
    for n, entry in enumerate(data):
        yield _acceptance(entry, n)


def _acceptance(entry: Any, n: int) -> Acceptance:
    held = fields(entry, _TYPES, {}, n)
    try:
        until = date.fromisoformat(held["until"])
    except ValueError:
        raise Wrong("is no date, such as 2027-01-31", n, "until") from None
    return Acceptance(**{**held, "until": until})


def _render(acceptances: Iterable[Acceptance]) -> str:
    lines = [_HEAD]
    for one in acceptances:
        for name in _PARTS:
            mark = "- " if name == _PARTS[0] else "  "
            lines.append(f"{mark}{name}: {yaml_text.text(str(getattr(one, name)))}\n")
    return "".join(lines)
