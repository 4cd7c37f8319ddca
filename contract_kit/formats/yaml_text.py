"""Writes text and bytes as YAML that reads well in a pull request and never means anything else.

Written here since libYAML quotes and escapes every text with a character beyond the basic plane,
and since the bytes must not depend on which version of it is installed.
"""

import json
import re
from base64 import encodebytes

# Not printable in YAML 1.1, taken for the end of a line there, or invisible (surrogates are apart)
_HIDDEN = "\\x7f-\\x9f\u2028\u2029\ufeff\ufffe\uffff"
_ESCAPED = re.compile(f"[{_HIDDEN}]")
_HALF = re.compile("[\ud800-\udfff]")
_NO_BLOCK = re.compile(rf"\A[ \t\n]|[\x00-\x08\x0b-\x1f{_HIDDEN}]|[ \t](?:\n|\Z)|\n\n\Z")
_PLAIN = re.compile(r'(?:[A-Za-z/]|<(?=[A-Za-z]))(?:[!-9;-~]|:(?=[!-~])| (?=[!"$-~]))*')
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_.-]*")
_RESERVED = frozenset(("true", "false", "yes", "no", "on", "off", "null", "y", "n"))
_LONGEST_KEY = 200  # characters; YAML has no simple keys beyond 1,024


def text(value: str) -> str:
    """A text on one line, in block context.

    >>> print(text("Mon, 18 Sep 2023 23:34:42 GMT"), text("no"), text("a: b"))
    Mon, 18 Sep 2023 23:34:42 GMT "no" "a: b"
    """
    return value if _fits(_PLAIN, value) else _quoted(value)


def word(value: str) -> str:
    """A text on one line, within braces or brackets too."""
    return value if _fits(_WORD, value) else _quoted(value)


def key(value: str, indent: str) -> str:
    """A text as a key of a mapping in block context, up to the colon.

    >>> print(key("Content-Type", "  "))
      Content-Type:
    """
    if len(value) <= _LONGEST_KEY:
        return f"{indent}{text(value)}:"
    return f"{indent}? {text(value)}\n{indent}:"


def body(content: str | bytes, indent: str) -> str:
    """Text of any length, as a block indented by `indent` where it has lines; or bytes."""
    if isinstance(content, bytes):
        return f"!!binary |\n{_indented(encodebytes(content).decode().rstrip(), indent)}"
    if "\n" not in content or _NO_BLOCK.search(content):
        return text(content)
    chomping = "" if content.endswith("\n") else "-"
    return f"|{chomping}\n{_indented(content.removesuffix(chr(10)), indent)}"


def _fits(form: re.Pattern[str], value: str) -> bool:
    return form.fullmatch(value) is not None and value.lower() not in _RESERVED


def _quoted(value: str) -> str:
    if _HALF.search(value):  # half a surrogate pair, as clients decode a byte that is no UTF-8
        encoded = encodebytes(value.encode("utf-8", "surrogatepass")).decode()
        return f'!!binary "{"".join(encoded.split())}"'
    shown = json.dumps(value, ensure_ascii=False)
    return _ESCAPED.sub(lambda found: f"\\u{ord(found[0]):04x}", shown)


def _indented(lines: str, indent: str) -> str:
    return "\n".join(indent + line if line else "" for line in lines.split("\n"))
