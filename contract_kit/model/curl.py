"""Words an exchange's request as a curl command that a person can paste into a shell."""

import re
from base64 import b64encode
from collections.abc import Iterator
from shlex import quote
from urllib.parse import quote as encode
from urllib.parse import urlsplit, urlunsplit

from contract_kit.model.exchange import Request, header

_OF_THE_CLIENT = frozenset(
    ("host", "content-length", "accept-encoding", "connection", "user-agent", "proxy-authorization")
)
_PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))
_LONGEST = 100_000  # bytes in one argument; Linux takes 128 KiB


def curl(request: Request, base_url: str, authorization: str) -> str:
    """One command for bash that sends the request again, to the host of `base_url`.

    `authorization` is the curl option in place of the Authorization header, so that no credentials
    stand in a report; a request without that header gets none.

    >>> curl(Request("GET", "http://127.0.0.1:5/jobs?a=b c"), "http://127.0.0.1:8080", "")
    "curl -i 'http://127.0.0.1:8080/jobs?a=b%20c'"
    """
    there = urlsplit(base_url)
    url = urlunsplit((there.scheme, there.netloc, request.path, request.query, ""))
    words = ["curl -i", *_switches(request), quote(encode(url, safe=_PRINTABLE))]
    for name, value in request.headers:
        if name.lower() == "authorization":
            words.append(authorization)
        elif name.lower() not in _OF_THE_CLIENT and (name.lower(), value) != ("accept", "*/*"):
            words.append(f"-H {_header(name, value)}")
    if request.body and header(request.headers, "content-type") is None:
        words.append("-H Content-Type:")  # else curl says that the body is a form
    return _with_body(" ".join(word for word in words if word), request.body)


def _switches(request: Request) -> Iterator[str]:
    if request.method == "HEAD" and not request.body:
        yield "-I"  # -X HEAD would wait for a body
    elif request.method != "GET" or request.body:
        yield f"-X {quote(request.method)}"
    if re.search(r"[][{}]", request.path + request.query):
        yield "-g"  # these are no ranges and lists of URLs
    if re.search(r"/(\.|%2e)", request.path, re.IGNORECASE):
        yield "--path-as-is"


def _header(name: str, value: str) -> str:
    text = f"{name}: {value}" if value.strip(" \t") else f"{name};"
    if text.isascii():
        return quote(text)
    octets = text.encode("latin-1", "replace")
    return "$'" + "".join(f"\\x{octet:02x}" for octet in octets) + "'"


def _with_body(command: str, body: bytes) -> str:
    if not body:
        return command
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text or text.startswith("@") or len(body) > _LONGEST:
        return f"printf %s {b64encode(body).decode()} | base64 -d | {command} --data-binary @-"
    return f"{command} --data-binary {quote(text)}"
