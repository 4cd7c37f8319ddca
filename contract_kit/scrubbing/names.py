"""What the name of a header, parameter, column or JSON member tells of its value."""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Literal

Tells = Literal[
    "authorization",  # a scheme and credentials (RFC 9110, section 11.6.2)
    "cookie",
    "set-cookie",
    "password",  # a secret whatever it looks like
    "token",  # a secret unless it is prose
    "hint",  # a secret if it looks random
    "phone",
    "card",
    "cursor",  # random by nature, and no secret
    "",
]

# `accessToken`, `X-API-Key`, `user[api_key]`, `Signature256`: the words that names are made of
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")
_PARTS = re.compile(r"[\[.]")
_SILENT = re.compile(r"c|values?|text|raw|string|field|header|content|data|numbers?")
_HEADERS: dict[str, Tells] = {
    "authorization": "authorization",
    "proxyauthorization": "authorization",
    "cookie": "cookie",
    "cookies": "cookie",
    "setcookie": "set-cookie",
}
_PASSWORD = re.compile(
    r"(?:password|passwd|passphrase|passcode|pwd|secretanswer|securitycode"
    r"|^pass|^pin|^otp|^cvv|^cvc)(?:hash|digest|confirmation|again)?$"
)
_CURSOR = re.compile(
    r"cursor|etag|idempotency|(?:page|paging|pagination|next|previous|continuation|sync|resume"
    r"|forward|backward|start|end|search|scroll|skip)token$"
)
_TOKEN = re.compile(
    r"(?:token|secret|signature|credential|csrf|xsrf|jwt|bearer|hmac|sessionid|sessid|accesskeyid"
    r"|(?:api|access|secret|private|signing|encryption|account|subscription|shared|auth|master"
    r"|session|license|client|deploy|integration)key"
    r"|clientassertion|samlresponse|samlrequest|authorizationcode|codeverifier"
    r"|^auth|^sig|^session|^sid)$"
)
_HINT = re.compile(
    r"(?:key|token|secret|credential)s?|auth|password|session|signature|code|license|hmac|salt"
    r"|assertion|bearer|webhook"
)
_NO_HINT = re.compile(
    r"ids?|type|name|ur[li]|count|at|on|in|expir(?:es|y|ation)|status|state|length|size|version"
    r"|algorithm|method|scope"
)
_PHONE = re.compile(r"(?:phone|mobile|telephone|msisdn|whatsapp|fax|^tel|^cell|^sms)s?(?:no|nr)?$")
_CARD = re.compile(r"(?:card|creditcard|debitcard|^pan|^cc|ccnum)s?(?:no|nr|num)?$")


@lru_cache(maxsize=8192)
def tells(name: str) -> Tells:
    """What is known of a value by its name alone; empty where the name says nothing.

    >>> tells("X-Api-Key"), tells("userPassword"), tells("next_page_token"), tells("job_status")
    ('token', 'password', 'cursor', '')
    """
    return _tells(name[-100:]) or _tells(_PARTS.split(name[-100:].rstrip("]"))[-1])


def _tells(name: str) -> Tells:
    words = [word.lower() for word in _WORD.findall(name)]
    if words[:1] == ["x"]:  # X-Sig
        del words[0]
    while len(words) > 1 and _SILENT.fullmatch(words[-1]):
        words.pop()
    joined = "".join(words)
    for known in (joined, joined.removesuffix("s")):
        said = _by_table(known)
        if said:
            return said
    if not words or _NO_HINT.fullmatch(words[-1]):
        return ""
    return "hint" if any(map(_HINT.fullmatch, words)) else ""


def _by_table(joined: str) -> Tells:
    if joined in _HEADERS:
        return _HEADERS[joined]
    return next((said for said, pattern in _patterns() if pattern.search(joined)), "")


def _patterns() -> Iterator[tuple[Tells, re.Pattern[str]]]:
    yield "password", _PASSWORD
    yield "cursor", _CURSOR
    yield "token", _TOKEN
    yield "phone", _PHONE
    yield "card", _CARD
