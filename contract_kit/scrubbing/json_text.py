"""Changes single values inside JSON and leaves every other byte of it as it was.

Spacing, the order and repetition of members and the digits of numbers survive, which parsing and
writing anew would lose.
"""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from contract_kit.model.pointer import build
from contract_kit.scrubbing.encodings import Unsafe
from contract_kit.scrubbing.marks import Mark, Node
from contract_kit.scrubbing.names import tells
from contract_kit.scrubbing.substitutes import WITHHELD

Value = Callable[[str, str, Mark], str]  # (name, value, what the specification says) to what stays

_TOKEN = re.compile(
    r'"([^"\\]*(?:\\.[^"\\]*)*)"(\s*:)?|([\[{])|([\]}])|(,)|[^\s"\[\]{},:]+', re.DOTALL
)
# a member whose name says nothing is named by what holds it: {"card": {"number": …}}
_SILENT = re.compile(r"(?i)values?|content|data|number|text|raw|plain|string|body")
_LABELS = ("name", "key", "header", "field")  # {"name": "X-Api-Key", "value": …}
_NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?")


class _Frame:
    """An array or object on the way down to a value; `key` is where the next value goes."""

    __slots__ = ("above", "is_list", "key", "label", "name", "node", "place")

    def __init__(self, above: "_Frame | None", node: Node, name: str, *, is_list: bool) -> None:
        self.above = above
        self.place = above.key if above else ""
        self.node = node
        self.name = name
        self.is_list = is_list
        self.key: str | int = 0 if is_list else ""
        self.label = ""


@dataclass(frozen=True, slots=True)
class _Leaf:
    start: int
    end: int
    frame: _Frame
    key: str | int
    kind: Literal["key", "text", "number"]


def is_json(text: str) -> bool:
    """Whether a text is a JSON object, array or string, and not too deep to be looked through."""
    if text.lstrip()[:1] not in ("{", "[", '"'):
        return False
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        return False
    return True


def rewrite(text: str, node: Node, value: Value, number: Value) -> tuple[str, tuple[str, ...]]:
    """JSON put through `value` text by text and through `number`; pointers to what is withheld.

    The name of a member is put through `value` as well, as a text that itself has no name.
    """
    parts, done, withheld = [], 0, []
    for leaf in _leaves(text, node):
        old = text[leaf.start : leaf.end]
        try:
            new = _number(old, leaf, number) if leaf.kind == "number" else _text(old, leaf, value)
        except Unsafe:
            new = f'"{WITHHELD}"'
            withheld.append(_pointer(leaf))
        if new != old:
            parts += [text[done : leaf.start], new]
            done = leaf.end
    return "".join((*parts, text[done:])), tuple(withheld)


def _leaves(text: str, node: Node) -> list[_Leaf]:
    leaves: list[_Leaf] = []
    top = frame = _Frame(None, node, "", is_list=False)
    for token in _TOKEN.finditer(text):
        inner, colon, opened, closed, comma = token.groups()
        if colon:
            frame.key = _unescaped(inner)
            leaves.append(_Leaf(token.start(), token.end(1) + 1, frame, frame.key, "key"))
        elif opened:
            node, name = _node(frame, frame.key), _name(frame, frame.key)
            frame = _Frame(frame, node, name, is_list=opened == "[")
        elif closed:
            frame = frame.above or top
        elif comma:
            if isinstance(frame.key, int):
                frame.key += 1
        elif inner is None:
            leaves.append(_Leaf(token.start(), token.end(), frame, frame.key, "number"))
        else:
            leaves.append(_Leaf(token.start(), token.end(), frame, frame.key, "text"))
            if frame.key in _LABELS and len(inner) < 60:
                frame.label = inner
    return leaves


def _text(old: str, leaf: _Leaf, value: Value) -> str:
    plain = _unescaped(old[1:-1])
    if leaf.kind == "key":
        new = value("", plain, "")
    else:
        new = value(_name(leaf.frame, leaf.key), plain, _node(leaf.frame, leaf.key).mark)
    if new == plain:
        return old
    return json.dumps(new, ensure_ascii="\\u" in old or old.isascii())


def _number(old: str, leaf: _Leaf, number: Value) -> str:
    if _NUMBER.fullmatch(old) is None:  # true, false and null keep no secret
        return old
    return number(_name(leaf.frame, leaf.key), old, _node(leaf.frame, leaf.key).mark)


def _node(frame: _Frame, key: str | int) -> Node:
    if frame.above is None:
        return frame.node
    return frame.node.item() if frame.is_list else frame.node.member(str(key))


def _name(frame: _Frame, key: str | int) -> str:
    if isinstance(key, int):
        return frame.name
    if _SILENT.fullmatch(key):
        return frame.label or f"{frame.name} {key}"
    telling = frame.name and tells(frame.name) and not tells(key)
    return f"{frame.name} {key}" if telling else key


def _pointer(leaf: _Leaf) -> str:
    path: list[str | int] = []
    key, frame = leaf.key, leaf.frame
    while frame.above is not None:
        path.append(key)
        key, frame = frame.place, frame.above
    return build(reversed(path))


def _unescaped(text: str) -> str:
    if "\\" not in text:
        return text
    return str(json.loads(f'"{text}"', strict=False))
