"""Where secrets are planted, and where to look for them afterwards."""

import gzip
import json
import re
import zlib
from base64 import b64decode, b64encode, urlsafe_b64encode
from collections.abc import Callable, Iterator
from urllib.parse import quote, quote_plus, unquote_plus

from contract_kit.model.exchange import Answer, Exchange, Request

URL = "https://api.example.net/v1/things"
JSON = (("Content-Type", "application/json"),)
FORM = (("Content-Type", "application/x-www-form-urlencoded"),)


def asked(url: str = URL, headers: tuple[tuple[str, str], ...] = (), body: bytes = b"") -> Exchange:
    return Exchange(Request("POST", url, headers, body), Answer(204))


def told(body: bytes | str, kind: str = "application/json", coding: str = "") -> Exchange:
    content = body.encode() if isinstance(body, str) else body
    headers = [("Content-Type", kind), ("Content-Length", str(len(content)))]
    headers += [("Content-Encoding", coding)] if coding else []
    return Exchange(Request("GET", URL), Answer(200, tuple(headers), content))


def based(text: str) -> str:
    return b64encode(text.encode()).decode()


# A text, in which a secret may be, to an exchange with that text somewhere
TEXTS: dict[str, Callable[[str], Exchange]] = {
    "a query": lambda t: asked(f"{URL}?page=2&note={quote_plus(t)}&x=1"),
    "a query encoded twice": lambda t: asked(f"{URL}?to={quote(f'/go?note={quote_plus(t)}')}"),
    "a path": lambda t: asked(f"{URL}/{quote(t, safe='')}/show"),
    "a fragment": lambda t: asked(f"{URL}#note={quote_plus(t)}"),
    "JSON": lambda t: told(json.dumps({"note": t})),
    "JSON of a request": lambda t: asked(headers=JSON, body=json.dumps([{"note": t}]).encode()),
    "deep JSON": lambda t: told(json.dumps({"a": [1, {"b": {"c": [None, {"d": t}]}}]}, indent=2)),
    "a sentence": lambda t: told(json.dumps({"detail": f"It failed with {t} , so try again."})),
    "a key of JSON": lambda t: told(json.dumps({"by": {t: 3}})),
    "JSON in a text": lambda t: told(json.dumps({"raw": json.dumps({"deep": [t]})})),
    "JSON in JSON in a text": lambda t: told(json.dumps({"r": json.dumps([json.dumps([t])])})),
    "base64": lambda t: told(json.dumps({"blob": based(t)})),
    "base64 for URLs": lambda t: asked(f"{URL}?c={urlsafe_b64encode(t.encode()).decode()}"),
    "base64 of JSON": lambda t: told(json.dumps({"blob": based(json.dumps({"note": t}))})),
    "base64 of base64": lambda t: told(json.dumps({"blob": based(f"see {based(f'so {t}')}")})),
    "gzip in base64": lambda t: told(
        json.dumps({"blob": b64encode(gzip.compress(json.dumps([t]).encode())).decode()})
    ),
    "base64 in a sentence": lambda t: told(f"Your data is {based(t)} as asked", "text/plain"),
    "a form": lambda t: asked(headers=FORM, body=f"a=1&note={quote_plus(t)}&b=2".encode()),
    "plain text": lambda t: told(f"first line\nthen {t}\nlast", "text/plain"),
    "XML": lambda t: told(f"<r><note>{t}</note><n>1</n></r>", "application/xml"),
    "HTML": lambda t: told(f"<html><p>Look: {t}</p></html>", "text/html"),
    "lines of JSON": lambda t: told(f'{{"n": 1}}\n{json.dumps({"n": t})}\n', "application/jsonl"),
    "JSON that is cut off": lambda t: told(json.dumps({"n": t, "m": 1})[:-4]),
    "a gzip body": lambda t: told(
        gzip.compress(json.dumps({"note": t}).encode()), coding="gzip"
    ),
    "a deflated body": lambda t: told(zlib.compress(f"so: {t}".encode()), "text/plain", "deflate"),
    "a gzip file": lambda t: told(gzip.compress(f"a\n{t}\n".encode()), "application/gzip"),
    "a body twice packed": lambda t: told(
        gzip.compress(gzip.compress(t.encode())), "text/plain", "gzip, gzip"
    ),
    "a field of several": lambda t: asked(
        headers=(("Content-Type", "multipart/form-data; boundary=cut"),),
        body=(
            '--cut\r\nContent-Disposition: form-data; name="note"\r\n\r\n'
            f"{t}\r\n--cut--\r\n"
        ).encode(),
    ),
    "latin-1": lambda t: told(
        f"café {t}".encode("latin-1"), "text/plain; charset=iso-8859-1"
    ),
}  # fmt: skip
ONE_LINE: dict[str, Callable[[str], Exchange]] = {
    "a header": lambda t: asked(headers=(("X-Note", f"so: {t}"),)),
    "a header of the answer": lambda t: Exchange(Request("GET", URL), Answer(302, (("Via", t),))),
}

# A telling name and a secret to an exchange
PAIRS: dict[str, Callable[[str, str], Exchange]] = {
    "a query": lambda n, t: asked(f"{URL}?a=1&{n}={quote_plus(t)}"),
    "a link": lambda n, t: told(json.dumps({"next": f"/things?{n}={quote_plus(t)}&page=2"})),
    "a fragment": lambda n, t: asked(f"{URL}#{n}={quote_plus(t)}&state=1"),
    "a header": lambda n, t: asked(headers=((f"X-{n}", t),)),
    "JSON": lambda n, t: told(json.dumps({"a": [{n: t}]})),
    "a list in JSON": lambda n, t: told(json.dumps({f"{n}s": [t, t]})),
    "a pair in JSON": lambda n, t: told(json.dumps([{"name": n, "value": t}])),
    "an object in JSON": lambda n, t: told(json.dumps({n: {"value": t, "kind": "x"}})),
    "JSON in a text": lambda n, t: told(json.dumps({"raw": json.dumps({n: t})})),
    "JSON in base64": lambda n, t: told(json.dumps({"raw": based(json.dumps({n: t}))})),
    "JSON that is cut off": lambda n, t: told(json.dumps({"a": 1, n: t, "b": 2})[:-3]),
    "a form": lambda n, t: asked(headers=FORM, body=f"a=1&{n}={quote_plus(t)}".encode()),
    "a form in brackets": lambda n, t: asked(
        headers=FORM, body=f"user%5B{n}%5D={quote_plus(t)}".encode()
    ),
    "an element": lambda n, t: told(f"<r><{n}>{t}</{n}></r>", "text/xml"),
    "an attribute": lambda n, t: told(f'<r {n}="{t}"/>', "text/xml"),
    "a field of HTML": lambda n, t: told(f'<input name="{n}" value="{t}">', "text/html"),
    "source code": lambda n, t: told(f"config.{n} = '{t}'", "text/plain"),
    "a table": lambda n, t: told(f'id,{n},b\n1,"{t}",x\n', "text/csv"),
    "a field of several": lambda n, t: asked(
        headers=(("Content-Type", 'multipart/form-data; boundary="cut"'),),
        body=(
            f'--cut\r\nContent-Disposition: form-data; name="{n}"\r\n\r\n{t}\r\n--cut--\r\n'
        ).encode(),
    ),
}  # fmt: skip

_RUN = re.compile(r"[A-Za-z0-9+/_-]{8,}")


def traces(secret: str, exchange: Exchange) -> list[str]:
    """How a secret can still be read out of an exchange; nothing where it cannot."""
    written: list[str | bytes] = [exchange.request.url, exchange.request.body]
    written.append(exchange.answer.body)
    for message in (exchange.request, exchange.answer):
        written += [text for pair in message.headers for text in pair]
    parts = re.findall(r"[^\s\"<>\\]{8,}", secret) or [secret]
    return [
        part for text in written for seen in _readings(text, 4) for part in parts if part in seen
    ]


def _readings(raw: str | bytes, depth: int) -> Iterator[str]:
    """A text and all that can be unpacked out of it."""
    body = raw.encode("utf-8", "replace") if isinstance(raw, str) else raw
    while body.startswith(b"\x1f\x8b"):
        body = zlib.decompressobj(31).decompress(body)
    text = body.decode("utf-8", "replace")
    yield text
    if not depth:
        return
    for other in {unquote_plus(text), text.replace("\\", "")} - {text}:
        yield from _readings(other, depth - 1)
    for run in _RUN.findall(text):
        standard = run.replace("-", "+").replace("_", "/")
        if len(standard) % 4 != 1:
            plain = b64decode(standard + "=" * (-len(standard) % 4))
            if plain.startswith(b"\x1f\x8b\x08\x00") or plain.isascii():
                yield from _readings(plain, depth - 1)
