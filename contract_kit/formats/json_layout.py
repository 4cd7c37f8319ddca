"""Lays JSON bodies out so that a pull request shows what changed, and gets the exact bytes back.

Only the blanks between tokens change, so numbers, escapes, the order of keys and even keys that
stand twice come back as they were sent.
"""

import json
import re
from typing import Literal

Layout = Literal["raw", "json-compact", "json-spaced"]

_LARGEST = 2**20  # characters: what is larger, nobody reads
_DEEPEST = 50  # levels: each costs two blanks on every line within
_INDENT = "  "
_TEXTS = re.compile(r'("(?:[^"\\]|\\.)*")')
_TOKENS = re.compile(r'"(?:[^"\\]|\\.)*"|\{\}|\[\]|[\[\]{},:]|[^"\[\]{},:]+')


def laid_out(text: str) -> tuple[Layout, str]:
    """How a body is stored, and the text to store: `raw` is the body itself.

    `json-compact` is JSON without blanks, `json-spaced` JSON with a blank after each comma and
    colon, as Python writes it.

    >>> print(laid_out('{"a":[1,"b, c"]}')[1])
    {
      "a": [
        1,
        "b, c"
      ]
    }
    """
    if text[:1] not in ("{", "[") or len(text) > _LARGEST or not _is_json(text):
        return "raw", text
    compact = _respaced("json-compact", text)
    if text == compact:
        layout: Layout = "json-compact"
    elif text == _respaced("json-spaced", text):
        layout = "json-spaced"
    else:
        return "raw", text
    pretty = _pretty(compact)
    return ("raw", text) if pretty is None else (layout, pretty)


def restored(layout: Layout, stored: str) -> str:
    """The text of a body as it was sent; raises `ValueError` where it is no JSON."""
    if layout == "raw":
        return stored
    text = _respaced(layout, stored)
    if not _is_json(text):
        raise ValueError("is no JSON")
    return text


def _respaced(layout: Layout, text: str) -> str:
    parts = _TEXTS.split(text)  # texts are at the odd places
    parts[::2] = ["".join(part.split()) for part in parts[::2]]
    if layout == "json-spaced":
        parts[::2] = [part.replace(",", ", ").replace(":", ": ") for part in parts[::2]]
    return "".join(parts)


def _pretty(compact: str) -> str | None:
    lines = [""]
    depth = 0
    for token in _TOKENS.findall(compact):
        if token in ("{", "["):
            depth += 1
            if depth > _DEEPEST:
                return None
            lines[-1] += token
            lines.append(_INDENT * depth)
        elif token in ("}", "]"):
            depth -= 1
            lines.append(_INDENT * depth + token)
        elif token == ",":
            lines[-1] += token
            lines.append(_INDENT * depth)
        else:
            lines[-1] += ": " if token == ":" else token
    return "\n".join(lines)


def _is_json(text: str) -> bool:
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True
