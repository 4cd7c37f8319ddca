"""Takes the secrets out of bodies, each by the grammar of its media type."""

import re
from codecs import BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Mapping

from contract_kit.model.content import FORM
from contract_kit.scrubbing import json_text, urls
from contract_kit.scrubbing.encodings import Unsafe
from contract_kit.scrubbing.marks import NOTHING, Node
from contract_kit.scrubbing.names import tells
from contract_kit.scrubbing.texts import Texts

_PARAMETER = re.compile(r';\s*([\w*-]+)\s*=\s*(?:"([^"]*)"|([^\s;"]+))')
_CELL = r'("(?:[^"]|"")*"|[^"{0}\r\n]*)({0}|\r?\n|\r|$)'

Withheld = tuple[str, ...]


class Bodies:
    """Puts bodies through `texts`, part by part."""

    def __init__(self, texts: Texts) -> None:
        self._texts = texts

    def scrub(
        self, content_type: str, body: bytes, content: Mapping[str, Node]
    ) -> tuple[bytes, Withheld]:
        """A body that may be stored, and the pointers of what was withheld of it.

        `content` is what the specification says, by media type. Raises `Unsafe` where all of the
        body has to be withheld.
        """
        kind = content_type.partition(";")[0].strip().lower()
        boundary = _parameter(content_type, "boundary")
        if kind.startswith("multipart/") and boundary:
            return self._multipart(body, boundary.encode("utf-8", "replace")), ()
        charset = _charset(content_type, body)
        if charset is None:
            return self._texts.content(body), ()
        node = _node(content, kind)
        text, withheld = self._text(kind, body.decode(charset), node)
        return text.encode(charset, "replace"), withheld

    def _text(self, kind: str, text: str, node: Node) -> tuple[str, Withheld]:
        if json_text.is_json(text):
            return json_text.rewrite(text, node, self._texts.value, self._texts.number)
        if kind == FORM:
            return urls.pairs(text, lambda n, t: self._texts.value(n, t, node.member(n).mark)), ()
        if kind == "text/csv":
            text = self._csv(text)
        return self._texts.text(text), ()

    def _multipart(self, body: bytes, boundary: bytes) -> bytes:
        delimiter = b"--" + boundary
        return delimiter.join(self._part(part) for part in body.split(delimiter))

    def _part(self, part: bytes) -> bytes:
        """One part (RFC 7578): a field by its name, a file by its own media type."""
        head, blank, rest = part.partition(b"\r\n\r\n")
        if not blank:  # around the parts, or the boundary is not what it was said to be
            return self._texts.content(part)
        described = head.decode("utf-8", "replace")
        content, end = (rest[:-2], rest[-2:]) if rest.endswith(b"\r\n") else (rest, b"")
        kind = re.search(r"(?im)^content-type:\s*(.*)$", described)
        name = _parameter(described, "name")
        if kind is None and name and tells(name):
            new = self._texts.value(name, content.decode("utf-8", "replace")).encode()
            content = new if new != content.decode("utf-8", "replace").encode() else content
        else:
            content, withheld = self.scrub(kind[1].strip() if kind else "text/plain", content, {})
            if withheld:
                raise Unsafe
        return self._texts.content(head) + blank + content + end

    def _csv(self, text: str) -> str:
        """A table with a header row; only the columns whose names tell something are touched."""
        names: list[str] = []
        row, column = 0, 0
        parts = []
        first = text.partition("\n")[0]
        between = max(",;\t|", key=first.count)
        for cell in re.finditer(_CELL.format(re.escape(between)), text):
            value, end = cell[1], cell[2]
            if row == 0:
                names.append(value.strip('"'))
            elif column < len(names) and tells(names[column]):
                value = self._cell(names[column], value)
            parts.append(value + end)
            row, column = (row, column + 1) if end == between else (row + 1, 0)
        return "".join(parts)

    def _cell(self, name: str, cell: str) -> str:
        plain = cell[1:-1].replace('""', '"') if cell.startswith('"') else cell
        new = self._texts.value(name, plain)
        return cell if new == plain else f'"{new.replace(chr(34), chr(34) * 2)}"'


def _node(content: Mapping[str, Node], kind: str) -> Node:
    group = f"{kind.partition('/')[0]}/*"
    return content.get(kind) or content.get(group) or content.get("*/*") or NOTHING


def _parameter(text: str, name: str) -> str:
    values = (f[2] or f[3] or "" for f in _PARAMETER.finditer(text) if f[1].lower() == name)
    return next(values, "")


def _charset(content_type: str, body: bytes) -> str | None:
    """A character set that reads and writes the body byte by byte the same; None for no text."""
    marked = "utf-16" if body.startswith((BOM_UTF16_LE, BOM_UTF16_BE)) else ""
    for charset in (marked, "utf-8", _parameter(content_type, "charset")):
        try:
            if charset and body.decode(charset).encode(charset) == body:
                return charset
        except (LookupError, ValueError):
            continue
    return None
