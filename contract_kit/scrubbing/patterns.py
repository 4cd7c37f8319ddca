"""Finds the tokens that services hand out by their grammar: the one door to detect-secrets.

Its maintained plugins know most; the few grammars of our own are those that it lacks.
"""

import re
from collections.abc import Callable, Iterable
from typing import cast

from detect_secrets.plugins.aws import AWSKeyDetector
from detect_secrets.plugins.azure_storage_key import AzureStorageKeyDetector
from detect_secrets.plugins.base import RegexBasedDetector
from detect_secrets.plugins.basic_auth import BasicAuthDetector
from detect_secrets.plugins.discord import DiscordBotTokenDetector
from detect_secrets.plugins.github_token import GitHubTokenDetector
from detect_secrets.plugins.gitlab_token import GitLabTokenDetector
from detect_secrets.plugins.jwt import JwtTokenDetector
from detect_secrets.plugins.mailchimp import MailchimpDetector
from detect_secrets.plugins.npm import NpmDetector
from detect_secrets.plugins.openai import OpenAIDetector
from detect_secrets.plugins.private_key import PrivateKeyDetector
from detect_secrets.plugins.pypi_token import PypiTokenDetector
from detect_secrets.plugins.sendgrid import SendGridDetector
from detect_secrets.plugins.slack import SlackDetector
from detect_secrets.plugins.square_oauth import SquareOAuthDetector
from detect_secrets.plugins.stripe import StripeDetector
from detect_secrets.plugins.telegram_token import TelegramBotTokenDetector
from detect_secrets.plugins.twilio import TwilioKeyDetector

# Left out are those that need a line of source code around the secret (Keyword, Cloudant, IBM,
# SoftLayer), high entropy and public addresses, and Artifactory, which takes words in capitals.
_PLUGINS: tuple[type[RegexBasedDetector], ...] = (
    AWSKeyDetector,
    AzureStorageKeyDetector,
    BasicAuthDetector,
    DiscordBotTokenDetector,
    GitHubTokenDetector,
    GitLabTokenDetector,
    JwtTokenDetector,
    MailchimpDetector,
    NpmDetector,
    OpenAIDetector,
    PypiTokenDetector,
    SendGridDetector,
    SlackDetector,
    SquareOAuthDetector,
    StripeDetector,
    TelegramBotTokenDetector,
    TwilioKeyDetector,
)
_OUR_OWN = (
    r"github_pat_[A-Za-z0-9_]{22}",
    r"npm_[A-Za-z0-9]{36}",
    r"[sr]k_test_[A-Za-z0-9]{16}",
    r"whsec_[A-Za-z0-9+/]{24}",
    r"AIza[A-Za-z0-9_-]{35}",
    r"ya29\.[A-Za-z0-9_-]{20}",
    r"GOCSPX-[A-Za-z0-9_-]{28}",
    r"sk-(?:[a-z]+-)?[A-Za-z0-9]{24}",
    r"shp(?:at|ca|pa|ss)_[a-fA-F0-9]{32}",
    r"xapp-[0-9]-[A-Z0-9]+-[0-9]+-[a-z0-9]{16}",
    r"ATATT3[A-Za-z0-9_=-]{50}",
)
# A grammar begins at a boundary, which may be the end of a percent-encoded character, and what
# follows it directly belongs to it: some services make their tokens longer without telling.
_BEFORE = r"(?:(?<![A-Za-z0-9])|(?<=%[0-9A-Fa-f]{2}))"
_AFTER = r"[A-Za-z0-9_=-]*(?:[.~][A-Za-z0-9_=-]+)*"
_FEWEST = 16

_Pattern = tuple[re.Pattern[str], re.Pattern[str]]  # one to search, fast; one to replace


def _pattern(regex: re.Pattern[str]) -> _Pattern:
    return regex, re.compile(f"{_BEFORE}(?:{regex.pattern}){_AFTER}", regex.flags)


def _regexes(plugin: type[RegexBasedDetector]) -> Iterable[re.Pattern[str]]:
    return cast("Iterable[re.Pattern[str]]", plugin.denylist)  # typed as a property, and is none


_PATTERNS = tuple(
    _pattern(regex)
    for regexes in (*map(_regexes, _PLUGINS), map(re.compile, _OUR_OWN))
    for regex in regexes
)
_KEY_BEGINS = tuple(_regexes(PrivateKeyDetector))
_KEY_ENDS = re.compile(r"-{2,5} ?END [A-Z0-9 ]+-{2,5}")

Hide = Callable[[str], str]


def without_tokens(text: str, hide: Hide) -> str:
    """A text in which `hide` has replaced each token whose grammar is known."""
    for search, replace in _PATTERNS:
        if search.search(text):
            text = replace.sub(lambda found: _hidden(found, hide), text)
    return text


def without_private_keys(text: str, hide: Hide) -> str:
    """A text in which `hide` has replaced each private key, up to its end or that of the text."""
    if "PRIVATE KEY" not in text and "PuTTY" not in text:
        return text
    for begin in _KEY_BEGINS:
        found = begin.search(text)
        while found:
            start = len(text[: found.start()].rstrip("-"))
            end = _KEY_ENDS.search(text, found.end())
            stop = end.end() if end else len(text)
            head = text[:start] + _apart(text[:start][-1:]) + hide(text[start:stop])
            text = head + _apart(text[stop:][:1]) + text[stop:]
            found = begin.search(text, len(head))
    return text


def _apart(neighbour: str) -> str:
    """What keeps a substitute from growing together with a word."""
    return " " if neighbour.isalnum() else ""


def _hidden(found: re.Match[str], hide: Hide) -> str:
    start, end = _span(found)
    secret = found.string[start:end]
    if (len(secret) < _FEWEST and "@" not in found[0]) or not _formed(secret):
        return found[0]
    return found[0][: start - found.start()] + hide(secret) + found[0][end - found.start() :]


def _span(found: re.Match[str]) -> tuple[int, int]:
    """Where the secret is: a group that begins later than the match is the secret in a context."""
    if found.re.groups and found.start(1) > found.start():
        return found.span(1)
    return found.span()


def _formed(secret: str) -> bool:
    if not secret.startswith("eyJ"):
        return any(character.isdigit() for character in secret) or "@" in secret or ":" in secret
    try:
        return secret.count(".") >= 2 or JwtTokenDetector.is_formally_valid(secret)
    except RecursionError:
        return True
