"""Keeps of many texts what is not their data: formats, lengths, and words where they are few."""

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from zlib import crc32

from contract_kit.model.shape import MOST_VALUES, Span, Texts
from contract_kit.model.text_format import format_of, formats_of, without_digits

# one digit says a version or a level, more of them an id
_PART = r"[A-Za-z]+[0-9]?"
_WORD = re.compile(rf"(?=.{{1,60}}\Z)_*{_PART}(?:[_./+-]+{_PART})*_*")


def texts_of(texts: Sequence[str], *, plain: bool) -> Texts:
    """What one text or more are; of those that are not `plain` no word is kept.

    >>> texts_of(["queued", "queued", "done"], plain=True).values
    {'queued': 2, 'done': 1}
    """
    blurred = without_digits(texts)  # which digits they have makes none of them a word
    alike = Counter(blurred)
    values: Mapping[str, int] = {}
    if plain and len(alike) <= MOST_VALUES and all(map(_is_kept, alike)):
        values = dict(alike if blurred is texts else Counter(texts))
    lengths = list(map(len, alike))
    return Texts(
        len(texts),
        formats_of(texts, alike),
        Span(min(lengths), max(lengths)),
        values if 0 < len(values) <= MOST_VALUES else None,
        _same(texts),
    )


def is_word(text: str) -> bool:
    """Whether a text is somebody's word for something, rather than an id or a sentence.

    >>> [is_word(text) for text in ("in_progress", "v2", "V3-8b72559ae838", "two words")]
    [True, True, False, False]
    """
    return _WORD.fullmatch(text) is not None


def _is_kept(text: str) -> bool:
    return is_word(text) or format_of(text) in ("empty", "null")


def _same(texts: Sequence[str]) -> str:
    """A checksum of the one text that all are, empty where they are several."""
    first = texts[0]
    checksum = _checksum(first)
    one = all(_checksum(text) == checksum for text in texts if text != first)
    return f"{checksum:08x}" if one else ""


def _checksum(text: str) -> int:
    return crc32(text.encode("utf-8", "surrogatepass"))
