"""Reads links from one page to another: what a `Link` header holds, and where a link leads.

Links are relative or absolute (RFC 3986); those of a header are as RFC 8288 has them.
"""

import re
from typing import Literal
from urllib.parse import SplitResult, parse_qsl, unquote, urljoin, urlsplit

from contract_kit.model.exchange import Headers

Direction = Literal["next", "previous"]
Fault = Literal["broken", "credentials", "host", "scheme", "path"]

_LINK = re.compile(r"<([^<>]*)>([^<]*)")
_RELATION = re.compile(r';\s*rel\s*=\s*"?([^";,]*)', re.IGNORECASE)
_RELATIONS = {"next": {"next"}, "previous": {"previous", "prev"}}
_NO_URL = re.compile(r"[\s\x00-\x1f]")
_WEB = {"http": 80, "https": 443}

Address = tuple[object, ...]


def in_header(headers: Headers, direction: Direction) -> str | None:
    """The first link of `Link` headers that leads this way; None without one.

    >>> in_header((("Link", '</jobs?page=1>; rel="prev first"'),), "previous")
    '/jobs?page=1'
    """
    for name, value in headers:
        for url, parameters in _LINK.findall(value) if name.lower() == "link" else ():
            relation = _RELATION.search(parameters)
            if relation and _RELATIONS[direction] & set(relation[1].lower().split()):
                return str(url)
    return None


def resolved(base: str, link: str) -> str | None:
    """The absolute URL of a link on a page, without its fragment; None where it is no URL.

    >>> resolved("https://shop.example/jobs?page=1", "?page=2#top")
    'https://shop.example/jobs?page=2'
    """
    there = _split(base, link)
    return None if there is None else there._replace(fragment="").geturl()


def fault(base: str, link: str, template: str) -> Fault | None:
    """Why a link does not lead to another page of the listing that `base` is a page of.

    `template` is the path of the operation; None where nothing is wrong.

    >>> fault("https://shop.example/v2/jobs", "http://shop.example/v2/jobs?page=2", "/jobs")
    'scheme'
    """
    here, there = _split(base, ""), _split(base, link)
    if here is None or there is None or _NO_URL.search(link):
        return "broken"
    if "@" in there.netloc:
        return "credentials"
    same_host = here.hostname == there.hostname
    if here.scheme != there.scheme and (same_host or not there.hostname):
        return "scheme"
    if not same_host or _port(here) != _port(there):
        return "host"
    return None if _is_of(template, here.path, there.path) else "path"


def address(url: str) -> Address:
    """What two URLs have in common that ask for the same: order and encoding do not count.

    >>> address("https://shop.example/jobs?a=%C3%A9&b=") == address("HTTPS://Shop.example/jobs/?b=&a=é")
    True
    """
    there = _split("", url)
    if there is None:
        return (url,)
    query = sorted(parse_qsl(there.query, keep_blank_values=True))
    return (there.scheme, there.hostname, _port(there), _plain(there.path), *query)


def parameters_of(url: str) -> list[tuple[str, str]]:
    """The names and values in the query of a URL or a link; none where it is no URL."""
    there = _split("", url)
    return [] if there is None else parse_qsl(there.query, keep_blank_values=True)


def _split(base: str, link: str) -> SplitResult | None:
    """The parts of a URL; None where it has none, or a port that is no number."""
    try:
        there = urlsplit(urljoin(base, link))
        _ = there.port
    except ValueError:
        return None
    return there


def _port(there: SplitResult) -> int | None:
    return there.port or _WEB.get(there.scheme)


def _is_of(template: str, here: str, there: str) -> bool:
    """Whether a path is one of the template's, below the same base as the path of another page."""
    pattern = re.sub(r"\\\{[^/{}]*\\\}", "[^/]+", re.escape(_plain(template)))
    found = re.search(rf"{pattern}\Z", _plain(here))
    if found is None:
        return _plain(here) == _plain(there)
    base = re.escape(_plain(here)[: found.start()])
    return re.fullmatch(base + pattern, _plain(there)) is not None


def _plain(path: str) -> str:
    """A path without what may be left out of it: encoding, a slash at the end, `.json`."""
    return unquote(path).rstrip("/").removesuffix(".json")
