"""The transport over the network: a request that is not planned is refused before a byte leaves."""

import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from threading import RLock
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

import requests
from requests.adapters import HTTPAdapter

from contract_kit.model.contract import Contract, Effect, Match
from contract_kit.model.limits import retry_after
from contract_kit.model.target import Target
from contract_kit.model.watch import NotPlanned
from contract_kit.targets.allowance import Allowance
from contract_kit.targets.bounds import LENIENT, STRICT, Bounds
from contract_kit.targets.clocked import pools, take_whole
from contract_kit.targets.login import Login
from contract_kit.targets.sessions import mount, session_through
from contract_kit.targets.turned_away import TurnedAway, Turnstile

READS: frozenset[Effect] = frozenset(("read",))
ALL: frozenset[Effect] = frozenset(("read", "write", "destroy"))
_BUSY = {429: "quota", 503: "network"}  # and why such an answer keeps from looking
_USUAL = 1.0  # seconds to wait for a target that does not say how long
_LONG = 2.0  # seconds after which somebody wants to know what is waited for


class Guard(HTTPAdapter):
    """The transport that all traffic passes: only to the target, only with allowed effects.

    On loopback, where all effects are allowed, everything goes: the fuzzer tries undeclared methods
    there. One request is under way at a time. `wait` gets seconds, `tell` a line for people.
    """

    def __init__(
        self,
        contract: Contract,
        target: Target,
        effects: frozenset[Effect],
        bounds: Bounds | None = None,
        *,
        wait: Callable[[float], None] = time.sleep,
        tell: Callable[[str], None] | None = None,
    ) -> None:
        self._contract, self._target, self._effects = contract, target, effects
        self._everything = target.loopback and effects == ALL
        self._bounds = bounds or (LENIENT if self._everything else STRICT)
        self._wait, self._tell = wait, tell
        self._login, self._allowance = Login(contract, target), Allowance(self._bounds)
        self._turnstile = Turnstile(contract, target)
        self._waited = 0.0
        self._one = RLock()
        super().__init__()

    @property
    def sent(self) -> int:
        """How many requests have left."""
        return self._allowance.sent

    @property
    def strict(self) -> bool:
        """Whether what keeps from looking is told as that, and not judged."""
        return self._bounds.strict

    def turned_away(self) -> tuple[TurnedAway, ...]:
        """The answers that were not handed on since this was last asked, oldest first."""
        return self._turnstile.take()

    def reserve(self, requests: int) -> None:
        """Keeps so many requests of the budget for later."""
        self._allowance.reserved = requests

    def send(
        self,
        request: requests.PreparedRequest,
        stream: bool = False,  # as the client calls it
        timeout: Any = None,
        verify: bool | str = True,
        cert: Any = None,
        proxies: Mapping[str, str] | None = None,
    ) -> requests.Response:
        """Sends a planned request; raises `NotPlanned` on any other.

        Raises `CouldNotLook` where budget, quota, credentials or network end the run.
        """
        with self._one:
            refuse = self._refuse_elsewhere if self._everything else self.planned
            refuse(request.method or "", request.url or "")
            answer = self._signed(request, lambda one: self._patiently(request, one, verify, cert))
        answer.request = request
        return answer

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        """Takes pools whose answers come to an end."""
        super().init_poolmanager(*args, **kwargs)
        made = pools(self._bounds.read, self._bounds.whole)
        self.poolmanager.pool_classes_by_scheme = dict(made)

    def session(self) -> requests.Session:
        """A session whose every request passes the guard."""
        return session_through(self)

    def mount(self, session: requests.Session) -> None:
        """Makes a session that somebody else has built pass the guard; no proxy, no .netrc."""
        mount(session, self)

    def planned(self, method: str, url: str) -> Match:
        """The operation of a planned request; raises `NotPlanned` of any other, on any host."""
        there, here = self._refuse_elsewhere(method, url)
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
        return match

    def _refuse_elsewhere(self, method: str, url: str) -> tuple[SplitResult, SplitResult]:
        there, here = urlsplit(self._target.url), urlsplit(url)
        if (there.scheme, there.netloc) != (here.scheme, here.netloc):
            raise NotPlanned(f"{method} {url} goes to another host than {self._target.url}")
        return there, here

    def _signed(
        self,
        request: requests.PreparedRequest,
        send: Callable[[requests.PreparedRequest], requests.Response],
    ) -> requests.Response:
        """The answer to a request in the name of the credentials; 401 at the start ends the run."""
        if not self._login.signs(request):
            return send(request)
        answer = send(self._login.signed(request, send))
        if answer.status_code == 401 and self._login.renewed(send):
            answer = send(self._login.signed(request, send))
        told = self._bounds.strict or not self._target.credentials.public
        if not self._login.noted(answer.status_code) and told:
            detail = f"{self._target.url} does not take the credentials: {request.method} got 401"
            raise self._allowance.end("credentials", detail)
        return self._login.concealed(answer)

    def _patiently(
        self,
        asked: requests.PreparedRequest,
        request: requests.PreparedRequest,
        verify: bool | str,
        cert: Any,
    ) -> requests.Response:
        """The answer, asked for again where the target is busy and says so.

        `request` is sent for the one that was `asked`: that one signed, or the call for a token.
        """
        for _ in range(self._bounds.resends):
            answer = self._once(request, verify, cert)
            pause = self._pause(request, answer)
            if pause is None:
                return answer
            if self._waited + pause > self._bounds.patience:
                break
            self._turn_away(asked, answer)
            self._rest(pause)
        else:
            answer = self._once(request, verify, cert)
        return self._given_up(asked, answer)

    def _once(
        self, request: requests.PreparedRequest, verify: bool | str, cert: Any
    ) -> requests.Response:
        self._allowance.take()
        limits = (self._bounds.connect, self._bounds.read)
        try:
            answer = super().send(request, stream=True, timeout=limits, verify=verify, cert=cert)
            take_whole(answer, self._bounds.size)
        except requests.RequestException as error:
            name = type(error).__name__
            self._allowance.failed(f"no answer from {self._target.url}: {name}")
            raise
        self._allowance.answered(tuple(answer.raw.headers.items()))
        return answer

    def _pause(self, request: requests.PreparedRequest, answer: requests.Response) -> float | None:
        """Seconds after which to ask again; None where the answer is to be taken as it is."""
        if answer.status_code not in _BUSY:
            return None
        if answer.status_code == 503 and request.method != "GET":
            return None  # nobody knows how far it came
        wanted = retry_after(tuple(answer.raw.headers.items()), datetime.now(UTC))
        if wanted is None and answer.status_code == 429 and self._bounds.strict:
            return _USUAL
        return wanted

    def _turn_away(self, asked: requests.PreparedRequest, answer: requests.Response) -> None:
        self._turnstile.keep(asked, self._login.concealed(answer))

    def _rest(self, seconds: float) -> None:
        self._waited += seconds
        if self._tell is not None and seconds > _LONG:
            self._tell(f"{self._contract.api}: asked to wait {seconds:.0f} s")
        self._wait(seconds)

    def _given_up(
        self, asked: requests.PreparedRequest, answer: requests.Response
    ) -> requests.Response:
        """What becomes of a target that is busy for longer than anybody waits."""
        reason = _BUSY.get(answer.status_code)
        if reason is None or not self._bounds.strict:
            return answer
        self._turn_away(asked, answer)
        detail = f"{self._target.url} answers {answer.status_code} and asks to come again later"
        raise self._allowance.end(reason, detail)
