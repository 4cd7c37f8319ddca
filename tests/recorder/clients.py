"""The HTTP clients that people use, all asked in one way."""

import asyncio
import gzip
import http.client
import ssl
import urllib.request
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

import aiohttp
import httpx
import pytest
import requests
import urllib3

SECONDS = 5
TLS = ssl.create_default_context()  # made once: it takes longer than many requests


@dataclass(frozen=True)
class Told:
    """What a client got to see."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def values(self, name: str) -> list[str]:
        return [value for key, value in self.headers if key.lower() == name.lower()]


Ask = Callable[..., Told]
NO_HEADERS: Mapping[str, str] = {}


def by_requests(
    url: str,
    method: str = "GET",
    body: bytes | None = None,
    headers: Mapping[str, str] = NO_HEADERS,
) -> Told:
    with requests.Session() as session:
        session.trust_env = False
        told = session.request(
            method, url, data=body, headers=headers, timeout=SECONDS, allow_redirects=True
        )
        return Told(told.status_code, tuple(told.raw.headers.items()), told.content)


def by_streaming_requests(url: str) -> Told:
    with requests.Session() as session:
        session.trust_env = False
        with session.get(url, stream=True, timeout=SECONDS) as told:
            return Told(
                told.status_code, tuple(told.raw.headers.items()), b"".join(told.iter_content(7))
            )


def by_urllib3(
    url: str,
    method: str = "GET",
    body: bytes | None = None,
    headers: Mapping[str, str] = NO_HEADERS,
) -> Told:
    with urllib3.PoolManager(timeout=SECONDS) as pool:
        coding = {"Accept-Encoding": "gzip"} | dict(headers)
        told = pool.request(method, url, body=body, headers=coding, retries=urllib3.Retry(3))
        return Told(told.status, tuple(told.headers.items()), told.data)


def by_httpx(
    url: str,
    method: str = "GET",
    body: bytes | None = None,
    headers: Mapping[str, str] = NO_HEADERS,
) -> Told:
    with httpx.Client(
        verify=TLS, trust_env=False, follow_redirects=True, timeout=SECONDS
    ) as client:
        told = client.request(method, url, content=body, headers=headers)
        return Told(told.status_code, tuple(told.headers.multi_items()), told.content)


def by_streaming_httpx(url: str) -> Told:
    with (
        httpx.Client(verify=TLS, trust_env=False, timeout=SECONDS) as client,
        client.stream("GET", url) as told,
    ):
        body = b"".join(told.iter_bytes(7))
        return Told(told.status_code, tuple(told.headers.multi_items()), body)


def by_async_httpx(
    url: str,
    method: str = "GET",
    body: bytes | None = None,
    headers: Mapping[str, str] = NO_HEADERS,
) -> Told:
    async def ask() -> Told:
        async with httpx.AsyncClient(
            verify=TLS, trust_env=False, follow_redirects=True, timeout=SECONDS
        ) as client:
            told = await client.request(method, url, content=body, headers=headers)
            return Told(told.status_code, tuple(told.headers.multi_items()), told.content)

    return asyncio.run(ask())


def by_aiohttp(
    url: str,
    method: str = "GET",
    body: bytes | None = None,
    headers: Mapping[str, str] = NO_HEADERS,
) -> Told:
    async def ask() -> Told:
        async with (
            aiohttp.ClientSession() as session,
            session.request(method, url, data=body, headers=headers, allow_redirects=True) as told,
        ):
            return Told(told.status, tuple(told.headers.items()), await told.read())

    return asyncio.run(ask())


def by_streaming_aiohttp(url: str) -> Told:
    async def ask() -> Told:
        async with aiohttp.ClientSession() as session, session.get(url) as told:
            body = b"".join([chunk async for chunk in told.content.iter_chunked(7)])
            return Told(told.status, tuple(told.headers.items()), body)

    return asyncio.run(ask())


def by_http_client(
    url: str,
    method: str = "GET",
    body: bytes | None = None,
    headers: Mapping[str, str] = NO_HEADERS,
) -> Told:
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.netloc, timeout=SECONDS)
    try:
        target = f"{parts.path}?{parts.query}" if parts.query else parts.path
        connection.request(method, target, body=body, headers=dict(headers))
        told = connection.getresponse()
        content = told.read()
        if told.getheader("Content-Encoding") == "gzip":
            content = gzip.decompress(content)
        return Told(told.status, tuple(told.getheaders()), content)
    finally:
        connection.close()


def by_urllib(
    url: str,
    method: str = "GET",
    body: bytes | None = None,
    headers: Mapping[str, str] = NO_HEADERS,
) -> Told:
    request = urllib.request.Request(url, data=body, headers=dict(headers), method=method)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=SECONDS) as told:
        content = told.read()
        if told.headers.get("Content-Encoding") == "gzip":
            content = gzip.decompress(content)
        return Told(told.status, tuple(told.headers.items()), content)


CLIENTS: Mapping[str, Ask] = {
    "requests": by_requests,
    "urllib3": by_urllib3,
    "httpx": by_httpx,
    "httpx-async": by_async_httpx,
    "aiohttp": by_aiohttp,
    "http.client": by_http_client,
    "urllib": by_urllib,
}
STREAMING: Mapping[str, Ask] = {
    "requests": by_streaming_requests,
    "httpx": by_streaming_httpx,
    "aiohttp": by_streaming_aiohttp,
}
EVERY = pytest.mark.parametrize("ask", CLIENTS.values(), ids=list(CLIENTS))
