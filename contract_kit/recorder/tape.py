"""Decides about each request of a client: answered from the recording, made and kept, or refused.

CouldNotLook
├── Miss       the recording has no answer, and nothing new may be recorded
└── Blocked    the request goes where it may not, or comes after the recording's end
"""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Literal
from urllib.parse import urlsplit

from contract_kit.formats.rebasing import rebased
from contract_kit.formats.store import Recording, load
from contract_kit.model.cassette import Recorded
from contract_kit.model.errors import CouldNotLook
from contract_kit.model.exchange import Exchange, Request
from contract_kit.player import Miss, Player
from contract_kit.recorder.keeping import Keeper
from contract_kit.recorder.sameness import comparable, comparables
from contract_kit.scrubbing import is_made

Mode = Literal["none", "once", "new", "all"]
_PORTS = {"http": 80, "https": 443}
_Place = tuple[str, str, int | None]  # scheme, host, port


class Blocked(CouldNotLook):
    """A request that was kept from leaving."""

    def __init__(self, detail: str) -> None:
        super().__init__("network", detail)


class Tape:
    """One recording in use; tasks and threads may share it."""

    def __init__(
        self,
        path: Path,
        keeper: Keeper,
        mode: Mode,
        allow: Iterable[str],
        hint: str,
        *,
        reads_only: bool = False,
    ) -> None:
        self.path = path
        self._reads_only = reads_only
        self._keeper, self._hint, self._allowed = keeper, hint, frozenset(allow)
        self._lock = Lock()
        self._places = {_place(keeper.target_url)}
        self._player = self._loaded() if mode != "all" and path.exists() else None
        self._records = mode in ("new", "all") or (mode == "once" and self._player is None)
        self._anew = mode == "all"
        self._recording: Recording | None = None
        if self._anew:  # now, so that processes that begin anew together add to one recording
            self._opened()
        self._happened: list[Recorded] = []
        self._refused: list[CouldNotLook] = []
        self._over = False

    @property
    def exchanges(self) -> tuple[Recorded, ...]:
        """What was played and kept so far, in this order, scrubbed as it is in the recording."""
        return tuple(self._happened)

    @property
    def refused(self) -> tuple[CouldNotLook, ...]:
        """What was raised for requests that got no answer, even if the client swallowed it."""
        return tuple(self._refused)

    def unplayed(self) -> tuple[Recorded, ...]:
        """What the recording holds that nobody has asked for."""
        return self._player.unplayed() if self._player else ()

    def answer(self, request: Request) -> Recorded | None:
        """The recorded exchange that answers a request; None where the request is to be made.

        Raises `Miss` and `Blocked`, and `Mistake` where what would come can't be recorded.
        """
        with self._alone():
            return self._answered(request)

    def admit(self, url: str) -> None:
        """Raises `Blocked` of a URL that is neither the API's nor allowed."""
        with self._alone():
            self._admit(url)

    def holds(self, url: str) -> bool:
        """Whether what is asked at a URL belongs into the recording; other hosts' does not."""
        return _place(url) in self._places

    def keep(self, exchange: Exchange) -> None:
        """Records an exchange of the API, scrubbed; one with another host is not recorded."""
        with self._alone():
            if not self.holds(exchange.request.url):
                return
            self._refuse_if_over()
            one = self._keeper.keep(exchange)
            self._opened().append(one)
            self._happened.append(one)

    def finish(self) -> None:
        """Makes what was recorded part of the file; whoever still asks is refused."""
        with self._lock:
            self._over = True
            if self._recording:
                self._recording.finish()

    def discard(self) -> None:
        """Forgets what was recorded; the file stays as it is, and whoever still asks is refused."""
        with self._lock:
            self._over = True
            if self._recording:
                self._recording.discard()
                self._recording = None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One request at a time; what it is refused with is not forgotten."""
        with self._lock:
            try:
                yield
            except CouldNotLook as refused:
                self._refused.append(refused)
                raise

    def _answered(self, request: Request) -> Recorded | None:
        self._refuse_if_over()
        self._admit(request.url)
        if not self.holds(request.url):
            return None
        try:
            return self._played(request)
        except Miss as miss:
            if not self._records:
                raise Miss(f"{miss}\n{self._hint}") from None
        self._refuse_writes(request)
        self._opened()  # before the request leaves: it may be refused
        return None

    def _refuse_writes(self, request: Request) -> None:
        """Only what is known to read may leave, where nothing else was allowed."""
        operation = self._keeper.operation_of(request) if self._reads_only else None
        if self._reads_only and (operation is None or operation.effect != "read"):
            what = f"has the effect {operation.effect}" if operation else "is no known operation"
            raise Blocked(
                f"{request.method} {request.path} {what}: to {self._keeper.target_url} only reads "
                "are sent, unless it is declared a sandbox (`sandbox = true`)"
            )

    def _admit(self, url: str) -> None:
        scheme, host, port = _place(url)
        if not self.holds(url) and not {host, f"{host}:{port}"} & self._allowed:
            raise Blocked(
                f"{scheme}://{host}:{port} is not {self._keeper.target_url}, and nothing else may "
                f"be asked within {self.path}; allow=[{host!r}] lets requests to it through"
            )

    def _played(self, request: Request) -> Recorded:
        if self._player is None:
            raise Miss(f"{self.path}: there is no such recording")
        one = self._player.play(comparable(request))
        self._happened.append(one)
        return one

    def _refuse_if_over(self) -> None:
        if self._over:
            raise Blocked(f"{self.path}: the recording is over, a task or thread of it still asks")

    def _loaded(self) -> Player:
        held = load(self.path)
        if held.heading:
            held = rebased(held, held.heading.base_url, self._keeper.target_url)
        else:  # another tool's, which records every host
            self._places |= {_place(one.exchange.request.url) for one in held.exchanges}
        return Player(comparables(held.exchanges), is_made)

    def _opened(self) -> Recording:
        if self._recording is None:
            self._recording = Recording(self.path, self._keeper.heading, anew=self._anew)
        return self._recording


@lru_cache(maxsize=1024)
def _place(url: str) -> _Place:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname or "", parts.port or _PORTS.get(parts.scheme)
