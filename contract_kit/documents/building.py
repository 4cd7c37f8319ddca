"""Builds plain data out of YAML in one pass, and stops at whatever is no data or too much of it."""

import math
import re
from base64 import b64decode
from collections.abc import Iterator
from typing import Any

import yaml

DEEPEST = 100  # levels, since whoever reads the data walks it by recursion
_REPEATED = 1_000_000  # values that aliases may stand for in all: a short text can hold billions
TOO_DEEP = f"nested more than {DEEPEST} levels deep"
_TAG = "tag:yaml.org,2002:"
_BINARY = f"{_TAG}binary"
_CONSTANTS: dict[str, bool | None] = {
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
    **dict.fromkeys(("~", "null", "Null", "NULL", ""), None),
}
_INTEGER = re.compile(r"[-+]?(?:0|[1-9][0-9]*)")
_NUMBER = re.compile(r"[-+]?(?:(?:0|[1-9][0-9]*)(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?")
_BEGINS_NUMBER = frozenset("-+.0123456789")


class Builder:
    """Builds the data of one document from its events, within bounds."""

    def __init__(self, source: bytes, *, recording: bool) -> None:
        self._events: Iterator[Any] = iter(yaml.parse(source, Loader=yaml.CSafeLoader))
        self._recording = recording
        self._named: dict[str, tuple[Any, str | None, int]] = {}  # value, text, values within
        self._begun: list[str] = []  # anchors of the values around
        self._level = self._count = self._repeated = 0

    def document(self) -> Any:
        """The data, None of an empty document."""
        next(self._events)  # the start of the stream
        if isinstance(next(self._events), yaml.StreamEndEvent):
            return None
        data = self._value(next(self._events))
        next(self._events)  # the end of the document
        following = next(self._events)
        if not isinstance(following, yaml.StreamEndEvent):
            raise _problem("but found another document", following)
        return data

    def _value(self, event: Any) -> Any:
        kind = type(event)
        if kind is yaml.AliasEvent:
            return self._alias(event)[0]
        before = self._count
        self._count += 1
        if self._level >= DEEPEST:
            raise _problem(TOO_DEEP, event)
        if event.anchor:
            self._begin(event)
        if kind is yaml.ScalarEvent:
            value = self._scalar(event)
        else:
            self._level += 1
            value = (self._sequence if kind is yaml.SequenceStartEvent else self._mapping)(event)
            self._level -= 1
        if event.anchor:
            text = event.value if kind is yaml.ScalarEvent else None
            self._named[self._begun.pop()] = (value, text, self._count - before)
        return value

    def _begin(self, event: Any) -> None:
        if event.anchor in self._named or event.anchor in self._begun:
            raise _problem(f"found duplicate anchor {event.anchor}", event)
        self._begun.append(event.anchor)

    def _alias(self, event: Any) -> tuple[Any, str | None]:
        if event.anchor in self._begun:
            raise _problem(f"*{event.anchor} contains itself", event)
        if event.anchor not in self._named:
            raise _problem("found undefined alias", event)
        value, text, size = self._named[event.anchor]
        self._count += size
        self._repeated += size
        if self._repeated > _REPEATED:
            raise _problem(f"aliases stand for more than {_REPEATED:,} values", event)
        return value, text

    def _scalar(self, event: Any) -> Any:
        text: str = event.value
        if event.implicit[0] and event.tag in (None, "!"):
            return self._plain(text, event)
        if event.tag == _BINARY and self._recording:
            return _decoded(text, event)
        _check_tag(event, "str")
        return text

    @staticmethod
    def _plain(text: str, event: Any) -> Any:
        if text in _CONSTANTS:
            return _CONSTANTS[text]
        if text[0] not in _BEGINS_NUMBER:
            return text
        if _INTEGER.fullmatch(text):
            return int(text)
        if not _NUMBER.fullmatch(text):
            return text
        number = float(text)
        if not math.isfinite(number):
            raise _problem(f"{text} is too large a number", event)
        return number

    def _sequence(self, event: Any) -> list[Any]:
        _check_tag(event, "seq")
        items = []
        while type(inner := next(self._events)) is not yaml.SequenceEndEvent:
            items.append(self._value(inner))
        return items

    def _mapping(self, event: Any) -> dict[Any, Any]:
        _check_tag(event, "map")
        members: dict[Any, Any] = {}
        merged: dict[Any, Any] = {}
        while type(inner := next(self._events)) is not yaml.MappingEndEvent:
            if type(inner) is yaml.ScalarEvent and inner.value == "<<" and inner.implicit[0]:
                merged |= _merged(self._value(next(self._events)), inner)
            else:
                key = self._key(inner)
                if self._recording and key in members:
                    raise _problem(f"{key!r} stands here twice", inner)
                members[key] = self._value(next(self._events))
        return merged | members if merged else members

    def _key(self, event: Any) -> str | bytes:
        """A key as it is written, so also `200` and `true`; or the bytes that it stands for."""
        if type(event) is yaml.ScalarEvent:
            value = self._value(event)
            return value if isinstance(value, bytes) else str(event.value)
        text = self._alias(event)[1] if type(event) is yaml.AliasEvent else None
        if text is None:
            raise _problem("found unhashable key", event)
        return text


def _merged(value: Any, event: Any) -> dict[Any, Any]:
    sources = value if isinstance(value, list) else [value]
    merged: dict[Any, Any] = {}
    for source in reversed(sources):  # the first one wins
        if not isinstance(source, dict):
            raise _problem("expected a mapping or list of mappings for merging", event)
        merged |= source
    return merged


def _decoded(text: str, event: Any) -> bytes:
    try:
        return b64decode("".join(text.split()), validate=True)
    except ValueError:
        raise _problem("this is no base64", event) from None


def _check_tag(event: Any, kind: str) -> None:
    if event.tag not in (None, "!", f"{_TAG}{kind}"):
        raise _problem(f"the tag {event.tag} is not read", event)


def _problem(text: str, where: Any) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=text, problem_mark=where.start_mark)
