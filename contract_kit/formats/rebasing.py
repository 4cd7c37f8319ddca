"""Moves a recording from one server's address to another's: in URLs, links and JSON bodies."""

import re
from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar
from urllib.parse import urlsplit

from contract_kit.formats.headers import with_length
from contract_kit.model.cassette import Cassette
from contract_kit.model.content import is_json
from contract_kit.model.exchange import Answer, Exchange, Headers, Request, header, media_type

Recording = TypeVar("Recording", Exchange, Cassette)

_LINKS = ("location", "content-location", "link", "referer", "origin")
# A URL begins where neither a word nor another URL goes on. Its base ends where the URL does or the
# path begins: with another port or a longer name the server is another one.
_BEFORE = r"(?<![\w.%+@/=&?-])"
_AFTER = r"""(?=[/?#"'\\\s<>(){}\[\],;|]|\Z)"""


def rebased(recording: Recording, old: str, new: str) -> Recording:
    """The same with every URL below `old` moved to `new`; both without a slash at the end.

    Moved are the URL asked for, links in headers, the Host that names `old`, and absolute URLs in
    JSON bodies, also with escaped slashes; Content-Length stays as true as it was. Back again gives
    what was there, where `new` did not occur before.
    """
    move = _mover(old, new)
    hosts = {urlsplit(old).netloc: urlsplit(new).netloc}
    if isinstance(recording, Exchange):
        return _exchange(recording, move, hosts)
    heading = recording.heading
    if heading is not None and heading.base_url == old:
        heading = replace(heading, base_url=new)
    exchanges = tuple(
        replace(one, exchange=_exchange(one.exchange, move, hosts)) for one in recording.exchanges
    )
    return Cassette(heading, exchanges)


Move = Callable[[str], str]


def _mover(old: str, new: str) -> Move:
    bases = {old: new, old.replace("/", r"\/"): new.replace("/", r"\/")}
    pattern = re.compile(f"{_BEFORE}(?:{'|'.join(map(re.escape, bases))}){_AFTER}", re.ASCII)
    return lambda text: pattern.sub(lambda found: bases[found[0]], text)


def _exchange(exchange: Exchange, move: Move, hosts: dict[str, str]) -> Exchange:
    request, answer = exchange.request, exchange.answer
    asked, request_headers = _message(request, move)
    told, answer_headers = _message(answer, move)
    request_headers = tuple(
        (name, hosts.get(value, value) if name.lower() == "host" else value)
        for name, value in request_headers
    )
    return Exchange(
        Request(request.method, move(request.url), request_headers, asked),
        Answer(answer.status, answer_headers, told),
    )


def _message(message: Request | Answer, move: Move) -> tuple[bytes, Headers]:
    headers = tuple(
        (name, move(value) if name.lower() in _LINKS else value) for name, value in message.headers
    )
    if not is_json(media_type(headers)):
        return message.body, headers
    text = message.body.decode(errors="surrogateescape")  # any bytes, which come back from it
    body = move(text).encode(errors="surrogateescape")
    if header(headers, "content-length") == str(len(message.body)):
        headers = with_length(headers, len(body))
    return body, headers
