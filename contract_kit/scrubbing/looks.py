"""What a value looks like: an id, a hash, a time (never a secret by itself), or random.

Randomness alone says little, so it is asked for only where a name hints at a secret.
"""

import re
from collections import Counter
from math import log2

# In capitals only as long as hashes are: an IBAN may be made of A to F and digits too
_ID = (
    r"(?:[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
    r"|[-+]?[0-9]+(?:\.[0-9]+)*|[0-9a-f]+|[0-9A-F]{32}|[0-9A-F]{40}|[0-9A-F]{64})"
)
_HARMLESS = re.compile(_ID)
_PREFIXED = re.compile(rf"[A-Za-z][A-Za-z0-9]{{0,7}}[-_:]{_ID}")
_TIME = re.compile(
    r"[0-9]{4}-?[0-9]{2}-?[0-9]{2}(?:[T ][0-9:.,]+(?:Z| ?[-+][0-9:]{2,6}| [A-Z]{3})?)?"
    r"|[A-Z][a-z]{2,8}, [0-9]{1,2}[ -][A-Z][a-z]{2}[ -][0-9]{2,4} [0-9:]{8} [A-Z]{3}"
)
UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
HEX = re.compile(r"[0-9a-f]+|[0-9A-F]+")
_MASK = re.compile(r"[*•.xX#-]+|\[[A-Z_ ]+\]|<[A-Za-z_ ]+>")
_KEYWORD = re.compile(
    r"(?i)true|false|null|none|nil|yes|no|on|off|bearer|basic|required|optional|fetch|string"
    r"|invalid|expired|missing|unknown|default|enabled|disabled"
)
_RANDOM = re.compile(r"[A-Za-z0-9+/=_\-.~$!@#%^*]{20,4096}")
_PIECE = re.compile(r"[-_.~/=$!@#%^*]+")


def is_harmless(text: str) -> bool:
    """Whether a text is a UUID, a hash or a number.

    >>> is_harmless("559ae838-c9a0-11e7-abc4-cec278b6b50a"), is_harmless("a sentence")
    (True, False)
    """
    return _HARMLESS.fullmatch(text) is not None


def is_time(text: str) -> bool:
    """Whether a text is a date, or a date and a time, as ISO 8601 or HTTP write them."""
    return _TIME.fullmatch(text) is not None


def is_filler(text: str) -> bool:
    """Whether a text stands where a secret might: a mask such as `****`, or a plain keyword."""
    return _KEYWORD.fullmatch(text) is not None or _MASK.fullmatch(text) is not None


def is_word(text: str) -> bool:
    """Whether a text may be prose: letters alone, and not so many that it must be made up."""
    return len(text) < 24 and text.replace("-", "").replace("_", "").replace("'", "").isalpha()


def is_random(text: str) -> bool:
    """Whether a text looks drawn: long, of letters and digits, hardly repeating, no id or time.

    >>> is_random("x8Kp2" + "Qz71mNd4RtW0" + "vB9sYc"), is_random("zendesk-sunshine-2020-06-09-v1")
    (True, False)
    """
    if _RANDOM.fullmatch(text) is None or is_harmless(text) or is_time(text):
        return False
    if _PREFIXED.fullmatch(text):  # V3-…, sha256:…
        return False
    longest = max(_PIECE.split(text), key=len)
    if len(longest) < 12 or HEX.fullmatch(longest) or longest.isalpha() or longest.isdigit():
        return False
    return _entropy(text) >= 3.5


def _entropy(text: str) -> float:
    """Bits a character (Shannon)."""
    shares = (count / len(text) for count in Counter(text).values())
    return -sum(share * log2(share) for share in shares)
