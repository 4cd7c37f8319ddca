"""Serves a recording over HTTP, so that a client in any language can be tested against it.

What is asked again gets the next answer that was recorded for it. What nobody recorded is answered
501 with the nearest recorded requests and what differs.
"""

from starlette.requests import Request as HttpRequest
from starlette.responses import PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from contract_kit.formats.rebasing import rebased
from contract_kit.model.exchange import Answer, Request
from contract_kit.player import Miss, Player

_HOP_BY_HOP = frozenset(("content-length", "transfer-encoding", "connection", "content-encoding"))


def replaying(player: Player, base_url: str) -> ASGIApp:
    """The application that answers out of `player`.

    Links in answers, which begin with `base_url` in the recording, lead back to this server.
    """

    async def app(scope: Scope, receive: Receive, send: Send) -> None:
        asked = HttpRequest(scope, receive)
        body = await asked.body()
        origin = f"http://{asked.headers.get('host', '')}"
        query = f"?{asked.url.query}" if asked.url.query else ""
        url = f"{base_url}{scope['raw_path'].decode('ascii')}{query}"
        request = Request(asked.method, url, tuple(asked.headers.items()), body)
        await _response(player, request, base_url, origin)(scope, receive, send)

    return app


def _response(player: Player, request: Request, base_url: str, origin: str) -> Response:
    try:
        recorded = player.play(request)
    except Miss as miss:
        return PlainTextResponse(f"{miss}\n", 501)
    return _answered(rebased(recorded.exchange, base_url, origin).answer)


def _answered(answer: Answer) -> Response:
    response = Response(answer.body, answer.status)
    kept = [
        (name.lower().encode("latin-1"), value.encode("latin-1"))
        for name, value in answer.headers
        if name.lower() not in _HOP_BY_HOP
    ]
    if answer.status not in (204, 304):
        kept.append((b"content-length", str(len(answer.body)).encode("ascii")))
    response.raw_headers = kept
    return response
