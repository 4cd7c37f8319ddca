"""Recognises what no answer should show: traces of the program, secrets, hosts behind the wall.

Only grammars that nothing else has: a hash, a cursor, an id or a time is never taken for one.
"""

import re
from collections.abc import Iterator, Sequence

from contract_kit.model.pointer import tokens
from contract_kit.model.shape import ANY, Shape

_TRACES = (
    r"Traceback \(most recent call last\)",  # Python
    r"File \"[^\"\n]+\.py\", line \d+",
    r"\bat [\w.$<>/]+\([\w$]+\.(?:java|kt|scala):\d+\)",  # the JVM
    r"\bat .{0,200}\.(?:cs|vb|fs):line \d+",  # .NET
    r"\bat .{0,200}\.[cm]?[jt]s:\d+:\d+\b",  # Node
    r"\bin /\S{1,300}\.php(?:\(\d+\)|(?: on)? line \d+|:\d+)",  # PHP
    r"#\d+ /\S{1,300}\.php\(\d+\)",
    r"\.rb:\d+:in [`']",  # Ruby
    r"\bgoroutine \d+ \[running\]",  # Go
    r"SQLSTATE\[|\bORA-\d{5}\b|error in your SQL syntax|\bpsycopg2?\.\w|\bPG::[A-Z]\w+",
    r"\bSQLITE_[A-Z]+\b|\bsqlite3\.\w*Error\b",
)
_SECRETS = (
    r"-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----",
    r"\beyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]{16,}",  # a signed token (RFC 7519)
    r"(?<![A-Za-z0-9])AKIA[A-Z2-7]{16}(?![A-Za-z0-9])",
    r"\bgh[pousr]_[A-Za-z0-9]{36}",
    r"\bgithub_pat_[A-Za-z0-9_]{40}",
    r"\bglpat-[\w-]{20}",
    r"\bxox[abprs]-\d[\w-]{20}",
    r"\b[sr]k_live_[A-Za-z0-9]{16}",
    r"\bAIza[\w-]{35}",
    r"://[^/\s:@]+:[^/\s:@]+@[^/\s]",  # a URL with a password
)
_HOSTS = (
    r"(?<![\w.])(?:10|127)(?:\.\d{1,3}){3}(?![\w.])",  # RFC 1918, RFC 6890
    r"(?<![\w.])(?:192\.168|172\.(?:1[6-9]|2\d|3[01]))(?:\.\d{1,3}){2}(?![\w.])",
    r"(?<![\w.])(?:[\w-]+\.)+(?:internal|intranet|corp|lan|cluster\.local)(?![\w-])",
    r"(?<![\w.])localhost:\d+",
)
_TRACE, _SECRET, _HOST = (re.compile("|".join(found)) for found in (_TRACES, _SECRETS, _HOSTS))
_SIGNED = re.compile(r"(?:X-Amz-Credential|AWSAccessKeyId)=")  # a link made to be passed on
_SECRET_NAME = re.compile(
    r"(?:token|secret|password|passwd|api[_-]?key|private[_-]?key|credentials?)$", re.IGNORECASE
)
_PAGE_NAME = re.compile("page|next|prev|cursor|continu|sync|csrf", re.IGNORECASE)
_HINT = re.compile(
    rb"\.(?:py|java|kt|scala|cs|vb|fs|[cm]?[jt]s|php|rb)\b|Traceback|goroutine|SQL|ORA-|psycopg|PG::"
    rb"|sqlite|PRIVATE KEY|eyJ|AKIA|gh[pousr]_|github_pat|glpat|xox|k_live|AIza|://[^/\s\"]{1,99}@"
)
_HOST_HINT = re.compile(rb"\d\.\d+\.\d+\.\d|internal|intranet|\.corp|\.lan|\.local|localhost")


def may_leak(body: bytes, *, hosts: bool) -> bool:
    """Whether a look at the single texts of a body is worth its time, for `hosts` as well."""
    return bool(_HINT.search(body)) or (hosts and bool(_HOST_HINT.search(body)))


def traces(text: str) -> Iterator[str]:
    """The lines of a stack trace, or of a database's complaint, that stand in a text."""
    yield from (found[0] for found in _TRACE.finditer(text))


def secrets(text: str) -> Iterator[str]:
    """What in a text gives access to something to whoever reads it."""
    if not _SIGNED.search(text):
        yield from (found[0] for found in _SECRET.finditer(text))


def hosts(text: str) -> Sequence[str]:
    """Hosts and addresses in a text that only the vendor's own network knows."""
    return [found[0] for found in _HOST.finditer(text)]


def may_name_host(text: str) -> bool:
    """Whether a look for hosts in a short text is worth its time."""
    return "." in text or ":" in text


def exposing(body: Shape, pointer: str) -> str:
    """Why a place of bodies is nobody's business, in words; empty where it looks harmless.

    A name that says that it is a secret, or texts that are all e-mail addresses, there or below.
    """
    names, shapes = tokens(pointer), [body]
    for name in names:
        shapes = [inner for shape in shapes for inner in _inside(shape, name)]
    return next(filter(None, (_exposed(names[-1] if names else "", one) for one in shapes)), "")


def is_secret_name(name: str) -> bool:
    """Whether a member or header of this name holds what gives access to something.

    >>> is_secret_name("callbackToken"), is_secret_name("tokens_used"), is_secret_name("next_token")
    (True, False, False)
    """
    return bool(_SECRET_NAME.search(name)) and not _PAGE_NAME.search(name)


def _exposed(name: str, shape: Shape) -> str:
    texts = shape.texts
    if texts and is_secret_name(name):
        return "a secret by its name"
    if texts and set(texts.formats) == {"email"}:
        return "e-mail addresses"
    record = shape.record
    members = record.members.items() if record else ()
    inner = [*members, *([(name, shape.items.item)] if shape.items else [])]
    return next(filter(None, (_exposed(*member) for member in inner)), "")


def _inside(shape: Shape, name: str) -> list[Shape]:
    if name == ANY and shape.items:
        return [shape.items.item]
    record = shape.record
    return [record.members[name]] if record and name in record.members else []
