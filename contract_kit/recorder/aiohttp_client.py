"""Makes vcrpy's stub of aiohttp see what aiohttp sends: whole URLs, bytes, each hop of a redirect.

Left alone, it takes a body for what the caller handed in, so that JSON and a form are the same,
forgets a session's base URL, and asks for the end of every redirect with GET.
"""

from collections.abc import Callable, Iterator
from typing import Any
from unittest import mock

from aiohttp import BaseConnector, ClientResponse, ClientSession, FormData
from aiohttp.payload import JsonPayload, LookupError, Payload, get_payload  # noqa: A004
from vcr.request import Request
from vcr.stubs import aiohttp_stubs as stubs
from yarl import URL

from contract_kit.player import Miss
from contract_kit.recorder.current import current

_CONNECT = BaseConnector.connect
_FOLLOWED = (301, 302, 303, 307, 308)


def patches() -> Iterator[Any]:
    """What has to be in place while vcrpy's stub is."""
    yield mock.patch.object(stubs, "play_responses", _play_hops)
    yield mock.patch.object(stubs, "record_responses", _record_hops)
    yield mock.patch.object(stubs.MockClientResponse, "text", ClientResponse.text)  # its charset
    yield mock.patch.object(stubs.MockClientResponse, "json", ClientResponse.json)
    yield mock.patch.object(BaseConnector, "connect", _connect)


def plainly(stub: Callable[..., Any]) -> Callable[..., Any]:
    """The stub of `ClientSession._request`, handed nothing but a URL, headers and bytes."""

    async def ask(session: ClientSession, method: str, url: Any, **kwargs: Any) -> Any:
        whole = session._build_url(url)  # noqa: SLF001 - aiohttp has no public way to ask for it
        if kwargs.get("params"):
            whole = whole.extend_query(kwargs.pop("params"))
        payload = _payload(session, kwargs)
        if payload is not None:
            headers = session._prepare_headers(kwargs.get("headers"))  # noqa: SLF001
            for name, value in payload.headers.items():
                headers.setdefault(name, value)
            kwargs |= {"headers": headers, "data": await payload.as_bytes(), "json": None}
        return await stub(session, method.upper(), whole, **kwargs)

    return ask


def _payload(session: ClientSession, kwargs: dict[str, Any]) -> Payload | None:
    """What aiohttp would make of `data` or `json`; None where there is no body."""
    data, json = kwargs.get("data"), kwargs.get("json")
    if json is not None:
        if data is not None:  # aiohttp refuses both itself
            return None
        return JsonPayload(json, dumps=session.json_serialize)
    if data is None:
        return None
    try:
        return get_payload(data() if isinstance(data, FormData) else data, disposition=None)
    except LookupError:
        return FormData(data)()


async def _connect(connector: BaseConnector, request: Any, *args: Any, **kwargs: Any) -> Any:
    tape = current()
    if tape is not None:  # aiohttp follows redirects by itself, wherever they lead
        tape.admit(str(request.url))
    return await _CONNECT(connector, request, *args, **kwargs)


async def _record_hops(cassette: Any, asked: Any, response: ClientResponse) -> None:
    body = asked.body
    for hop in (*response.history, response):
        told = hop.request_info
        headers = {str(name): value for name, value in told.headers.items()}
        one = Request(told.method, str(told.url), body, headers)
        await stubs.record_response(cassette, one, hop)
        body = _redirected(hop.status, told.method, body)[1]


def _play_hops(cassette: Any, asked: Any, kwargs: dict[str, Any]) -> Any:
    """The last response of a chain of redirects, those before in its history."""
    history: list[Any] = []
    while True:
        response = stubs.build_response(asked, cassette.play_response(asked), history)
        location = response.headers.get("location")
        if (
            not kwargs.get("allow_redirects", True)
            or response.status not in _FOLLOWED
            or location is None
        ):
            return response
        history.append(response)
        method, body = _redirected(response.status, asked.method, asked.body)
        asked = Request(method, str(response.url.join(URL(location))), body, asked.headers)
        if not cassette.can_play_response_for(asked):
            raise Miss(f"a redirect was recorded, but not {method} {asked.uri}, where it leads")


def _redirected(status: int, method: str, body: Any) -> tuple[str, Any]:
    """Method and body of the request that follows, as aiohttp has it."""
    if (status == 303 and method != "HEAD") or (status in (301, 302) and method == "POST"):
        return "GET", None
    return method, body
