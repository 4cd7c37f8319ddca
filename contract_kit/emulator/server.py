"""Serves an application on loopback over real sockets, in a thread or until interrupted.

The one door to uvicorn. No Date or Server header of its own: answers are the emulator's, and the
same every time.
"""

import logging
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import uvicorn
from starlette.types import ASGIApp

from contract_kit.model.errors import CouldNotLook, Mistake

HOST = "127.0.0.1"
_PATIENCE = 10.0  # seconds to wait for a server to start


class _InjectedCut(logging.Filter):
    """Keeps an answer that was cut on purpose out of the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        return "without completing response" not in record.getMessage()


@contextmanager
def running(app: ASGIApp, port: int = 0) -> Iterator[str]:
    """Serves `app` in a thread while the context lasts; yields its URL. Port 0 is any free one."""
    listening = _listen(port)
    server = uvicorn.Server(_config(app))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        deadline = time.monotonic() + _PATIENCE
        while not server.started:
            if time.monotonic() > deadline or not thread.is_alive():
                raise CouldNotLook("network", "the emulator did not start")
            time.sleep(0.001)
        yield _url(listening)
    finally:
        server.should_exit = True
        thread.join(_PATIENCE)
        listening.close()


def serve(app: ASGIApp, port: int, ready: Callable[[str], None]) -> None:
    """Serves `app` until interrupted; `ready` gets the URL as soon as requests can come."""
    listening = _listen(port)
    listening.listen()
    ready(_url(listening))
    uvicorn.Server(_config(app)).run(sockets=[listening])


def _listen(port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((HOST, port))
    except OSError as error:
        listening.close()
        raise Mistake(
            f"port {port} cannot be used: {error.strerror}; --port 0 takes a free one"
        ) from None
    return listening


def _url(listening: socket.socket) -> str:
    return f"http://{HOST}:{listening.getsockname()[1]}"


def _config(app: ASGIApp) -> uvicorn.Config:
    logging.getLogger("uvicorn.error").addFilter(_InjectedCut())
    return uvicorn.Config(
        app,
        loop="uvloop",
        http="httptools",
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="error",
        access_log=False,
        server_header=False,
        date_header=False,
        timeout_graceful_shutdown=1,
    )
