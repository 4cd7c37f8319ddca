"""Puts a recording around client code: its requests are answered from it, or recorded into it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import urlsplit

from contract_kit import __version__
from contract_kit.model.cassette import Heading
from contract_kit.model.contract import Contract
from contract_kit.model.errors import Mistake
from contract_kit.model.target import is_loopback
from contract_kit.recorder.current import using
from contract_kit.recorder.keeping import Keeper
from contract_kit.recorder.tape import Mode, Tape

_HINT = 'recording(…, mode="new") records what is missing, mode="all" records all of it anew'


@contextmanager
def recording(
    path: Path,
    contract: Contract,
    *,
    mode: Mode = "once",
    target_url: str = "",
    heading: Heading | None = None,
    allow: Iterable[str] = (),
    hint: str = _HINT,
    reads_only: bool = False,
) -> Iterator[Tape]:
    """The HTTP of the code inside is that of the recording at `path`.

    - `none`: only what was recorded is answered; nothing leaves.
    - `once`: recorded where there is no file yet, else as `none`.
    - `new`: what was recorded is answered, what was not is asked and added.
    - `all`: everything is asked and takes the place of what was recorded.

    The client talks to `target_url`, by default the contract's server; what it asks of other hosts
    is refused unless `allow` names them (`host` or `host:port`), and is never recorded. `heading`
    tells how it was recorded, by default live and now; an emulator's has to be on loopback. `hint`
    ends the message of a `Miss`. With `reads_only` the server is asked nothing but operations
    that read. What was recorded is kept also where the code inside raises.

    Raises `Mistake` where the file can't be read or written; requests raise `Miss` and `Blocked`.
    """
    from contract_kit.recorder.interception import intercepted  # imports every HTTP client there is

    url = _checked(target_url or contract.server)
    heading = heading or _live(path.stem, contract)
    if heading.origin == "emulator" and not is_loopback(url):
        raise Mistake(f"{url} is no emulator: one is on loopback")
    tape = Tape(path, Keeper(contract, heading, url), mode, allow, hint, reads_only=reads_only)
    try:
        with intercepted(), using(tape):
            yield tape
    finally:
        tape.finish()


def _checked(url: str) -> str:
    if urlsplit(url).scheme not in ("http", "https") or not urlsplit(url).hostname:
        raise Mistake(f"target_url {url!r}: allowed is an http(s) URL")
    return url.rstrip("/")


def _live(name: str, contract: Contract) -> Heading:
    now = datetime.now(UTC).isoformat(timespec="milliseconds")  # runs within a second have an order
    return Heading(
        api=contract.api,
        made_by="test",
        name=name,
        origin="live",
        recorded_at=now.replace("+00:00", "Z"),
        spec=contract.digest,
        kit=__version__,
        base_url=contract.server.rstrip("/"),
    )
