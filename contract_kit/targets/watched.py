"""The guard with somebody beside it who sees each request before it leaves, and may refuse it."""

from typing import Any

import requests
from requests.adapters import BaseAdapter

from contract_kit.model.exchange import Answer
from contract_kit.model.watch import Watch
from contract_kit.targets.guard import Guard
from contract_kit.targets.replay import request_of
from contract_kit.targets.sessions import mount, session_through


class Watched(BaseAdapter):
    """Sends what a guard has planned, on loopback too, and what a watch then lets leave."""

    def __init__(self, guard: Guard, watch: Watch) -> None:
        super().__init__()
        self._guard, self._watch = guard, watch

    @property
    def sent(self) -> int:
        """How many requests have left through the guard."""
        return self._guard.sent

    def send(
        self, request: requests.PreparedRequest, *args: Any, **kwargs: Any
    ) -> requests.Response:
        """The answer to a request; raises what the guard and the watch raise."""
        match = self._guard.planned(request.method or "", request.url or "")
        came: list[requests.Response] = []

        def leave() -> Answer:
            came.append(self._guard.send(request, *args, **kwargs))
            headers = tuple(came[0].raw.headers.items())
            return Answer(came[0].status_code, headers, came[0].content)

        self._watch(match, request_of(request), leave)
        return came[0]

    def close(self) -> None:
        """Holds nothing open itself."""

    def session(self) -> requests.Session:
        """A session whose every request is watched."""
        return session_through(self)

    def mount(self, session: requests.Session) -> None:
        """Makes a session that somebody else has built be watched."""
        mount(session, self)
