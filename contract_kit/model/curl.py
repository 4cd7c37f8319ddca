"""Words an exchange's request as a curl command that a person can paste into a shell."""

from base64 import b64encode
from shlex import quote
from urllib.parse import urlsplit, urlunsplit

from contract_kit.model.exchange import Request

_OF_THE_CLIENT = frozenset(
    ("host", "content-length", "accept-encoding", "connection", "user-agent", "accept")
)


def curl(request: Request, base_url: str, authorization: str) -> str:
    """One line that sends the request again, to the host of `base_url`.

    `authorization` is the curl option in place of the Authorization header, so that no credentials
    stand in a report; a request without that header gets none.

    >>> curl(Request("GET", "http://127.0.0.1:5/jobs?a=b c"), "http://127.0.0.1:8080", "")
    "curl -i 'http://127.0.0.1:8080/jobs?a=b c'"
    """
    there = urlsplit(base_url)
    parts = urlsplit(request.url)
    url = urlunsplit((there.scheme, there.netloc, parts.path, parts.query, ""))
    words = ["curl -i", *_method(request), quote(url)]
    for name, value in request.headers:
        if name.lower() == "authorization":
            words.append(authorization)
        elif name.lower() not in _OF_THE_CLIENT:
            words.append(f"-H {quote(f'{name}: {value}' if value else f'{name};')}")
    return _with_body(" ".join(word for word in words if word), request.body)


def _method(request: Request) -> list[str]:
    return [] if request.method == "GET" and not request.body else [f"-X {quote(request.method)}"]


def _with_body(command: str, body: bytes) -> str:
    if not body:
        return command
    try:
        text = body.decode("utf-8")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text or text.startswith("@"):
        return f"printf %s {b64encode(body).decode()} | base64 -d | {command} --data-binary @-"
    return f"{command} --data-binary {quote(text)}"
