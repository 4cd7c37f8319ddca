"""Finds secrets in free text by the word beside them: logs, markup, source code, broken JSON."""

import re
from collections.abc import Callable

from contract_kit.scrubbing import headers, looks
from contract_kit.scrubbing.names import tells
from contract_kit.scrubbing.substitutes import is_made

Value = Callable[[str, str], str]  # (name, value) to what may be stored
Token = Callable[[str], str]  # a secret to its substitute

_SCHEME = re.compile(r"(?i)\b(bearer|basic)(\s+|%20)([A-Za-z0-9._~+/-]{8,}=*)")
_COOKIES = re.compile(r"(?im)^([ \t>]*(?:set-)?cookie: ?)(.+)$")
_TAG = re.compile(r"<[A-Za-z][^<>]*>")  # <meta name="csrf-token" content="…">
_TAG_NAME = re.compile(r"(?i)\b(?:name|id|key)=[\"']([^\"'<>]{2,80})[\"']")
_TAG_VALUE = re.compile(r"(?i)\b((?:content|value)=([\"']))([^\"'<>]+)(?=\2)")
_ELEMENT = re.compile(r"(<(?:[\w.-]+:)?([\w.-]{2,80})(?:\s[^<>]*)?>)([^<>]+)(?=</)")
# "name": "value" and name='value', in JSON that is cut off, attributes and source code
_QUOTED = re.compile(
    r"(?<![\w.-])(([\w.-]{2,200}+)\\*[\"']?\s*(?:=>|:=|[:=])\s*(\\*[\"']))"
    r"((?:(?!\3)[^\r\n]){1,8192})(?=\3|$)",
    re.MULTILINE,
)
_BARE = re.compile(
    r"(?<![\w.-])([\w.-]{2,200}+)(\s?[=:]\s?|\s+is:?\s+)([^\s\"'<>&;,(){}\[\]\\]{4,8192})"
)


def without_named_values(text: str, value: Value, token: Token) -> str:
    """A text in which each value beside a telling name was put through `value` or `token`."""

    def telling(name: str, text: str) -> str:
        return value(name, text) if tells(name) not in ("", "cursor") else text

    if ":" in text or "=" in text:
        text = _COOKIES.sub(lambda found: found[1] + value("Cookie", found[2]), text)
    if "<" in text:
        text = _TAG.sub(lambda found: _tag(found[0], telling), text)
        text = _ELEMENT.sub(lambda found: found[1] + telling(found[2], found[3]), text)
    if ":" in text or "=" in text:
        text = _QUOTED.sub(lambda found: found[1] + telling(found[2], found[4]), text)
    return _BARE.sub(lambda found: _bare(found, token), text)


def without_credentials(text: str, named: headers.Hide, token: Token) -> str:
    """A text without what stands behind the words Basic and Bearer, unless that is a word too."""
    return _SCHEME.sub(lambda found: _scheme(found, named, token), text)


def _tag(tag: str, telling: Value) -> str:
    name = _TAG_NAME.search(tag)
    if name is None:
        return tag
    return _TAG_VALUE.sub(lambda found: found[1] + telling(name[1], found[3]), tag)


def _bare(found: re.Match[str], token: Token) -> str:
    """A value without quotes, if it is no prose such as `Password: required`."""
    name, between, text = found.groups()
    said = tells(name)
    if said not in ("password", "token", "hint") or is_made(text) or "://" in text:
        return found[0]
    if looks.is_filler(text) or looks.is_time(text):
        return found[0]
    is_secret = (
        looks.is_random(text)
        or (said == "password" and (between == "=" or not looks.is_word(text)))
        or (said == "token" and len(text) >= 6 and any(map(str.isdigit, text)))
    )
    return f"{name}{between}{token(text)}" if is_secret else found[0]


def _scheme(found: re.Match[str], named: headers.Hide, token: Token) -> str:
    scheme, between, credentials = found.groups()
    if scheme.lower() == "basic":
        new = headers.basic(credentials, named)
        return f"{scheme}{between}{new}" if new else found[0]
    return found[0] if looks.is_word(credentials) else f"{scheme}{between}{token(credentials)}"
