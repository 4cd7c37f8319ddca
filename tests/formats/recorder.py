"""A process that records, for tests to watch, to limit and to kill.

Called with the file, its own name, how many exchanges to record in each recording, and `for-ever`,
`once` or `anew`. It says `ready` when a recording has begun, waits for a line, and says the number
of each exchange once it is kept.
"""

import sys
from pathlib import Path

from contract_kit.formats.store import Recording
from contract_kit.model.cassette import Recorded
from contract_kit.model.errors import Mistake
from contract_kit.model.exchange import Answer, Exchange, Request
from tests.formats.samples import HEADING, JSON


def record(path: Path, name: str, count: int, first: int, *, anew: bool, wait: bool) -> None:
    recording = Recording(path, HEADING, anew=anew)
    print("ready", flush=True)
    if wait:
        sys.stdin.readline()
    for number in range(first, first + count):
        body = f'{{"name":"{name}","number":{number},"text":"{"x" * 200}"}}'.encode()
        exchange = Exchange(
            Request("GET", f"{HEADING.base_url}/{name}"), Answer(200, (JSON,), body)
        )
        recording.append(Recorded(0, exchange, at=number / 100))
        print(number, flush=True)
    recording.finish()


def main(path: str, name: str, count: str, how: str) -> None:
    first = 1
    while first == 1 or how == "for-ever":
        record(Path(path), name, int(count), first, anew=how == "anew", wait=how != "for-ever")
        first += int(count)


if __name__ == "__main__":
    try:
        main(*sys.argv[1:])
    except Mistake as mistake:
        sys.exit(f"{mistake}")
