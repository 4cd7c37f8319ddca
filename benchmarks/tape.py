"""An API for the benchmarks, and recordings of any size with bodies that are easily changed."""

import gc
import time
from collections.abc import Callable

from contract_kit.model.cassette import Cassette, Heading, Recorded
from contract_kit.model.exchange import Answer, Exchange, Request

BASE = "https://api.example.com"
HEADING = Heading(
    "bench", "test", "bench", "emulator", "2020-06-09T22:00:00Z", "0" * 16, "0", BASE, 1
)
SPECIFICATION = f"""\
openapi: 3.1.0
info: {{title: Jobs, version: '1'}}
servers: [{{url: '{BASE}'}}]
paths:
  /jobs/{{id}}:
    get:
      operationId: showJob
      parameters: [{{name: id, in: path, required: true, schema: {{type: string}}}}]
      responses:
        '200':
          description: A job.
          content: {{application/json: {{schema: {{type: object}}}}}}
"""
_JSON, _CSV, _PNG = "application/json", "text/csv", "image/png"
_BODIES = (
    (_JSON, b'{"data":{"id":"8b72559ae838","job_status":"completed","results":[],"number":%d}}'),
    (_JSON, b'{"number":%d,"beyond_64_bits":1180591620717411303424,"exact":1.10}'),
    (_JSON, b'{ "number" : %d,\n  "text" : "caf\\u00e9" }\n'),
    (_CSV, b'number,name\r\n%d,"a ""quoted"" name"\r\n'),
    (_PNG, b"\x89PNG\r\n\x1a\n\x00\xff%d"),
)


def tape(size: int) -> Cassette:
    """A recording of so many requests, each of which is made once."""
    return Cassette(HEADING, tuple(_recorded(n) for n in range(1, size + 1)))


def cpu(work: Callable[..., object], *arguments: object) -> float:
    """Seconds of processor time that a call takes."""
    gc.collect()  # what was there before is not this work's to clear away
    began = time.process_time()
    work(*arguments)
    return time.process_time() - began


def _recorded(n: int) -> Recorded:
    kind, body = _BODIES[n % len(_BODIES)]
    answer = Answer(200, (("Content-Type", kind),), body % n)
    return Recorded(n, Exchange(Request("GET", f"{BASE}/jobs/{n}"), answer))
