"""Puts vcrpy's stubs into every HTTP client once, for all the recordings of the process.

vcrpy puts a cassette into the clients, so that two in use at once take each other's requests. Here
a `Dispatcher` is put there, which asks the context; and where no recording is in use, a client
never sees a stub. Known not to be intercepted: tornado, niquests, httpcore without httpx, and a
class of http.client that was imported by name before.
"""

import http.client
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, nullcontext
from email.message import Message
from functools import wraps
from http.client import HTTPMessage
from importlib.util import find_spec
from threading import Lock
from types import FunctionType
from typing import Any
from unittest import mock

import vcr.patch
import vcr.stubs
from vcr.stubs import compat, httpx_stubs

from contract_kit.recorder.current import current, inherited
from contract_kit.recorder.dispatcher import Dispatcher
from contract_kit.recorder.messages import encoded

_RAW = ("httplib", "httplib2", "httpx", "httpx2")  # vcrpy's names of those whose stubs see a body
_DECODED = ("urllib3", "boto3", "aiohttp")  # as it was sent, and of those that do not
_ASKING = ("handle_request", "handle_async_request", "_request")
_HTTPS = vcr.stubs.VCRHTTPSConnection._baseclass  # noqa: SLF001 - its name may be somebody's stub now
_IN_PROCESS = ("WSGITransport", "ASGITransport", "MockTransport")  # there is no network to keep off


@contextmanager
def intercepted() -> Iterator[None]:
    """Requests of every known client are asked of the recording that they belong to."""
    _USE.begin()
    try:
        yield
    finally:
        _USE.end()


class _Use:
    """How many recordings are in use: the first puts the stubs in, the last takes them out."""

    def __init__(self) -> None:
        self._lock, self._count, self._stubs = Lock(), 0, ExitStack()

    def begin(self) -> None:
        with self._lock:
            if self._count == 0:
                with ExitStack() as stubs:
                    _put_in(stubs)
                    self._stubs = stubs.pop_all()
            self._count += 1

    def end(self) -> None:
        with self._lock:
            self._count -= 1
            if self._count == 0:
                self._stubs.close()


_USE = _Use()


def _put_in(stubs: ExitStack) -> None:
    for names, decoded in ((_RAW, False), (_DECODED, True)):
        builder = vcr.patch.CassettePatcherBuilder(Dispatcher(decoded=decoded))
        for name in names:
            for patcher in getattr(builder, f"_{name}", tuple)():  # newer ones know more clients
                stubs.enter_context(_choosing(patcher))
    for patcher in _repairs():
        stubs.enter_context(patcher)
    stubs.enter_context(inherited())


def _choosing(patcher: Any) -> Any:
    """A patch of vcrpy's, made to choose between stub and client by the context."""
    if isinstance(patcher, vcr.patch.ConnectionRemover):
        return patcher
    target, name, stub = patcher.getter(), patcher.attribute, patcher.new
    if getattr(target, "__name__", "") in _IN_PROCESS:
        return nullcontext()
    real = getattr(target, name)
    if isinstance(stub, type) and isinstance(real, type):
        stub = _Chosen(real.__name__, (real,), {"stub": stub, "real": real})
    elif name in _ASKING:
        stub = _chosen(_plainly(stub) if name == "_request" else stub, real)
    return mock.patch.object(target, name, stub)


class _Chosen(type):
    """The class of connection classes that make a stub where a recording is in use."""

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        if "stub" not in vars(cls):  # a subclass, made of what was found under the name
            return super().__call__(*args, **kwargs)
        return (vars(cls)["stub"] if current() else vars(cls)["real"])(*args, **kwargs)

    def __instancecheck__(cls, instance: Any) -> bool:
        # pools ask this before they use a connection again, and drop the other kind
        if "stub" not in vars(cls):
            return super().__instancecheck__(instance)
        is_stub = isinstance(instance, vars(cls)["stub"])
        return is_stub if current() else not is_stub and isinstance(instance, vars(cls)["real"])


def _chosen(stub: Callable[..., Any], real: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(real)
    def ask(*args: Any, **kwargs: Any) -> Any:
        return (stub if current() else real)(*args, **kwargs)

    return ask


def _plainly(stub: Callable[..., Any]) -> Callable[..., Any]:
    from contract_kit.recorder.aiohttp_client import plainly  # aiohttp need not be there

    return plainly(stub)


def _repairs() -> Iterator[Any]:
    """What keeps vcrpy's stubs true to the wire, and threads from each other's way."""
    # It takes all stubs out of the process for as long as a request is on its way: requests of
    # other threads would pass unseen. A connection of http.client is why: it looks up its own name.
    yield mock.patch.object(vcr.patch, "force_reset", nullcontext)
    yield mock.patch.object(_HTTPS, "__init__", _knowing_itself(_HTTPS.__init__))
    yield mock.patch.object(compat, "get_headers", _headers)
    yield mock.patch.object(vcr.stubs, "parse_headers", _message)
    yield mock.patch.object(httpx_stubs, "_deserialize_headers", _bytes)
    if find_spec("aiohttp"):
        from contract_kit.recorder.aiohttp_client import patches

        yield from patches()


def _knowing_itself(method: Any) -> Any:
    """The same method, for which the name of its class means its class, whatever stands there."""
    names = {**vars(http.client), "HTTPSConnection": _HTTPS}
    made = FunctionType(
        method.__code__, names, method.__name__, method.__defaults__, method.__closure__
    )
    made.__kwdefaults__ = method.__kwdefaults__
    return made


def _headers(message: Message) -> Iterator[tuple[str, list[str]]]:
    """The values of each header in the order of the wire, where vcrpy's order is by chance."""
    first: dict[str, str] = {}
    for name in message:
        first.setdefault(name.lower(), name)
    for name in first.values():
        yield name, message.get_all(name) or []


def _message(headers: dict[str, list[str]]) -> HTTPMessage:
    """Headers as http.client has them, their bytes as they were, where vcrpy encodes them anew."""
    message = HTTPMessage()
    for name, values in headers.items():
        for value in values:
            message[name] = value
    return message


def _bytes(headers: dict[str, list[str]]) -> list[tuple[bytes, bytes]]:
    """Headers for httpx, which takes text for ASCII."""
    return [(encoded(name), encoded(value)) for name, values in headers.items() for value in values]
