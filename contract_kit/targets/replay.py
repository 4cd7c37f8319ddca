"""The transport out of a recording: nothing leaves the process."""

from io import BytesIO
from typing import Any

import requests
from requests.adapters import BaseAdapter, HTTPAdapter
from urllib3 import HTTPHeaderDict, HTTPResponse

from contract_kit.model.exchange import Answer, Request
from contract_kit.player import Player
from contract_kit.targets.sessions import mount, session_through


class Replay(BaseAdapter):
    """Answers every request by a player; `sent` counts them. A miss is raised to whoever asked."""

    def __init__(self, player: Player) -> None:
        super().__init__()
        self._player = player
        self.sent = 0

    def send(
        self, request: requests.PreparedRequest, *args: Any, **kwargs: Any
    ) -> requests.Response:
        """The recorded answer to a request; raises `Miss` where there is none."""
        self.sent += 1
        recorded = self._player.play(request_of(request))
        return _response(recorded.exchange.answer, request)

    def close(self) -> None:
        """Holds nothing open."""

    def session(self) -> requests.Session:
        """A session that only the recording answers."""
        return session_through(self)

    def mount(self, session: requests.Session) -> None:
        """Makes a session that somebody else has built be answered by the recording."""
        mount(session, self)


def request_of(sent: requests.PreparedRequest) -> Request:
    """The request that a prepared one stands for."""
    body = sent.body or b""
    return Request(
        sent.method or "",
        sent.url or "",
        tuple((name, _text(value)) for name, value in sent.headers.items()),
        body if isinstance(body, bytes) else str(body).encode(),
    )


def _response(answer: Answer, request: requests.PreparedRequest) -> requests.Response:
    """The response that requests would have built, had the answer come over a network."""
    raw = HTTPResponse(
        BytesIO(answer.body),
        headers=HTTPHeaderDict(answer.headers),
        status=answer.status,
        preload_content=False,
        decode_content=False,
    )
    made: requests.Response = HTTPAdapter().build_response(request, raw)
    return made


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)
