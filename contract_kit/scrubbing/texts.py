"""Finds and replaces what is secret in any text, by its name, its grammar and its encodings."""

import re
from collections.abc import Mapping
from html import unescape
from typing import Protocol

from contract_kit.scrubbing import headers, json_text, looks, prose, urls
from contract_kit.scrubbing.encodings import DEEPEST, Unsafe, as_text, base64_runs, packed
from contract_kit.scrubbing.marks import NOTHING, Mark
from contract_kit.scrubbing.names import tells
from contract_kit.scrubbing.patterns import without_private_keys, without_tokens
from contract_kit.scrubbing.personal import card, phone, without_personal_data
from contract_kit.scrubbing.substitutes import Kind, is_made


class Hiding(Protocol):
    """What is done with a secret that was found."""

    def hide(self, secret: str, kind: Kind, *, everywhere: bool = False) -> str:
        """What stands in its place; `everywhere` where it is one wherever it shows again."""
        ...

    def known(self, text: str) -> str:
        """A text without the secrets that were found before."""
        ...


Marked = Mapping[str, Mark]

NO_MARKS: Marked = {}
_ROUNDS = 4
_SHORTEST = 6  # a@b.cd
_REMEMBERED, _LONGEST = 8192, 2000

_URL = re.compile(r"[A-Za-z][A-Za-z0-9+.-]{1,20}://[^\s\"'<>\\{}|^`]+")
_LINK = re.compile(r"(?:[A-Za-z][A-Za-z0-9+.-]{1,20}:/|\.{0,2}/|\?)[^\s<>\"]*")
_FORM = re.compile(r"(?![A-Za-z0-9+/_-]+=*$)(?:(?:^|&)[^\s=&;?/<>\"{}]{1,80}=[^\s&;<>\"]*)+")


class Texts:
    """Puts texts through all that is known of secrets; what it finds goes to `hiding`.

    `plain` takes what is found where the specification says that there is no secret.
    """

    def __init__(self, hiding: Hiding, plain: Hiding) -> None:
        self._hiding = hiding
        self._plain = Texts(plain, plain) if plain is not hiding else self
        self._clean: set[str] = set()

    def forget(self) -> None:
        """Looks at every text anew, because more is known."""
        self._clean.clear()

    def value(self, name: str, text: str, mark: Mark = "", depth: int = 0) -> str:
        """The value of a header, parameter or member of that name; raises `Unsafe`.

        What is left when a part was replaced is looked at again: it may read differently.
        """
        for _ in range(_ROUNDS):
            new = self._value(name, text, mark, depth)
            if new == text:
                break
            text = new
        return text

    def _value(self, name: str, text: str, mark: Mark, depth: int) -> str:
        if not text or is_made(text):
            return text
        said = tells(name) if name else ""
        if mark == "secret":
            return self._hiding.hide(text, "token", everywhere=True)
        if mark == "plain" or said == "cursor":
            return self._without_marks(text, depth)
        if said and (new := self._by_name(said, text)) is not None:
            return new
        return self.text(text, depth)

    def number(self, name: str, digits: str, mark: Mark) -> str:
        """A number of that name, which stays one."""
        said = tells(name) if name else ""
        if is_made(digits) or mark == "plain":
            return digits
        if mark == "secret" or said == "password":
            return self._hiding.hide("".join(filter(str.isdigit, digits)), "token")
        if not digits.isdigit():
            return digits
        if said == "card":
            return card(digits, self._hiding.hide)
        return phone(digits, self._hiding.hide) if said == "phone" else digits

    def text(self, text: str, depth: int = 0) -> str:
        """A text without secrets; raises `Unsafe` where that cannot be had."""
        if len(text) < _SHORTEST:
            return text
        text = self._hiding.known(text)
        if text in self._clean or looks.is_harmless(text) or is_made(text):
            return text
        if depth > DEEPEST:
            raise Unsafe
        new = self._structured(text, depth + 1)
        if new == text and len(text) <= _LONGEST and not depth:
            if len(self._clean) >= _REMEMBERED:
                self._clean.clear()
            self._clean.add(text)
        return new

    def url(
        self, url: str, query: Marked = NO_MARKS, path: Marked = NO_MARKS, depth: int = 0
    ) -> str:
        """A URL without secrets; `query` has the marks by name, `path` by decoded argument."""

        def value(name: str, text: str) -> str:
            if name == "user":
                return self._named(name, text)
            return self.value(name, text, query.get(name.lower(), ""), depth)

        def segment(before: str, text: str) -> str:
            if text in path:
                return self.value("", text, path[text], depth)
            if looks.is_random(text) and tells(before) in ("password", "token", "hint"):
                return self._token(text)  # /reset_password/…
            return self.text(text, depth)

        return urls.rewrite(without_tokens(url, self._token), value, segment)

    def content(self, body: bytes, depth: int = 0) -> bytes:
        """Bytes that are no message of their own: text, packed text, or what cannot be changed."""
        if depth > DEEPEST:
            raise Unsafe
        new = packed(body, lambda inner: self.content(inner, depth + 1))
        if new is not None:
            return new
        text = as_text(body)
        if text is not None:
            return self.text(text, depth).encode("utf-8", "replace")
        seen = body.decode("ascii", "replace")
        if self.text(seen, depth) != seen:
            raise Unsafe
        return body

    def _by_name(self, said: str, text: str) -> str | None:
        """What a telling name makes of a value; None where it has to be looked at as a text."""
        if said == "authorization":
            return headers.authorization(text, self._named)
        if said in ("cookie", "set-cookie"):
            take = headers.cookies if said == "cookie" else headers.set_cookie
            return take(text, self._named)
        if said in ("phone", "card"):
            new = (phone if said == "phone" else card)(text, self._hiding.hide)
            return new if new != text else None
        if said == "hint":
            return self._token(text) if looks.is_random(text) else None
        return self._secret(said, text)

    def _secret(self, said: str, text: str) -> str | None:
        if looks.is_filler(text) or looks.is_time(text):
            return text
        prose = said == "token" and (" " in text.strip() or "\n" in text or _URL.match(text))
        return None if prose else self._hiding.hide(text, "token", everywhere=True)

    def _named(self, name: str, secret: str) -> str:
        """A part of credentials, which is a secret whatever it looks like."""
        bare = secret.strip()
        if not bare or is_made(bare):
            return secret
        if name == "user":
            kind: Kind = "email" if "@" in bare else "user"
            return self._hiding.hide(bare.lower() if kind == "email" else bare, kind)
        return self._hiding.hide(bare, "token", everywhere=True)

    def _without_marks(self, text: str, depth: int) -> str:
        """A value that is no secret, but for what was seen to be one, and for links around it."""
        text = self._hiding.known(text)
        if _LINK.fullmatch(text):
            return self.url(text, depth=depth)
        self._plain.text(text, depth)
        return text

    def _structured(self, text: str, depth: int) -> str:
        if json_text.is_json(text):
            return self._json(text, depth)
        if _LINK.fullmatch(text):
            return self.url(text, depth=depth)
        if _FORM.fullmatch(text):
            return urls.pairs(text, lambda name, plain: self.value(name, plain, "", depth))
        return self._prose(text, depth)

    def _json(self, text: str, depth: int) -> str:
        def value(name: str, plain: str, mark: Mark) -> str:
            return self.value(name, plain, mark, depth)

        new, withheld = json_text.rewrite(text, NOTHING, value, self.number)
        if withheld:
            raise Unsafe
        return new

    def _prose(self, text: str, depth: int) -> str:
        text = without_private_keys(text, lambda secret: self._hiding.hide(secret, "private-key"))
        text = without_tokens(text, self._token)
        if "://" in text:
            text = _URL.sub(lambda found: self.url(found[0], depth=depth), text)
        text = prose.without_named_values(
            text, lambda name, plain: self.value(name, plain, "", depth), self._token
        )
        text = prose.without_credentials(text, self._named, self._token)
        text = without_personal_data(text, self._hiding.hide)
        text = self._entities(text, depth)
        return base64_runs(
            text, lambda plain: self.text(plain, depth), lambda plain: self.content(plain, depth)
        )

    def _entities(self, text: str, depth: int) -> str:
        """Markup inside markup is read, and what is a secret in it replaced where it stands."""
        plain = unescape(text) if "&" in text else text
        if plain == text:
            return text
        self.text(plain, depth)
        return self._hiding.known(text)

    def _token(self, secret: str) -> str:
        return secret if is_made(secret) else self._hiding.hide(secret, "token", everywhere=True)
