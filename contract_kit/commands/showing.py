"""Words what drift has found: who is wrong, and the recorded value beside the one of now."""

import json
from dataclasses import dataclass, replace
from pathlib import Path

from contract_kit.commands.past import Past, origin_of
from contract_kit.commands.reproducing import evident
from contract_kit.commands.running import Run
from contract_kit.model.content import Unreadable
from contract_kit.model.exchange import Answer, header
from contract_kit.model.finding import Evidence, Finding, Verdict
from contract_kit.model.pointer import select
from contract_kit.model.sighting import Journey
from contract_kit.model.verdict import verdict
from contract_kit.scrubbing import Scrubber

_SHOWN = 80  # characters of a value


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding with what shows it: a story up to the exchange that does, nothing where none does.

    `compared` says that it is a difference from the baseline, inside what the specification
    promises.
    """

    finding: Finding
    journey: Journey
    compared: bool = False


def told(run: Run, past: Past, shown: Shown) -> Finding:
    """The finding as a person is told of it, with its verdict and its evidence."""
    finding = replace(shown.finding, verdict=_verdict(run, past, shown))
    if not shown.journey.sightings:
        return replace(finding, evidence=Evidence())
    exchanges = [sighting.exchange for sighting in shown.journey.sightings]
    finding = evident(finding, run.contract.api, run.target, exchanges)
    recorded = _recorded(past, shown.journey)
    if recorded is None:
        return finding
    path, number, then = recorded
    operation = shown.journey.sightings[-1].operation
    scrubbed = Scrubber(run.contract.document).scrub(exchanges[-1], operation)
    shown_path = run.project.shown(path)
    evidence = replace(finding.evidence, cassette=shown_path, exchange=number)
    if _is_of_request(finding.pointer):
        return replace(finding, evidence=evidence)
    now = _value(scrubbed.exchange.answer, finding.pointer)
    message = f"{finding.message}; recorded {_value(then, finding.pointer)}, now {now}"
    return replace(finding, message=message, evidence=evidence)


def _verdict(run: Run, past: Past, shown: Shown) -> Verdict:
    """By the table; without recordings of the same origin nobody can say that the vendor changed.

    What an emulator answers is the emulator's doing.
    """
    if shown.finding.verdict != "unknown":
        return shown.finding.verdict
    if not past.recordings:
        return "unknown"
    finding = shown.finding
    place = (finding.operation, finding.pointer)
    same = any(broken.fingerprint == finding.fingerprint for broken in past.broken)
    kept = not any((broken.operation, broken.pointer) == place for broken in past.broken)
    found = verdict(keeps=shown.compared, as_recorded=same, recording_kept=kept)
    return "emulator" if found == "vendor" and origin_of(run) == "emulator" else found


def _recorded(past: Past, journey: Journey) -> tuple[Path, int, Answer] | None:
    """The recorded exchange at the same place: the same story, step, and poll or page."""
    if journey.name not in past.held:
        return None
    path, held = past.held[journey.name]
    wanted = journey.sightings[-1]
    for number, sighting in enumerate(held.sightings, 1):
        if (sighting.step, sighting.number) == (wanted.step, wanted.number):
            return path, number, sighting.exchange.answer
    return None


def _is_of_request(pointer: str) -> bool:
    return pointer.startswith(("request:", "path:", "query:"))


def _value(answer: Answer, pointer: str) -> str:
    """What an answer has at a pointer, the first of many; `nothing` where it has nothing."""
    if pointer == "status":
        return str(answer.status)
    if pointer.startswith("header:"):
        return header(answer.headers, pointer.removeprefix("header:")) or "nothing"
    try:
        found = next(select(answer.json, pointer), _NOTHING)
    except Unreadable:
        found = answer.body.decode("utf-8", "replace")
    if found is _NOTHING:
        return "nothing"
    text = json.dumps(found, ensure_ascii=False)
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"


_NOTHING = object()
