"""Honest differences between accounts: their size, age and data, and who else is at work."""

import json
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Any

from benchmarks.drift.kind import with_body
from benchmarks.drift.resources import SUNSHINE, SUPPORT, ZUORA
from benchmarks.drift.wire import Asked, Change, Serve
from contract_kit.emulator.clock import Pace
from contract_kit.emulator.emulator import Emulator, Settings
from contract_kit.model.exchange import Answer, header

DAY = 24 * 60 * 60
_UNICODE = ("Ödön, café", "日本語の本", "كتاب", "Σίσυφος 🪨", "naïve—“quoted”", "Z̵a̵l̵g̵o̵", "")


def quota(random: Random) -> Callable[[Emulator], None]:
    """Accounts may send more or less, by what they pay for."""
    limit = random.choice((200, 400, 700, 1000, 2500))  # by what the customer pays for

    def begin(emulator: Emulator) -> None:
        emulator.vendor = replace(emulator.vendor, a_minute=limit)

    return begin


def days(random: Random) -> Callable[[Emulator], None]:
    """Some time has passed since the account was made."""
    seconds = random.choice((60, 3600, 5 * DAY, 40 * DAY, 400 * DAY)) * random.random()
    return lambda emulator: emulator.state.clock.advance(seconds)


def larger_ids(random: Random) -> Callable[[Emulator], None]:
    """There have been many tickets, organizations and users before."""
    last = random.choice((10**4, 10**6, 10**9, 10**12))

    def begin(emulator: Emulator) -> None:
        for table in ("ticket", "organization", "user"):
            insert = f"INSERT INTO {table} (id, attributes) VALUES (?, '{{}}')"
            emulator.state.run(insert, (last,))

    return begin


_OTHERS: dict[str, tuple[str, str, str, bytes]] = {
    SUNSHINE: (
        "createJob",
        "/api/sunshine/jobs",
        "Basic YWdlbnRAZXhhbXBsZS5jb206cGFzc3dvcmQ=",
        b'{"type":"resources","action":"post","data":[{"type":"book","attributes":{"name":"Another"}}]}',
    ),
    SUPPORT: (
        "createManyOrganizations",
        "/api/v2/organizations/create_many",
        "Basic YWRtaW5AZXhhbXBsZS5jb206cGFzc3dvcmQ=",
        b'{"organizations":[{"name":"another one"}]}',
    ),
    ZUORA: (
        "submitBulkJob",
        "/objects/jobs",
        "Bearer all",
        b'{"namespace":"default","object":"passenger","operation":"create"}',
    ),
}


def others_at_work(random: Random) -> Change:
    """Somebody else starts jobs between the requests of the run."""

    def ask(asked: Asked) -> Asked:
        return asked

    def answer(asked: Asked, true: Answer, serve: Serve) -> Answer:
        if random.random() < 0.15:
            api = {"/api/s": SUNSHINE, "/api/v": SUPPORT}.get(asked.path[:6], ZUORA)
            operation, path, credentials, body = _OTHERS[api]
            headers = (
                ("host", header(asked.headers, "host") or ""),
                ("content-type", "application/json"),
                ("authorization", credentials),
            )
            serve(Asked(operation, "POST", path, "", headers, body))
        return true

    return Change(answer, ask)


def as_sets(random: Random) -> Change:
    """Lists that no document orders come in any order."""

    def answer(asked: Asked, true: Answer, serve: Serve) -> Answer:
        if asked.operation not in ("listObjectTypes", "reportObjectTypes") or true.status != 200:
            return true
        return with_body(
            true, lambda body: {**body, "data": random.sample(body["data"], len(body["data"]))}
        )

    return Change(answer)


def foreign_words(value: Any, random: Random) -> Any:
    """The customer's own texts, where the customer was not the run itself."""
    if isinstance(value, list):
        return [foreign_words(item, random) for item in value]
    if not isinstance(value, dict):
        return value
    return {
        name: {k: random.choice(_UNICODE) if isinstance(v, str) else v for k, v in part.items()}
        if name in ("attributes", "record") and "ck-" not in json.dumps(part)
        else foreign_words(part, random)
        for name, part in value.items()
    }


def paced(settings: Settings, random: Random) -> Settings:
    """Jobs are slower, so that they are polled more often."""
    return replace(settings, pace=Pace("polls", random.choice((1, 1, 2, 3))))
