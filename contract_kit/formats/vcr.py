"""Reads and writes recordings in vcrpy's own format, with one extra key that other players ignore.

    contract_kit: {version: 1, api, made_by, name, origin, recorded_at, seed, spec, kit, base_url,
      interactions: how many}
    interactions:
    - contract_kit: {n, step, operation, at, body: {request, response}}    # and withheld, headers
      request: {method, uri, body, headers: {name: [value]}}
      response: {status: {code, message}, headers, body: {string}}
    version: 1

`body` says how each body is stored (`json_layout`), `headers` in which order they came where a
mapping can't tell. The number of interactions and the last line prove that a file is complete; one
that another tool wrote can't prove it, so a part cut off at its end goes unnoticed.
"""

import math
from collections.abc import Iterator
from http import HTTPStatus

from contract_kit import documents
from contract_kit.formats import foreign, yaml_text
from contract_kit.formats.fields import Wrong
from contract_kit.formats.headers import grouped, with_length
from contract_kit.formats.json_layout import Layout, laid_out
from contract_kit.formats.own import cassette_of
from contract_kit.model.cassette import Cassette, Heading, Recorded
from contract_kit.model.errors import Mistake
from contract_kit.model.exchange import Headers

_PHRASES = {status.value: status.phrase for status in HTTPStatus}


def parse(source: bytes, name: str) -> Cassette:
    """The recording that a file holds; `name` is what a `Mistake` calls the file.

    A file of vcrpy's, YAML or JSON, has no heading. Raises `Mistake` naming file, line and reason
    where a file of ours is truncated or not as the kit writes it, or another's can't be read.
    """
    data = documents.parse(source, name, recording=True)
    try:
        if isinstance(data, dict) and "contract_kit" in data:
            return cassette_of(data)
        exchanges = foreign.exchanges_of(data)
    except Wrong as wrong:
        line = documents.line_of(source, wrong.path)
        where = ".".join(map(str, wrong.path))
        raise Mistake(f"{name}:{line}: {where + ' ' if where else ''}{wrong}") from None
    return Cassette(None, tuple(Recorded(n, one) for n, one in enumerate(exchanges, 1)))


def render(cassette: Cassette) -> bytes:
    """The bytes of a recording's file: `parse` gives the same recording back.

    Its exchanges are numbered from 1. Raises `Mistake` where it is too large to be read again, and
    `ValueError` for one without a heading, which another tool has to write.
    """
    if cassette.heading is None:
        raise ValueError("a recording without a heading is another tool's")
    if [one.n for one in cassette.exchanges] != list(range(1, len(cassette.exchanges) + 1)):
        raise ValueError("the exchanges are not numbered from 1")
    lines = [_heading(cassette.heading, len(cassette.exchanges))]
    lines.append("interactions:" if cassette.exchanges else "interactions: []")
    lines.extend(line for one in cassette.exchanges for line in _interaction(one))
    lines.append("version: 1\n")
    source = "\n".join(lines).encode()
    if len(source) > documents.LARGEST:
        limit = documents.LARGEST // 2**20
        raise Mistake(
            f"{cassette.heading.name}: the recording is larger than {limit} MiB: split it"
        )
    return source


def _heading(heading: Heading, count: int) -> str:
    return "\n".join(
        (
            "contract_kit:",
            "  version: 1",
            f"  api: {yaml_text.text(heading.api)}",
            f"  made_by: {heading.made_by}",
            f"  name: {yaml_text.text(heading.name)}",
            f"  origin: {heading.origin}",
            f"  recorded_at: {yaml_text.text(heading.recorded_at)}",
            f"  seed: {'null' if heading.seed is None else heading.seed}",
            f"  spec: {yaml_text.text(heading.spec)}",
            f"  kit: {yaml_text.text(heading.kit)}",
            f"  base_url: {yaml_text.text(heading.base_url)}",
            f"  interactions: {count}",
        )
    )


def _interaction(one: Recorded) -> Iterator[str]:
    request, answer = one.exchange.request, one.exchange.answer
    asked, request_layout, request_headers = _stored(request.body, request.headers)
    told, answer_layout, answer_headers = _stored(answer.body, answer.headers)
    yield f"- contract_kit: {{{', '.join(_note(one, request_layout, answer_layout))}}}"
    yield "  request:"
    yield f"    method: {yaml_text.text(request.method)}"
    yield f"    uri: {yaml_text.text(request.url)}"
    yield f"    body: {yaml_text.body(asked, '      ') if asked else 'null'}"
    yield from _headers(request_headers)
    yield "  response:"
    yield "    status:"
    yield f"      code: {answer.status}"
    yield f"      message: {yaml_text.text(_PHRASES.get(answer.status, ''))}"
    yield from _headers(answer_headers)
    yield "    body:"
    yield f"      string: {yaml_text.body(told, '        ')}"


def _stored(body: bytes, headers: Headers) -> tuple[str | bytes, Layout, Headers]:
    """A body as it is stored, and headers that are true of that."""
    try:
        text = body.decode()
    except UnicodeDecodeError:
        return body, "raw", headers
    layout, stored = laid_out(text)
    lengths = [value for name, value in headers if name.lower() == "content-length"]
    if layout == "raw" or any(length != str(len(body)) for length in lengths):
        return text, "raw", headers  # a length that was not true has to come back as it was
    return stored, layout, with_length(headers, len(stored.encode()))


def _note(one: Recorded, request_layout: Layout, answer_layout: Layout) -> Iterator[str]:
    if not math.isfinite(one.at):
        raise ValueError(f"exchange {one.n} was at no time: {one.at}")
    yield f"n: {one.n}"
    yield f"step: {yaml_text.word(one.step)}"
    yield f"operation: {yaml_text.word(one.operation)}"
    yield f"at: {one.at!r}"
    yield f"body: {{request: {request_layout}, response: {answer_layout}}}"
    if one.withheld:
        yield f"withheld: [{', '.join(map(yaml_text.word, one.withheld))}]"
    orders = list(_orders(one))
    if orders:
        yield f"headers: {{{', '.join(orders)}}}"


def _orders(one: Recorded) -> Iterator[str]:
    """The names of headers that come in an order that a mapping from names to values has not."""
    messages = {"request": one.exchange.request.headers, "response": one.exchange.answer.headers}
    for message, headers in messages.items():
        ungrouped = [(name, value) for name, values in grouped(headers).items() for value in values]
        if ungrouped != list(headers):
            names = ", ".join(yaml_text.word(name) for name, _ in headers)
            yield f"{message}: [{names}]"


def _headers(headers: Headers) -> Iterator[str]:
    if not headers:
        yield "    headers: {}"
        return
    yield "    headers:"
    for name, values in grouped(headers).items():
        yield yaml_text.key(name, "      ")
        for value in values:
            yield f"      - {yaml_text.text(value)}"
