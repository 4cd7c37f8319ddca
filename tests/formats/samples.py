"""Recordings, and what is told of them; nothing that a small process would wait for."""

import json
from pathlib import Path

from contract_kit.formats.store import Recording
from contract_kit.model.cassette import Cassette, Heading, Recorded
from contract_kit.model.exchange import Answer, Exchange, Request

HEADING = Heading(
    api="zendesk-sunshine",
    made_by="story",
    name="post-job",
    origin="emulator",
    recorded_at="2020-06-09T22:00:00Z",
    spec="0123456789abcdef",
    kit="0.1.0",
    base_url="https://example.zendesk.com",
    seed=7,
)
URL = "https://example.zendesk.com/api/sunshine/jobs"
JSON = ("Content-Type", "application/json")


def exchange(number: int = 1) -> Exchange:
    asked = b'{"data": {"type": "resources", "action": "post"}}'
    told = f'{{"data":{{"id":"{number}","job_status":"queued","results":[]}}}}'.encode()
    return Exchange(
        Request("POST", URL, (JSON, ("Content-Length", str(len(asked)))), asked),
        Answer(201, (JSON, ("Content-Length", str(len(told)))), told),
    )


def cassette(*exchanges: Exchange, heading: Heading = HEADING) -> Cassette:
    return Cassette(
        heading,
        tuple(Recorded(n, one, "create", "createJob", n / 2) for n, one in enumerate(exchanges, 1)),
    )


def answering(body: bytes, *headers: tuple[str, str]) -> Cassette:
    return cassette(Exchange(Request("GET", URL), Answer(200, headers, body)))


def at(seconds: float, number: int = 1) -> Recorded:
    return Recorded(0, exchange(number), "step", "createJob", seconds)


def numbers(recorded: Cassette | None) -> list[int]:
    assert recorded
    assert [one.n for one in recorded.exchanges] == list(range(1, len(recorded.exchanges) + 1))
    bodies = [json.loads(one.exchange.answer.body) for one in recorded.exchanges]
    return [int(body["data"]["id"]) for body in bodies]


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def left_over(path: Path, *recorded: Recorded, anew: bool = False) -> None:
    """What a process leaves that is killed while it records."""
    recording = Recording(path, HEADING, anew=anew)
    for one in recorded:
        recording.append(one)
    recording._journal.close()  # as the kernel does it
