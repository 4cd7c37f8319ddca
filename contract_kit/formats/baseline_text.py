"""Writes a baseline as JSON that a pull request can show, and reads it again or refuses it whole.

    version: 1, api, origins: {live|emulator|document: {since, until, recordings: how many, digests,
      answers: {"operation status": {headers, body}}     # lines of shapes, see `shape_lines`
      steps: {story: {step: {operation: {status: count}}}}
      walks: {story: {step: {operation: lines of the shape of {pages, full}}}}
      lives: {"operation state's pointer": {first, moves: {from: {to: count}}, last}}}}

It has a stable order, and one line of text for each place of a body, step or move.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any, NoReturn, get_args

from contract_kit import documents
from contract_kit.formats.fields import Types, Wrong, fields
from contract_kit.formats.shape_lines import counts, lines_of, shape_in
from contract_kit.model.baseline import Baseline, Past, moment
from contract_kit.model.cassette import Origin
from contract_kit.model.errors import Mistake
from contract_kit.model.facts import AnswerFacts, Facts
from contract_kit.model.lifecycle import Mined
from contract_kit.model.shape import Shape

_FILE: Mapping[str, Types] = {"version": (int,), "api": (str,), "origins": (dict,)}
_PAST: Mapping[str, Types] = {
    "since": (str,),
    "until": (str,),
    "recordings": (int,),
    "digests": (list,),
    "answers": (dict,),
    "steps": (dict,),
    "walks": (dict,),
    "lives": (dict,),
}
_ANSWER: Mapping[str, Types] = {"headers": (dict,), "body": (dict,)}
_LIFE: Mapping[str, Types] = {"first": (dict,), "moves": (dict,), "last": (dict,)}
_ON_A_LINE = 2  # mappings within each other


def parse(source: bytes, name: str) -> Baseline:
    """The baseline that a file holds; `name` is what a `Mistake` calls the file."""
    try:
        data = json.loads(
            source, object_pairs_hook=_once, parse_float=_finite, parse_constant=_no_number
        )
    except json.JSONDecodeError as error:
        raise Mistake(f"{name}:{error.lineno}: {error.msg}, this is no JSON") from None
    except (ValueError, RecursionError) as error:
        raise Mistake(f"{name}: {error}") from None
    try:
        return _baseline(data)
    except Wrong as wrong:
        where = " ".join(json.dumps(key) for key in wrong.path)
        line = documents.line_of(source, wrong.path)
        raise Mistake(f"{name}:{line}: {where + ' ' if where else ''}{wrong}") from None


def render(baseline: Baseline) -> bytes:
    """The bytes of a baseline's file: `parse` gives the same baseline back."""
    origins = {origin: _of_past(past) for origin, past in sorted(baseline.pasts.items())}
    data = {"version": 1, "api": baseline.api, "origins": origins}
    return f"{_text(data, '')}\n".encode()


def _baseline(data: Any) -> Baseline:
    if type(data) is not dict or data.get("version") != 1 or "origins" not in data:
        raise Wrong("is no baseline of version 1, which this kit reads")
    fields(data, _FILE, {})
    pasts: dict[Origin, Past] = {}
    for origin, past in data["origins"].items():
        if origin not in get_args(Origin):
            raise Wrong(f"is none of {', '.join(get_args(Origin))}", "origins", origin)
        try:
            pasts[origin] = _past(past)
        except Wrong as wrong:
            raise wrong.within("origins", origin) from None
    return Baseline(data["api"], pasts)


def _past(data: Any) -> Past:
    fields(data, _PAST, {})
    for name in ("since", "until"):
        try:
            moment(data[name])
        except ValueError as error:
            raise Wrong(f"is no time: {error}", name) from None
    digests = data["digests"]
    if not digests or any(type(digest) is not str for digest in digests):
        raise Wrong("is no list of texts", "digests")
    if len(set(digests)) != data["recordings"]:
        raise Wrong(f"is {data['recordings']}, but {len(set(digests))} are named", "recordings")
    return Past(
        frozenset(digests),
        data["since"],
        data["until"],
        Facts(
            dict(_answers(data["answers"])),
            dict(_steps(data["steps"])),
            dict(_walks(data["walks"])),
            {name: _life(life, "lives", name) for name, life in data["lives"].items()},
        ),
    )


def _answers(data: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str], AnswerFacts]]:
    for name, answer in data.items():
        operation, gap, status = name.rpartition(" ")
        if not gap:
            raise Wrong("is no operation and status", "answers", name)
        parts = fields(answer, _ANSWER, {}, "answers", name)
        shapes = []
        for part in _ANSWER:
            try:
                shapes.append(shape_in(parts[part]))
            except Wrong as wrong:
                raise wrong.within("answers", name, part) from None
        yield (operation, status), AnswerFacts(*shapes)


def _steps(data: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str, str], Mapping[str, int]]]:
    for story, steps in data.items():
        for step, operations in _mapping(steps, "steps", story).items():
            for operation, statuses in _mapping(operations, "steps", story, step).items():
                place = ("steps", story, step, operation)
                yield (story, step, operation), counts(statuses, *place)


def _walks(data: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str, str], Shape]]:
    for story, steps in data.items():
        for step, operations in _mapping(steps, "walks", story).items():
            for operation, lines in _mapping(operations, "walks", story, step).items():
                place = ("walks", story, step, operation)
                try:
                    yield (story, step, operation), shape_in(_mapping(lines))
                except Wrong as wrong:
                    raise wrong.within(*place) from None


def _life(data: Any, *path: str) -> Mined:
    fields(data, _LIFE, {}, *path)
    moves = {
        (before, after): count
        for before, afters in data["moves"].items()
        for after, count in counts(afters, *path, "moves", before).items()
    }
    return Mined(counts(data["first"], *path, "first"), moves, counts(data["last"], *path, "last"))


def _mapping(data: Any, *path: str) -> Mapping[str, Any]:
    if type(data) is not dict:
        raise Wrong("is no mapping", *path)
    return data


def _of_past(past: Past) -> dict[str, Any]:
    facts = past.facts
    counted = {step: dict(sorted(statuses.items())) for step, statuses in facts.steps.items()}
    walked = {step: lines_of(walk) for step, walk in facts.walks.items()}
    return {
        "since": past.since,
        "until": past.until,
        "recordings": len(past.recordings),
        "digests": sorted(past.recordings),
        "answers": {
            f"{operation} {status}": {
                "headers": lines_of(answer.headers),
                "body": lines_of(answer.body),
            }
            for (operation, status), answer in sorted(facts.answers.items())
        },
        "steps": _by_step(counted),
        "walks": _by_step(walked),
        "lives": {name: _of_life(life) for name, life in sorted(facts.lives.items())},
    }


def _by_step(data: Mapping[tuple[str, str, str], Any]) -> dict[str, Any]:
    found: dict[str, dict[str, dict[str, Any]]] = {}
    for (story, step, operation), value in sorted(data.items()):
        found.setdefault(story, {}).setdefault(step, {})[operation] = value
    return found


def _of_life(life: Mined) -> dict[str, Any]:
    moves: dict[str, dict[str, int]] = {}
    for (before, after), count in sorted(life.moves.items()):
        moves.setdefault(before, {})[after] = count
    return {
        "first": dict(sorted(life.first.items())),
        "moves": moves,
        "last": dict(sorted(life.last.items())),
    }


def _text(data: Any, indent: str) -> str:
    """JSON with what is small on one line, and a line for each text of a list."""
    inner = f"{indent} "
    if isinstance(data, dict) and _height(data) > _ON_A_LINE:
        members = (f"{inner}{json.dumps(key)}: {_text(data[key], inner)}" for key in data)
        return "{\n" + ",\n".join(members) + f"\n{indent}}}"
    if isinstance(data, list):
        return "[\n" + ",\n".join(f"{inner}{json.dumps(item)}" for item in data) + f"\n{indent}]"
    return json.dumps(data, allow_nan=False)


def _height(data: Any) -> int:
    return 1 + max(map(_height, data.values()), default=0) if isinstance(data, dict) else 0


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"{twice!r} stands twice in one mapping")
    return found


def _finite(digits: str) -> float:
    number = float(digits)
    if abs(number) == float("inf"):
        _no_number(digits)
    return number


def _no_number(digits: str) -> NoReturn:
    raise ValueError(f"{digits[:20]} is no number")
