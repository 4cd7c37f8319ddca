"""Honest differences: what varies between two runs though nobody has changed anything."""

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random
from typing import Any

from benchmarks.drift.accounts import (
    as_sets,
    days,
    foreign_words,
    larger_ids,
    others_at_work,
    paced,
    quota,
)
from benchmarks.drift.kind import dumped, with_body
from benchmarks.drift.resources import SUNSHINE, SUPPORT, ZUORA
from benchmarks.drift.wire import Asked, Change, Serve
from contract_kit.emulator.emulator import Emulator, Settings
from contract_kit.model.exchange import Answer, header


@dataclass(frozen=True, slots=True)
class Difference:
    """One way in which honest runs differ; of the parts, those that are given are used.

    `settings` sets the emulator up, what `begin` gives acts on it whenever it is in its first
    state, `change` changes answers, `delay` is the longest wait in seconds. `reads` says that only
    stories that read allow it, `apis` for which vendors there is such a thing (empty: for all).
    """

    name: str
    settings: Callable[[Settings, Random], Settings] | None = None
    begin: Callable[[Random], Callable[[Emulator], None]] | None = None
    change: Callable[[Random], Change] | None = None
    delay: float = 0.0
    reads: bool = False
    apis: frozenset[str] = frozenset()


def mixed(random: Random, api: str) -> tuple[Difference, ...]:
    """Some of the differences that a vendor knows; those that leave only reading are rare."""
    return tuple(
        one
        for one in DIFFERENCES
        if (not one.apis or api in one.apis) and random.random() < (0.1 if one.reads else 0.5)
    )


def known_to_all(random: Random) -> tuple[Difference, ...]:
    """Some of the differences that need no emulator: those of the wire."""
    wire = (one for one in DIFFERENCES if not (one.settings or one.begin or one.apis))
    return tuple(one for one in wire if one.name != "others at work" and random.random() < 0.5)


def _answers(edit: Callable[[Answer, Random], Answer]) -> Callable[[Random], Change]:
    def make(random: Random) -> Change:
        return Change(lambda asked, true, serve: edit(true, random))

    return make


def _values(edit: Callable[[Any, Random], Any]) -> Callable[[Random], Change]:
    return _answers(lambda true, random: with_body(true, lambda body: edit(body, random)))


def _shuffled(value: Any, random: Random) -> Any:
    if isinstance(value, list):
        return [_shuffled(item, random) for item in value]
    if not isinstance(value, dict):
        return value
    pairs = [(name, _shuffled(part, random)) for name, part in value.items()]
    return dict(random.sample(pairs, len(pairs)))


def _reordered(random: Random) -> Change:
    """The order of members; `with_body` sees no change of value, so the bytes are written anew."""

    def answer(asked: Asked, true: Answer, serve: Serve) -> Answer:
        if "json" not in (header(true.headers, "content-type") or "") or not true.body:
            return true
        return replace(true, body=dumped(_shuffled(json.loads(true.body), random)))

    return Change(answer)


def _spaced(random: Random) -> Change:
    indent, separators = random.choice(((None, (", ", ": ")), (2, (",", ": ")), (None, (",", ":"))))
    escaped = random.random() < 0.5

    def answer(asked: Asked, true: Answer, serve: Serve) -> Answer:
        if "json" not in (header(true.headers, "content-type") or "") or not true.body:
            return true
        value = json.loads(true.body)
        text = json.dumps(value, indent=indent, separators=separators, ensure_ascii=escaped)
        return replace(true, body=text.encode() + random.choice((b"", b"\n")))

    return Change(answer)


def _more_headers(true: Answer, random: Random) -> Answer:
    found = random.sample(
        (
            ("Strict-Transport-Security", "max-age=31536000; includeSubDomains"),
            ("X-Content-Type-Options", "nosniff"),
            ("X-Frame-Options", "SAMEORIGIN"),
            ("Vary", "Accept-Encoding"),
            ("X-Runtime", f"{random.random():.6f}"),
            ("CF-RAY", f"{random.getrandbits(64):016x}-FRA"),
            ("Server-Timing", f"app;dur={random.randrange(900)}"),
        ),
        random.randrange(8),
    )
    return replace(true, headers=true.headers + tuple(found))


def _cased(random: Random) -> Change:
    case = random.choice((str.title, str.upper, str.lower))

    def answer(asked: Asked, true: Answer, serve: Serve) -> Answer:
        return replace(true, headers=tuple((case(name), value) for name, value in true.headers))

    return Change(answer)


def _charset(random: Random) -> Change:
    written = random.choice(("", "; charset=utf-8", ";charset=UTF-8", '; charset="utf-8"'))

    def cased(name: str, value: str) -> str:
        json_type = name.lower() == "content-type" and value.startswith("application/json")
        return f"application/json{written}" if json_type else value

    def answer(asked: Asked, true: Answer, serve: Serve) -> Answer:
        return replace(true, headers=tuple((k, cased(k, v)) for k, v in true.headers))

    return Change(answer)


def _closed(true: Answer, random: Random) -> Answer:
    told = random.choice(
        (("Connection", "close"), ("Connection", "keep-alive"), ("Keep-Alive", "timeout=5"))
    )
    return replace(true, headers=(*true.headers, told)) if random.random() < 0.3 else true


def _request_id(true: Answer, random: Random) -> Answer:
    name = "zuora-request-id"
    mine = f"{random.getrandbits(128):032x}"
    return replace(
        true, headers=tuple((k, mine if k.lower() == name else v) for k, v in true.headers)
    )


DIFFERENCES = (
    Difference("key order", change=_reordered),
    Difference("seed", settings=lambda s, random: replace(s, seed=random.randrange(1, 10**6))),
    Difference("days", begin=days),
    Difference("extra polls", settings=paced),
    Difference("latency", delay=0.004),
    Difference("harmless headers", change=_answers(_more_headers)),
    Difference("case of header names", change=_cased),
    Difference("charset of the content type", change=_charset),
    Difference("quota size", begin=quota),
    Difference("request ids", change=_answers(_request_id), apis=frozenset((ZUORA,))),
    Difference("others at work", change=others_at_work),
    Difference("order of sets", change=as_sets, apis=frozenset((SUNSHINE,))),
    Difference("empty account", settings=lambda s, random: replace(s, state="empty"), reads=True),
    Difference("Unicode in customer data", change=_values(foreign_words)),
    Difference("connections", change=_answers(_closed)),
    Difference("spacing of JSON", change=_spaced),
    Difference("larger ids", begin=larger_ids, apis=frozenset((SUPPORT,))),
)
