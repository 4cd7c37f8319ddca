"""The transport over the network: a request that is not planned is refused before a byte leaves."""

from typing import Any
from urllib.parse import unquote, urlsplit

import requests
from requests.adapters import HTTPAdapter

from contract_kit.model.contract import Contract, Effect
from contract_kit.model.errors import KitError
from contract_kit.model.target import Target
from contract_kit.targets.sessions import mount, session_through

READS: frozenset[Effect] = frozenset(("read",))
ALL: frozenset[Effect] = frozenset(("read", "write", "destroy"))
CONNECT, READ = 5.0, 30.0  # seconds


class NotPlanned(KitError):
    """A request that the plan does not hold; refused, and a bug of whoever made it."""


class Guard(HTTPAdapter):
    """The transport that all traffic passes: only to the target, only with allowed effects.

    On loopback, where all effects are allowed, everything goes: the fuzzer tries undeclared methods
    there. `sent` counts what left.
    """

    def __init__(self, contract: Contract, target: Target, effects: frozenset[Effect]) -> None:
        super().__init__()
        self._contract, self._target, self._effects = contract, target, effects
        self.sent = 0

    def send(
        self, request: requests.PreparedRequest, *args: Any, **kwargs: Any
    ) -> requests.Response:
        """Sends a planned request; raises `NotPlanned` on any other."""
        self._refuse_unplanned(request.method or "", request.url or "")
        self.sent += 1
        if kwargs.get("timeout") is None:
            kwargs["timeout"] = (CONNECT, READ)
        return super().send(request, *args, **kwargs)

    def session(self) -> requests.Session:
        """A session whose every request passes the guard."""
        return session_through(self)

    def mount(self, session: requests.Session) -> None:
        """Makes a session that somebody else has built pass the guard; no proxy, no .netrc."""
        mount(session, self)

    def _refuse_unplanned(self, method: str, url: str) -> None:
        there, here = urlsplit(self._target.url), urlsplit(url)
        if (there.scheme, there.netloc) != (here.scheme, here.netloc):
            raise NotPlanned(f"{method} {url} goes to another host than {self._target.url}")
        if self._target.loopback and self._effects == ALL:
            return
        if not f"{here.path}/".startswith(f"{there.path}/"):
            raise NotPlanned(f"{method} {url} is not below {self._target.url}")
        path = here.path.removeprefix(there.path) or "/"
        if any(unquote(segment) in (".", "..") for segment in path.split("/")):
            raise NotPlanned(f"{method} {path} may lead to another path than it says")
        match = self._contract.find(method, path)
        if match is None:
            raise NotPlanned(f"{method} {path} is no operation of {self._contract.api}")
        if match.operation.effect not in self._effects:
            raise NotPlanned(f"{match.operation.id} has the effect {match.operation.effect}")
