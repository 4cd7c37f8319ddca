"""Finds personal data by its grammar: e-mail, bank account, card and phone numbers.

Digits alone say nothing: card and phone numbers are seen only beside a word that names them.
"""

import re
from collections.abc import Callable

from contract_kit.scrubbing.substitutes import Kind, checks_as_iban, is_made, luhn

Hide = Callable[[str, Kind], str]

_EMAIL = re.compile(
    r"(?<![\w.+-])([\w.+'-]{1,64})(@|%40|&#(?:64|x40);)"
    r"(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.){1,8}([^\W\d_]{2,24})(?![\w-])"
)
_FILE = re.compile(r"(?i)png|jpe?g|gif|svg|webp|ico|css|m?js|map|html|json")  # logo@2x.png

_OUR_OWN = re.compile(r"ck-[\w.+-]+@example\.com")  # what a story of the kit has created

_IBAN = re.compile(r"(?<![A-Za-z0-9])[A-Z]{2}[0-9]{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?")
# ISO 13616: the length says much that two check digits alone do not
_COUNTRIES = (
    "AD24 AE23 AL28 AT20 AZ28 BA20 BE16 BG22 BH22 BR29 BY28 CH21 CR22 CY28 CZ24 DE22 DK18 DO28"
    " EE20 EG29 ES24 FI18 FO18 FR27 GB22 GE22 GI23 GL18 GR27 GT28 HR21 HU28 IE22 IL23 IQ23 IS26"
    " IT27 JO30 KW30 KZ20 LB28 LC32 LI21 LT20 LU20 LV21 LY25 MC27 MD24 ME22 MK19 MR27 MT31 MU30"
    " NL18 NO15 PK24 PL28 PS29 PT25 QA29 RO24 RS22 SA24 SC31 SE24 SI19 SK24 SM27 TN24 TR26 UA29"
    " VA22 VG24 XK20"
)
_LENGTHS = {entry[:2]: int(entry[2:]) for entry in _COUNTRIES.split()}
_CARD = re.compile(r"[0-9](?:[ -]?[0-9]){12,18}")
_CARD_NAMED = re.compile(
    r"(?i)(\b(?:card|visa|master ?card|amex|maestro|discover)\b[^0-9\n]{0,40})"
    r"([0-9](?:[ -]?[0-9]){12,18})(?![0-9])"
)
_PHONE = re.compile(r"\+?[(0-9][0-9 ()./\-\u00a0]{5,24}[0-9](?:(?: ?x| ext\.? ?)[0-9]{1,6})?")
_PHONE_NAMED = re.compile(
    r"(?i)(\b(?:phone|telephone|tel|mobile|cell|fax|whatsapp|sms|call(?: me| us)?)\b"
    r"[^0-9+(\n]{0,20})(\+?[(0-9][0-9 ()./\-\u00a0]{5,24}[0-9])(?![0-9])"
)


def without_personal_data(text: str, hide: Hide) -> str:
    """A text in which `hide` has replaced what is personal by its grammar or the word before it."""
    if "@" in text or "%40" in text or "&#" in text:
        text = _EMAIL.sub(lambda found: _email(found, hide), text)
    if _IBAN.search(text):
        text = _IBAN.sub(lambda found: _iban(found, hide), text)
    if _CARD_NAMED.search(text):
        text = _CARD_NAMED.sub(lambda f: f[1] + card(f[2], hide), text)
    if _PHONE_NAMED.search(text):
        text = _PHONE_NAMED.sub(lambda f: f[1] + phone(f[2], hide), text)
    return text


def card(text: str, hide: Hide) -> str:
    """The value of a field for a card's number, replaced if it is one."""
    return _CARD.sub(lambda found: hide(found[0], "card") if _is_card(found[0]) else found[0], text)


def phone(text: str, hide: Hide) -> str:
    """The value of a field for a phone number, replaced if it is one."""
    digits = sum(character.isdigit() for character in text)
    if 7 <= digits <= 21 and _PHONE.fullmatch(text.strip()):
        return hide(text.strip(), "phone")
    return text


def _email(found: re.Match[str], hide: Hide) -> str:
    if _FILE.fullmatch(found[3]) or is_made(found[1]) or _OUR_OWN.fullmatch(found[0]):
        return found[0]
    return hide(found[0].replace(found[2], "@").lower(), "email").replace("@", found[2])


def _iban(found: re.Match[str], hide: Hide) -> str:
    """An IBAN may be followed by a word in capitals: as long as its country has it, no longer."""
    ends = [at for at, character in enumerate(found[0], 1) if character != " "]
    length = _LENGTHS.get(found[0][:2], 0)
    if not 0 < length <= len(ends):
        return found[0]
    candidate, rest = found[0][: ends[length - 1]].replace(" ", ""), found[0][ends[length - 1] :]
    if rest[:1].isalnum() or not checks_as_iban(candidate):
        return found[0]
    return hide(candidate, "iban") + rest


def _is_card(text: str) -> bool:
    digits = "".join(character for character in text if character.isdigit())
    return 13 <= len(digits) <= 19 and luhn(digits) and len(set(digits)) > 1
