"""A stateful, validated GET of a job against bare Starlette on uvicorn, requests a second."""

from base64 import b64encode
from collections.abc import Iterator
from statistics import median

from benchmarks.measure import Line, rate, serving

_JOB = "/api/sunshine/jobs/8b72559ae838-c9a0-11e7-abc4-cec278b6b50a6e6"
_GOAL = 0.45


def run() -> Iterator[Line]:
    """Five pairs, one after the other; the median of the ratios."""
    credentials = b64encode(b"agent@example.com/token:secret").decode()
    headers = f"Authorization: Basic {credentials}\r\nAccept: */*\r\n"
    emulate = ["-m", "contract_kit", "emulate", "zendesk-sunshine", "--port", "0"]
    with serving(["-m", "benchmarks.bare"]) as bare, serving(emulate) as emulated:
        pairs = [
            (rate(emulated + _JOB, headers, 1.0), rate(bare + _JOB, headers, 1.0)) for _ in range(5)
        ]
    ratio = median(ours / peer for ours, peer in pairs)
    ours, peer = (median(figures) for figures in zip(*pairs, strict=True))
    figure = f"{ratio:.2f} ({ours:,.0f} of {peer:,.0f} requests/s)"
    yield Line("GET of a job / bare Starlette", figure, f">= {_GOAL}", ratio >= _GOAL)
