"""What stands in a recording where a secret was: a value of the same kind that means nothing.

A substitute is made of a number alone, so nothing leads back; it can be told from real data by its
form, so that scrubbing again leaves it.
"""

import json
import re
from base64 import urlsafe_b64encode
from typing import Literal
from urllib.parse import urlsplit

from contract_kit.scrubbing.looks import HEX, UUID

Kind = Literal["token", "user", "email", "phone", "card", "iban", "private-key"]

WITHHELD = "withheld"

_MADE = re.compile(
    r"redacted(?:-[a-z]+)+-[0-9]+(?:-x*)?"
    r"|user-[0-9]+@example\.com"
    r"|00000000-0000-4000-8000-[0-9]{12}"
    r"|0{8,}[0-9]{1,8}"
    r"|900000[0-9]{4,}"
    r"|\+15550100[0-9]{3,}|15550100[0-9]{3,}"
    r"|4(?:[ -]?0){6,}(?:[ -]?[0-9]){1,6}"
    r"|[A-Z]{2}[0-9]{2}0{6,}[0-9]+"
    r"|eyJhbGciOiJub25lIn0\.[A-Za-z0-9_-]+\.redacted-[0-9]+"
    r"|https://[^/]*/redacted-token-[0-9]+"
    rf"|{WITHHELD}"
)
_NO_WORD = re.compile(r"\W*")


def make(kind: Kind, secret: str, number: int) -> str:
    """The substitute of a secret, of its kind and form, with the number of its first sight.

    >>> make("email", "somebody@somewhere.org", 1)
    'user-1@example.com'
    >>> make("token", "0f" * 8, 2), make("token", "a-secret-of-some-length", 3)
    ('0000000000000002', 'redacted-token-3-xxxxxx')
    """
    if kind == "email":
        return f"user-{number}@example.com"
    if kind == "phone":
        return f"{'+' if not secret.isdigit() else ''}15550100{number:03}"
    if kind == "card":
        return _card(secret, number)
    if kind == "iban":
        return _iban(secret, number)
    if kind == "token":
        return _of_its_form(secret, number)
    return f"redacted-{kind}-{number}"


def is_made(text: str) -> bool:
    """Whether a text is a substitute, from whatever run; punctuation after it does not count."""
    found = _MADE.match(text)
    return found is not None and _NO_WORD.fullmatch(text, found.end()) is not None


def _of_its_form(secret: str, number: int) -> str:
    if UUID.fullmatch(secret):
        return f"00000000-0000-4000-8000-{number:012}"
    if secret.isdigit():
        return f"900000{number:04}"
    if len(secret) >= 16 and HEX.fullmatch(secret):
        return f"{number:0{len(secret)}}"
    if secret.startswith("eyJ") and secret.count(".") == 2:
        payload = urlsafe_b64encode(json.dumps({"redacted": number}).encode()).decode().rstrip("=")
        return f"eyJhbGciOiJub25lIn0.{payload}.redacted-{number}"
    if secret.startswith("https://"):
        return f"https://{urlsplit(secret).netloc}/redacted-token-{number}"
    name = f"redacted-token-{number}"
    missing = len(secret) - len(name)
    return f"{name}-{'x' * (missing - 1)}" if missing > 0 else name


def _card(secret: str, number: int) -> str:
    """A number of the range that payment services keep for tests, grouped as the secret was."""
    length = sum(character.isdigit() for character in secret)
    digits = f"4000000{number:0{length - 8}}"
    digits += next(check for check in "0123456789" if luhn(digits + check))
    drawn = iter(digits)
    return "".join(next(drawn) if c.isdigit() else c for c in secret) + "".join(drawn)


def _iban(secret: str, number: int) -> str:
    account = f"{number:0{len(secret.replace(' ', '')) - 4}}"
    return f"{secret[:2]}{98 - int(_as_number(account + secret[:2] + '00')) % 97:02}{account}"


def luhn(digits: str) -> bool:
    """Whether the last digit checks the others (ISO/IEC 7812-1, annex B)."""
    doubled = (int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(digits)))
    return sum(number - 9 * (number > 9) for number in doubled) % 10 == 0


def checks_as_iban(text: str) -> bool:
    """Whether the check digits of an IBAN without spaces hold (ISO 13616, MOD 97-10)."""
    return int(_as_number(text[4:] + text[:4])) % 97 == 1


def _as_number(text: str) -> str:
    return "".join(str(int(character, 36)) for character in text)
