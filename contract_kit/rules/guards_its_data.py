"""What needs credentials is not given without them, and no answer shows the inside of the server.

Bodies are searched for what has a grammar that nothing else has. Not searched are the customer's
own data (`x-free`), values that are marked as volatile (`x-volatile: token` is one that is meant to
be handed out), members whose name says that they are a token, and what the request had sent.

Kinds: `open` (answered with success without credentials, or with wrong ones), `shared` (one
identity was given an object of another), `withheld` (an exchange held what might be a secret and
could not be made safe, so `record` left that part out), `secret` (a private key, a signed token, a
service's key, a password in a URL), `stack-trace` (a trace of the program or a complaint of its
database; in an answer of success only where a member speaks of an error), `internal-host` (an
address of a private network in an error), `exposed` (a member or header that was never there
shows e-mail addresses, or is called a token, a secret, a password).
What to do: check the server's access control for the operation; if the operation is meant to be
public, say `security: []` in the specification. What leaks belongs into the server's log.
"""

from collections.abc import Iterator, Mapping
from urllib.parse import unquote_plus

from contract_kit.model.content import Unreadable, is_json
from contract_kit.model.exchange import Answer, Request
from contract_kit.model.exhibit import Comparison, Exhibit
from contract_kit.model.finding import Finding, Severity
from contract_kit.model.pointer import starred, tokens
from contract_kit.model.sighting import Sighting
from contract_kit.rules.checked import Promise, findings
from contract_kit.rules.comparing import Comparing, Pair, once, pairs
from contract_kit.rules.header_names import spelt
from contract_kit.rules.header_shapes import members
from contract_kit.rules.leaks import exposing, hosts, is_secret_name, may_leak, secrets, traces
from contract_kit.rules.telling import Telling

KINDS: Mapping[str, Severity] = {
    "open": "error",
    "shared": "error",
    "withheld": "error",
    "secret": "error",
    "stack-trace": "error",
    "internal-host": "warning",
    "exposed": "error",
}
_PROMISES = {
    "ignored_auth": Promise("open"),
    "object_level_authorization": Promise("shared"),
}
_told = Telling("guards_its_data", KINDS)
_compared = Comparing("guards_its_data", KINDS)
_FAILED = 400
_SHOWN = 60  # characters of what a server shows of its inside
_OF_A_SECRET = 6
_OF_ERRORS = ("error", "message", "detail", "reason", "exception", "trace", "stack", "debug")
_TOKENS = ("token", "jwt", "assertion")  # what such a member holds is meant to be handed out

_Path = tuple[str | int, ...]


def judge(exhibit: Exhibit) -> Iterator[Finding]:
    """What the checks of the fuzzer say, and what the body of the answer shows of the server."""
    yield from findings("guards_its_data", KINDS, _PROMISES, exhibit)
    if isinstance(exhibit, Comparison):
        yield from once(_exposed(exhibit))
    elif isinstance(exhibit, Sighting):
        answer = exhibit.exchange.answer
        if may_leak(answer.body, hosts=answer.status >= _FAILED):
            yield from _leaks(exhibit)


def _exposed(comparison: Comparison) -> Iterator[Finding]:
    """Members and headers that were never there, of which nobody would ask why they are secret."""
    for pair in pairs(comparison):
        for change in pair.changes:
            what = exposing(pair.now.body, change.pointer) if change.kind == "added" else ""
            if what:
                yield _new(pair, change.pointer, what)
        before, now = members(pair.before.headers), members(pair.now.headers)
        for name in now:
            if name not in before and is_secret_name(name):
                yield _new(pair, f"header:{spelt(name, pair.promise)}", "a secret by its name")


def _new(pair: Pair, pointer: str, what: str) -> Finding:
    message = f"{pointer} was never there, it shows {what}"
    return _compared(pair, "exposed", pointer, expected="nothing", actual=what, message=message)


def _leaks(sighting: Sighting) -> Iterator[Finding]:
    told: set[tuple[str, str]] = set()
    asked, closed = _sent(sighting.exchange.request), _closed(sighting)
    for path, text in _texts(_value(sighting.exchange.answer), ()):
        if any(_within(path, place) for place in closed):
            continue
        pointer = starred(path)
        for kind, leak in _found(sighting, path, text):
            if leak not in asked and (kind, pointer) not in told:
                told.add((kind, pointer))
                yield _finding(sighting, kind, pointer, leak)


def _sent(request: Request) -> str:
    """All that the request said: what comes of it back is no leak."""
    return f"{unquote_plus(request.url)}\n{request.body.decode('utf-8', 'replace')}"


def _closed(sighting: Sighting) -> tuple[tuple[str, ...], ...]:
    """The places that hold the customer's data, or values whose grammar says nothing."""
    promise = sighting.promise
    return tuple(map(tokens, (*promise.free, *promise.volatile))) if promise else ()


def _value(answer: Answer) -> object:
    try:
        return answer.json if is_json(answer.media_type) else _text(answer)
    except Unreadable:
        return _text(answer)


def _text(answer: Answer) -> str:
    return answer.body.decode("utf-8", "replace")


def _texts(value: object, path: _Path) -> Iterator[tuple[_Path, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, Mapping):
        for name, member in value.items():
            yield from _texts(member, (*path, name))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from _texts(item, (*path, index))


def _within(path: _Path, place: tuple[str, ...]) -> bool:
    """Whether a place of a specification, with `*` for any item, holds what lies at a path."""
    return len(place) <= len(path) and all(
        wanted in ("*", str(token)) for token, wanted in zip(path, place, strict=False)
    )


def _found(sighting: Sighting, path: _Path, text: str) -> Iterator[tuple[str, str]]:
    names = [token.lower() for token in path if isinstance(token, str)]
    failed = sighting.exchange.answer.status >= _FAILED
    if not any(word in name for name in names[-1:] for word in _TOKENS):
        yield from (("secret", leak) for leak in secrets(text))
    if failed or any(word in name for name in names for word in _OF_ERRORS):
        yield from (("stack-trace", leak) for leak in traces(text))
    if failed:
        yield from (("internal-host", leak) for leak in hosts(text))


def _finding(sighting: Sighting, kind: str, pointer: str, leak: str) -> Finding:
    shown = f"{leak[:_OF_A_SECRET]}…" if kind == "secret" else leak[:_SHOWN]
    return _told(
        sighting,
        kind,
        pointer,
        expected=f"no {kind.replace('-', ' ')}",
        actual=shown,
        message=f"{pointer or 'the body'} shows {shown!r}",
    )
