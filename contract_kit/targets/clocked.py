"""Ends answers that do not end: each has to be there within a time, and within a size."""

import time
from collections.abc import Mapping
from http.client import HTTPResponse
from io import BufferedReader, RawIOBase
from socket import socket
from typing import Any

import requests
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection

_PIECE = 65536  # bytes


class TooMuch(requests.RequestException):
    """An answer that is larger than what is read of any."""


def pools(read: float, whole: float) -> Mapping[str, type[HTTPConnectionPool]]:
    """Pools by scheme whose answers, headers included, are there within `whole` seconds.

    Between two bytes are at most `read` seconds; what takes longer raises `TimeoutError`.
    """

    class Clocked(HTTPResponse):
        def __init__(self, sock: socket, *args: Any, **kwargs: Any) -> None:
            super().__init__(sock, *args, **kwargs)
            self.fp = BufferedReader(_Until(self.fp, sock, read, time.monotonic() + whole))

    class Http(HTTPConnection):
        response_class = Clocked

    class Https(HTTPSConnection):
        response_class = Clocked

    class Plain(HTTPConnectionPool):
        ConnectionCls = Http

    class Secure(HTTPSConnectionPool):
        ConnectionCls = Https

    return {"http": Plain, "https": Secure}


def take_whole(response: requests.Response, size: int) -> None:
    """Reads a body of at most `size` bytes into a response; raises `TooMuch` of a larger one."""
    pieces, length = list[bytes](), 0
    for piece in response.iter_content(_PIECE):
        length += len(piece)
        if length > size:
            response.close()
            raise TooMuch(f"the answer has more than {size} bytes")
        pieces.append(piece)
    response._content = b"".join(pieces)  # noqa: SLF001 # where requests itself keeps it


class _Until(RawIOBase):
    """What comes out of a socket, until a moment of the monotonic clock."""

    def __init__(self, source: BufferedReader, sock: socket, read: float, until: float) -> None:
        super().__init__()
        self._source, self._sock, self._read, self._until = source, sock, read, until

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        left = self._until - time.monotonic()
        if left <= 0:
            raise TimeoutError("the answer takes too long")
        self._sock.settimeout(min(left, self._read))
        return self._source.readinto1(buffer)

    def close(self) -> None:
        self._source.close()
        super().close()
